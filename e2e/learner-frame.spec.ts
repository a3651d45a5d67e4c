import type * as adapters from '#adapters'
import { createNodeRealm, type LearnerSource } from '#adapters'
import { atSeconds, runFacts, Trace, type TimedInput } from '#engine'
import { compileFiles, createExerciseRun, exerciseFacts } from '#sandbox'
import { findScenario, type ShopInput } from '#scenarios'
import { loadClientLibraries } from '../scripts/vite/client-libraries.ts'
import { expect, test } from './console-guard.ts'
import { entryOfClients } from './entry-of-clients.ts'

const web = `
import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()
await channel.assertQueue('orders', { durable: true })
onOrder(async (order) => {
  const body = JSON.stringify({ ...order, id: crypto.randomUUID(), at: new Date() })
  channel.sendToQueue('orders', Buffer.from(body), { persistent: true })
  await channel.waitForConfirms()
})
`

const worker = `
import amqp, { type ConsumeMessage } from 'amqplib'
import { handle } from './handle'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })
await channel.prefetch(2)
await channel.consume('orders', async (message: ConsumeMessage | null) => {
  if (message === null) return
  const { order, id } = JSON.parse(message.content.toString()) as { order: number; id: string }
  if (message.fields.redelivered) console.log('again', order, id)
  await handle(order)
  channel.ack(message)
})
`

const handle = `
import { database, sendMail } from 'shop'

export async function handle(order: number): Promise<void> {
  await new Promise((done) => setTimeout(done, 50 + Math.random() * 100))
  if (order === 7) throw new RangeError('no seven')
  await sendMail(order)
  console.log('done', order, await database.markDone(order), new Date().toISOString())
}
`

function sourceOf(files: Readonly<Record<string, string>>): LearnerSource {
  const shop = findScenario('pubsub')
  if (shop === null) throw new Error('Failed to find the shop of one worker.')
  const input = (second: number, one: ShopInput): TimedInput<ShopInput> => ({
    at: atSeconds(second),
    input: one,
  })
  const nodes = shop.nodes.map((node) =>
    node.kind === 'customers' ? { ...node, ordersMax: 12 } : node,
  )
  return {
    definition: { ...shop, nodes },
    seed: 11,
    inputs: [
      input(0.7, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }),
      input(1, { type: 'start', process: 'worker-1' }),
      input(20, { type: 'start', process: 'worker-1' }),
    ],
    files,
    players: { web: 'web.ts', 'worker-1': 'worker.ts' },
  }
}

const source = sourceOf({ 'web.ts': web, 'worker.ts': worker, 'handle.ts': handle })
const END = atSeconds(60)

test('[X-13] an exercise: the frame in Chromium and Node write the same bytes', async ({
  page,
}) => {
  const compiled = compileFiles(source.files)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors))
  const run = createExerciseRun({
    ...source,
    files: compiled.files,
    realm: createNodeRealm(),
    createLibraries: await loadClientLibraries(),
    epochMs: Date.UTC(2026, 0, 1),
  })
  const end = await run.runToEnd(END)
  run.close()
  const inNode = run.trace.lines()

  await page.goto('/?lang=en')
  const report = await page.evaluate(inPage, { entry: entryOfClients(), source, at: END })
  const trace = new Trace({ ...exerciseFacts, ...runFacts })
  trace.appendSlice({
    from: 0,
    wordsFrom: 0,
    words: report.words,
    kinds: new Uint16Array(report.kinds),
    ats: new Float64Array(report.ats),
    causes: new Int32Array(report.causes),
    values: new Float64Array(report.values),
  })
  const inChromium = trace.lines()

  const said = inNode.filter((line) => line.includes('line-printed'))
  expect(said.some((line) => line.includes('again'))).toBe(true)
  expect(said.filter((line) => line.includes('done')).length).toBeGreaterThan(5)
  const thrown = inNode.filter((line) => line.includes('exception-thrown'))
  expect(thrown.length).toBeGreaterThan(0)
  for (const line of thrown) expect(line).toMatch(/"file":"handle\.ts","line":6/)
  expect(inChromium.join('\n') === inNode.join('\n'), 'the traces are the same').toBe(true)
  expect(report.waiting).toEqual(end.waiting)
  expect(report.isIdle, 'it ends when nothing more can happen').toBe(true)
  expect(report.now).toBe(end.at)
  expect(report.more, 'asked again it answers that nothing happened').toEqual([0, end.at])
})

test('code that does not compile is refused by file and line, and a huge file at once', async ({
  page,
}) => {
  await page.goto('/?lang=en')
  const refused = await page.evaluate(errorsOf, {
    entry: entryOfClients(),
    source: sourceOf({ 'web.ts': 'const a = 1\nconst b = ;\n', 'worker.ts': `import './mail'` }),
  })
  expect(refused.errors).toMatchObject([
    { file: 'web.ts', line: 2, message: 'Unexpected token' },
    { file: 'worker.ts', line: 1 },
  ])
  const huge = await page.evaluate(errorsOf, {
    entry: entryOfClients(),
    source: sourceOf({ 'web.ts': ' '.repeat(10_000_000) }),
  })
  expect(huge.errors).toMatchObject([{ file: 'web.ts', line: null }])
  expect(huge.wallMs, 'nothing is read').toBeLessThan(50)
})

test('a run takes what was prepared, and what is not taken is put away', async ({ page }) => {
  await page.goto('/?lang=en')
  const seen = await page.evaluate(
    async ({ entry, source: given, at }) => {
      const { openLearnerRun, prepareLearnerRun } = (await import(entry)) as typeof adapters
      const counts: number[] = []
      const count = () => counts.push(document.querySelectorAll('iframe').length)
      const loaded = () => new Promise((resolve) => setTimeout(resolve, 1_000))
      const putAway = prepareLearnerRun()
      prepareLearnerRun()
      await loaded()
      count()
      const thread = openLearnerRun(given)
      putAway()
      count()
      const { isIdle } = await thread.runTo(at)
      thread.close()
      count()
      const putAwayAgain = prepareLearnerRun()
      await loaded()
      count()
      putAwayAgain()
      count()
      return { counts, isIdle }
    },
    { entry: entryOfClients(), source, at: END },
  )
  expect(seen).toEqual({ counts: [1, 1, 0, 1, 0], isIdle: true })
})

interface InPage {
  readonly entry: string
  readonly source: LearnerSource
  readonly at: ReturnType<typeof atSeconds>
}

/** Runs in the page: a run in a frame to its end, as plain values. */
async function inPage({ entry, source: given, at }: InPage) {
  const { openLearnerRun } = (await import(entry)) as typeof adapters
  const thread = openLearnerRun(given)
  const { slice, now, isIdle, waiting } = await thread.runTo(at)
  const more = await thread.runTo(at)
  thread.close()
  return {
    words: slice.words,
    kinds: [...slice.kinds],
    ats: [...slice.ats],
    causes: [...slice.causes],
    values: [...slice.values],
    now,
    isIdle,
    waiting,
    more: [more.slice.kinds.length, more.now],
  }
}

/** Runs in the page: what is wrong with the code, and how long it took to say so. */
async function errorsOf({ entry, source: given }: Omit<InPage, 'at'>) {
  const { openLearnerRun } = (await import(entry)) as typeof adapters
  const begin = performance.now()
  const thread = openLearnerRun(given)
  const errors = await thread.runTo(0 as never).then(
    () => null,
    (error: Partial<adapters.CodeRefusedError>) => error.errors ?? null,
  )
  thread.close()
  return { errors, wallMs: performance.now() - begin }
}
