import { Simulation } from '#engine'
import { agendaBaseline } from './bench/agenda.ts'
import { brokerModel, brokerRun, queueUp } from './bench/broker.ts'
import { measureFrames } from './bench/frames.ts'
import { median, table, type Row } from './bench/table.ts'

const RUNS = 3
const BASELINE_EVENTS = 1_000_000
const MESSAGES = 200_000
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
  console.log(table(rows))
  console.log(memoryLine())
  console.log(await measureFrames(2_000))
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
