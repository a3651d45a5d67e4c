import type * as adapters from '#adapters'
import { createNodeRealm, type LearnerSource } from '#adapters'
import { atSeconds, runFacts, Trace } from '#engine'
import { compileFiles, createExerciseRun, sandboxFacts } from '#sandbox'
import { findScenario, worldFacts } from '#scenarios'
import { loadClientLibraries } from '../scripts/vite/client-libraries.ts'
import { respondAsShop } from '../src/adapters/shop-api/shop-responder.ts'
import { expect, test } from './console-guard.ts'
import { entryOfClients } from './entry-of-clients.ts'

/** Everything fetch does: what there is and what there is not, mail and its failures, giving up. */
const worker = `
const MAIL = 'https://mail.example/send'
const send = (order: number, init: object = {}) =>
  fetch(MAIL, { method: 'POST', body: JSON.stringify({ order }), ...init })
async function show(name: string, answer: Promise<Response>) {
  try {
    const got = await answer
    const headers = [...(got as any).headers].join(' ')
    console.log(name, performance.now(), got.status, got.statusText, got.url, headers, await got.text())
  } catch (error: any) {
    console.error(name, performance.now(), error)
  }
}

await show('menu', fetch('/api/menu'))
await show('place', fetch('http://shop/api/orders', { method: 'post', body: '{}' }))
await show('orders', fetch('http://localhost/api/orders', { headers: { Accept: '*/*' } }))
await show('one', fetch(new URL('http://shop/api/orders/1')))
await show('none', fetch('/api/orders/9'))
await show('delete', fetch('/api/orders/1', { method: 'DELETE' }))
await show('text', fetch(MAIL, { method: 'POST', body: 'hello' }))
await show('huge', fetch(MAIL, { method: 'POST', body: 'x'.repeat(20_000) }))
await show('elsewhere', fetch('https://api.example.com/orders?id=1'))
await show('data', fetch('data:text/plain,hello'))
await show('no address', fetch('http://'))
await show('no header', fetch('/api/menu', { headers: { 'a b': '1' } }))
await Promise.all([1, 2, 3, 4, 5].map((order) => show('mail ' + order, send(order))))
const controller = new AbortController()
setTimeout(() => controller.abort(), 0.5)
await show('aborted', send(6, { signal: controller.signal }))
await show('late', send(7, { signal: AbortSignal.timeout(1) }))
const names = ['Request', 'Response', 'Headers', 'XMLHttpRequest', 'localStorage', 'Blob']
console.log(names.map((name) => typeof (globalThis as any)[name]).join(' '))
await send(8, { signal: AbortSignal.timeout(1) })
`

/** What a worker still finds among its globals: in Node it is more. */
const GLOBALS = /^.*"line":"(function|undefined|object)( (function|undefined|object)){5}".*$/m

function sourceOf(): LearnerSource {
  const shop = findScenario('pubsub')
  if (shop === null) throw new Error('Failed to find the shop of one worker.')
  const nodes = shop.nodes.map((node) =>
    node.kind === 'mail' ? { ...node, latencyMs: 20, failurePercent: 40 } : node,
  )
  const definition = { ...shop, nodes }
  const files = { 'worker.ts': worker }
  return { definition, seed: 4, inputs: [], files, players: { 'worker-1': 'worker.ts' } }
}

const END = atSeconds(2)

test('[X-24] fetch: the frame in Chromium and Node write the same bytes', async ({ page }) => {
  const source = sourceOf()
  const compiled = compileFiles(source.files)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors))
  const run = createExerciseRun({
    ...source,
    files: compiled.files,
    realm: createNodeRealm(),
    createLibraries: await loadClientLibraries(),
    epochMs: Date.UTC(2026, 0, 1),
    respond: respondAsShop,
  })
  await run.runToEnd(END)
  run.close()
  const inNode = run.trace.lines().join('\n')

  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto('/?lang=en')
  const report = await page.evaluate(inPage, { entry: entryOfClients(), source, at: END })
  const trace = new Trace({ ...worldFacts, ...sandboxFacts, ...runFacts })
  trace.appendSlice({
    from: 0,
    wordsFrom: 0,
    words: report.words,
    kinds: new Uint16Array(report.kinds),
    ats: new Float64Array(report.ats),
    causes: new Int32Array(report.causes),
    values: new Float64Array(report.values),
  })
  const inChromium = trace.lines().join('\n')

  for (const said of ['201 Created', '503 Service', '413 ', 'AbortError', 'TimeoutError']) {
    expect(inNode, said).toContain(said)
  }
  expect(inChromium).toContain(
    '"line":"undefined undefined undefined undefined undefined undefined"',
  )
  expect(inChromium.replace(GLOBALS, '')).toBe(inNode.replace(GLOBALS, ''))
  expect(
    asked.filter((address) => /example|\/api\//.test(address)),
    'nobody was asked',
  ).toEqual([])
})

interface InPage {
  readonly entry: string
  readonly source: LearnerSource
  readonly at: ReturnType<typeof atSeconds>
}

/** Runs in the page: a run in a frame to its end, as plain values. */
async function inPage({ entry, source, at }: InPage) {
  const { openLearnerRun } = (await import(entry)) as typeof adapters
  const thread = openLearnerRun(source)
  const { slice } = await thread.runTo(at)
  thread.close()
  const { words, kinds, ats, causes, values } = slice
  return { words, kinds: [...kinds], ats: [...ats], causes: [...causes], values: [...values] }
}
