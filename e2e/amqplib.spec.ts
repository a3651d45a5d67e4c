import type * as adapters from '#adapters'
import { createNodeRealm, runSource, type ClientSource } from '#adapters'
import { amqpFacts } from '#amqp'
import { atSeconds, runFacts, Trace } from '#engine'
import { sandboxFacts } from '#sandbox'
import { loadClientLibraries } from '../scripts/vite/client-libraries.ts'
import { expect, test } from './console-guard.ts'
import { entryOfClients } from './entry-of-clients.ts'

/** What learners write: the real amqplib, a confirm channel, a prefetch, an hour that is waited. */
const web = `
const amqp = require('amqplib')
const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()
await channel.assertQueue('orders', { durable: true })
for (let order = 1; order <= 200; order++) {
  const body = JSON.stringify({ order, id: crypto.randomUUID(), at: new Date() })
  channel.sendToQueue('orders', Buffer.from(body), { persistent: true, headers: { order } })
}
await channel.waitForConfirms()
console.log('confirmed at', new Date().toISOString(), Math.random())
await new Promise((resolve) => setTimeout(resolve, 3_600_000))
await channel.assertQueue('later')
console.log('an hour later', new Date().toISOString(), performance.now())
await connection.close()
`

const worker = `
const amqp = require('amqplib')
const connection = await amqp.connect('amqp://localhost?heartbeat=10')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })
await channel.prefetch(10)
await channel.consume('orders', async (message) => {
  await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20))
  const { order, id } = JSON.parse(message.content.toString())
  if (message.fields.redelivered) console.log('again', order, id)
  channel.ack(message)
})
`

const careless = `
setTimeout(async () => {
  const { checkQueue } = await require('amqplib').connect('amqp://elsewhere')
  checkQueue('orders')
}, 50)
`

const SECONDS = 3_700

const source: ClientSource = {
  programs: { web, worker, careless },
  started: ['web', 'worker', 'careless'],
  seed: 11,
  inputs: [
    { at: atSeconds(0.1), input: { type: 'signal-program', program: 'worker', signal: 'SIGKILL' } },
    { at: atSeconds(0.3), input: { type: 'start-program', program: 'worker' } },
  ],
}

test('[X-13] the real amqplib: Chromium and Node write the same bytes', async ({ page }) => {
  const libraries = await loadClientLibraries()
  const run = runSource(source, createNodeRealm(), libraries)
  await run.runUntil(atSeconds(SECONDS))
  run.close()
  const inNode = run.trace.lines()

  await page.goto('/?lang=en')
  const report = await page.evaluate(inPage, {
    entry: entryOfClients(),
    source,
    at: atSeconds(SECONDS),
  })
  const trace = new Trace({ ...amqpFacts, ...sandboxFacts, ...runFacts })
  const { from, wordsFrom, words } = report
  trace.appendSlice({
    from,
    wordsFrom,
    words,
    kinds: new Uint16Array(report.kinds),
    ats: new Float64Array(report.ats),
    causes: new Int32Array(report.causes),
    values: new Float64Array(report.values),
  })
  const inChromium = trace.lines()

  const said = inNode.filter((line) => line.includes('line-printed'))
  expect(said.some((line) => line.includes('confirmed at 2026-01-01T00:00:00'))).toBe(true)
  expect(said.some((line) => line.includes('an hour later 2026-01-01T01:00:00'))).toBe(true)
  expect(said.some((line) => line.includes('again'))).toBe(true)
  expect(inNode.filter((line) => line.includes('amqp.message-acked'))).toHaveLength(200)
  expect(inNode.find((line) => line.includes('crashed'))).toContain('ENOTFOUND elsewhere')
  expect(inChromium.join('\n') === inNode.join('\n'), 'the traces are the same').toBe(true)
  expect(report.wallMs, 'an hour passes in an instant').toBeLessThan(10_000)
})

test('a program that is no JavaScript is refused by its name', async ({ page }) => {
  await page.goto('/?lang=en')
  const refused = await page.evaluate(async (entry) => {
    const { openClientRun } = (await import(entry)) as typeof adapters
    const programs = { web: 'const orders =' }
    const thread = openClientRun({ programs, started: ['web'], seed: 1, inputs: [] })
    return thread.runTo(0 as never).then(String, String)
  }, entryOfClients())
  expect(refused).toMatch(
    /^Error: Failed to read web: SyntaxError: .+\. Correct it and run again\.$/,
  )
})

interface InPage {
  readonly entry: string
  readonly source: ClientSource
  readonly at: ReturnType<typeof atSeconds>
}

/** Runs in the page: opens a worker, runs to the end, and gives the trace as plain numbers. */
async function inPage({ entry, source: given, at }: InPage) {
  const { openClientRun } = (await import(entry)) as typeof adapters
  const begin = performance.now()
  const thread = openClientRun(given)
  const { slice } = await thread.runTo(at)
  thread.close()
  return {
    from: slice.from,
    wordsFrom: slice.wordsFrom,
    words: slice.words,
    kinds: [...slice.kinds],
    ats: [...slice.ats],
    causes: [...slice.causes],
    values: [...slice.values],
    wallMs: performance.now() - begin,
  }
}
