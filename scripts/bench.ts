import { Simulation } from '#engine'
import { agendaBaseline } from './bench/agenda.ts'
import { withApp } from './bench/app.ts'
import { brokerModel, brokerRun, queueUp } from './bench/broker.ts'
import { exerciseLines, exerciseMs } from './bench/exercise.ts'
import { frameLines } from './bench/frames.ts'
import { routingLines } from './bench/routing.ts'
import { sandboxCost, sandboxLine } from './bench/sandbox.ts'
import { median, table, type Row } from './bench/table.ts'
import { compareBrokers } from './bench/tcp.ts'
import { wireRun } from './bench/wire.ts'
import { loadClientLibraries } from './vite/client-libraries.ts'

const RUNS = 3
const BASELINE_EVENTS = 1_000_000
const MESSAGES = 200_000
const WIRE_MESSAGES = 100_000
const TCP_MESSAGES = 20_000
const GROWTH = [10_000, 100_000, 1_000_000]

async function main(): Promise<void> {
  const baseline = median(RUNS, () => agendaBaseline(BASELINE_EVENTS))
  const rows: Row[] = [
    {
      name: 'agenda only: events that pop a timer',
      perSecond: baseline,
      ratio: 1,
      note: 'baseline',
    },
  ]
  for (const trace of [false, true]) {
    const perSecond = median(RUNS, () => brokerRun({ messages: MESSAGES, trace }).perSecond)
    const name = `publish → route → deliver → ack, trace ${trace ? 'on' : 'off'}`
    rows.push({ name, perSecond, ratio: perSecond / baseline, note: 'messages' })
  }
  const growth = GROWTH.map((messages) => ({
    messages,
    perMessage: 1e6 / median(RUNS, () => brokerRun({ messages, trace: false }).perSecond),
  }))
  const first = growth[0]?.perMessage ?? 1
  for (const { messages, perMessage } of growth) {
    const name = `queued first, then consumed: ${messages.toExponential(0)} messages`
    const note = `${perMessage.toFixed(2)} µs each, ${(perMessage / first).toFixed(2)} × the first`
    rows.push({ name, perSecond: 1e6 / perMessage, ratio: 1e6 / perMessage / baseline, note })
  }
  const wire = median(RUNS, () => wireRun(WIRE_MESSAGES).perSecond)
  rows.push({
    name: 'the wire in memory: publish, confirm, deliver, ack',
    perSecond: wire,
    ratio: wire / baseline,
    note: 'messages of 1 KB',
  })
  const libraries = await loadClientLibraries()
  const ms = await exerciseMs(libraries)
  rows.push({
    name: 'an exercise of 20 orders: compiled and run to its end',
    perSecond: 1_000 / ms,
    ratio: 1_000 / ms / baseline,
    note: `runs on Node, ${ms.toFixed(0)} ms each`,
  })
  console.log(table(rows))
  console.log(routingLines())
  console.log(memoryLine())
  console.log(sandboxLine(await sandboxCost(libraries)))
  console.log(await comparisonLines())
  await withApp(async (page) => {
    console.log(await exerciseLines(page))
    console.log(await frameLines(page, 2_000))
  })
}

/** The broker on TCP beside a real one, under the same client. */
async function comparisonLines(): Promise<string> {
  const url = process.env['AMQP_URL'] ?? 'amqp://localhost:5672'
  const comparisons = await compareBrokers(url, TCP_MESSAGES)
  if (comparisons === null) return `no broker answers at ${url}: nothing to compare with`
  const lines = comparisons.map(({ persistent, oursPerSecond, realPerSecond }) => {
    const [ours, real] = [oursPerSecond, realPerSecond].map((one) => Math.round(one))
    const ratio = (oursPerSecond / realPerSecond).toFixed(2)
    const kind = persistent ? 'persistent' : 'transient'
    return `TCP, amqplib, 1 KB ${kind}: ${ours} /s, the broker at AMQP_URL ${real} /s: ${ratio} ×`
  })
  return lines.join('\n')
}

/** Bytes of heap per message that waits in a queue; needs node --expose-gc to be exact. */
function memoryLine(): string {
  const count = 300_000
  const simulation = new Simulation(brokerModel, {
    params: { consumers: 0 },
    seed: 1,
    trace: false,
  })
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  queueUp(simulation, count)
  globalThis.gc?.()
  const bytes = (process.memoryUsage().heapUsed - before) / count
  return `memory per queued message: ${bytes.toFixed(0)} bytes of heap (${count} messages, body not kept)`
}

await main()
