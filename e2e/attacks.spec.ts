import { expect, test, type Page } from '@playwright/test'
import { atSeconds, runFacts, Trace } from '#engine'
import { exerciseFacts } from '#sandbox'
import { quick } from './attacks/all.ts'
import type { Attack } from './attacks/attack.ts'
import { hunger } from './attacks/hunger.ts'
import { assault, pageState, type Outcome, type PlainFacts } from './attacks/in-page.ts'
import { network } from './attacks/network.ts'
import { openOutside, type Outside } from './attacks/outside.ts'
import { malformed } from './attacks/malformed.ts'
import { attackedShop } from './attacks/shop.ts'
import { entryOfClients } from './entry-of-clients.ts'

/** The page's heart beats every 5 ms. One beat of a hundred may be later than this, none than that. */
const BEAT_MS = 100
const LATEST_BEAT_MS = 1_000

/** Four at a time beside a test that takes a core for itself: whoever is starved is not silent. */
const PATIENT = { silenceMs: 3_000 }
const QUICK = { width: 4, lingerMs: 250, until: atSeconds(10), limits: PATIENT }
const HUNGRY = { width: 1, lingerMs: 0, until: atSeconds(86_400), limits: { wallMs: 1_200 } }

/** What nobody does in the shop as it is. */
const FORGED = ['amqp.message-acked', 'shop.order-processed', 'shop.order-emailed']

let outside: Outside

test.beforeEach(async () => {
  outside = await openOutside()
})
test.afterEach(() => outside.close())

test('no attack reaches outside, changes the page or writes a fact of somebody else', async ({
  page,
}) => {
  test.setTimeout(240_000)
  expect(quick.length + hunger.length + malformed.length).toBeGreaterThanOrEqual(220)
  const before = await openAtRest(page)
  const asked: string[] = []
  const app = new URL(page.url()).origin
  const entry = entryOfClients()
  page.context().on('request', (request) => {
    // What a policy refuses is told here too; whether it came anywhere, the server outside knows.
    if (request.url().startsWith(app)) asked.push(request.url())
  })
  const given = [{ name: 'nothing', code: '' }, ...aimed([...quick, ...malformed], app)]
  const shop = attackedShop()
  const result = await page.evaluate(assault, { entry, shop, attacks: given, ...QUICK })

  expect(outside.hits, 'nobody came').toEqual([])
  expect(asked.filter((address) => !address.includes('/assets/'))).toEqual([])
  expect(await page.evaluate(pageState)).toEqual(before)
  expect(result.heard, 'the page heard nothing').toBe(0)
  expect(result.frames, 'no frame is left').toBe(0)
  expectAnswers(result.gaps)
  const alone = result.outcomes.find(({ name }) => name === 'nothing')
  const truth = alone === undefined ? [] : saidBy('honest', alone)
  expect(truth.filter((line) => line.includes('line-printed'))).toHaveLength(4)
  const isMalformed = new Set(malformed.map(({ name }) => name))
  for (const outcome of result.outcomes) {
    const { name, reason } = outcome
    expect.soft(reason, `${name} ends by itself`).toBe(isMalformed.has(name) ? 'refused' : null)
    if (outcome.facts === null) continue
    expect.soft(saidBy('honest', outcome), `${name} changes nobody else`).toEqual(truth)
    expect.soft(outcome.waiting, `${name} waits for itself only`).not.toContain('honest')
    for (const kind of FORGED) expect.soft(kindsOf(outcome), `${name} forges`).not.toContain(kind)
  }
})

test('code that never ends is ended in about a second, with a reason, and the page answers', async ({
  page,
}) => {
  const before = await openAtRest(page)
  const entry = entryOfClients()
  const shop = attackedShop()
  const result = await page.evaluate(assault, { entry, shop, attacks: hunger, ...HUNGRY })
  for (const { name, reason, sentence, wallMs } of result.outcomes) {
    expect.soft(wallMs, `${name} ends in time`).toBeLessThan(2_500)
    if (reason !== null) expect.soft(sentence, name).toMatch(/^The run was ended: .+\.$/)
  }
  const reasons = new Map(result.outcomes.map(({ name, reason }) => [name, reason]))
  expect([...reasons].filter(([, reason]) => reason === null)).toEqual([])
  expect(reasons.size).toBe(hunger.length)
  expect(reasons.get('a loop')).toBe('no-answer')
  expect(reasons.get('an interval')).toBe('wall-time')
  expect(reasons.get('a flood of lines')).toBe('lines')
  expectAnswers(result.gaps)
  expect(await page.evaluate(pageState)).toEqual(before)
  expect(result.frames, 'no frame is left').toBe(0)
})

test('without the frame the same code does reach outside', async ({ page }) => {
  await page.goto(`${outside.origin}/bare`)
  const codes = aimed(network, outside.origin).map(({ code }) => code)
  await page.evaluate((given) => {
    for (const code of given) {
      const text = `(async () => {\n${code}\n})().catch(() => {})`
      const worker = new Worker(URL.createObjectURL(new Blob([text])))
      worker.onerror = (event) => {
        event.preventDefault()
      }
    }
  }, codes)
  await expect.poll(() => new Set(outside.hits).size).toBeGreaterThanOrEqual(10)
})

test('the page has a policy, and a script that is put into it does not run', async ({ page }) => {
  await page.goto('/?lang=en')
  const policy = page.locator('meta[http-equiv="Content-Security-Policy"]')
  await expect(policy).toHaveAttribute('content', /^default-src 'none'; script-src 'self' 'sha256-/)
  expect(await policy.getAttribute('content')).not.toMatch(/script-src [^;]*unsafe/)
  const seen = await page.evaluate(async (address) => {
    const refused: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => {
      refused.push(event.effectiveDirective)
    })
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.body.append(script)
    document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.injected = true">')
    const frame = document.createElement('iframe')
    frame.src = `${address}/frame`
    document.body.append(frame)
    await fetch(`${address}/fetch`).catch(() => null)
    await new Promise((resolve) => setTimeout(resolve, 200))
    return { refused, injected: 'injected' in window }
  }, outside.origin)
  expect(seen.injected).toBe(false)
  expect(seen.refused).toContain('script-src-elem')
  expect(seen.refused).toContain('connect-src')
  expect(seen.refused).toContain('frame-src')
  expect(outside.hits).toEqual([])
})

/** Opens the app and waits until nothing changes any more by itself; gives what is there then. */
async function openAtRest(page: Page) {
  await page.goto('/?lang=en')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await expect(page.locator('h1')).toBeVisible()
  let state = await page.evaluate(pageState)
  await expect(async () => {
    const last = state
    state = await page.evaluate(pageState)
    expect(state).toEqual(last)
  }).toPass({ intervals: [1_000] })
  return state
}

/** The attacks with the places they aim at. */
function aimed(given: readonly Attack[], app: string): readonly Attack[] {
  return given.map(({ name, code }) => ({
    name,
    code: code.replaceAll('OUTSIDE', outside.origin).replaceAll('APP', app),
  }))
}

/** Machines that do other work as well let a beat come late now and then; a page that hangs does not. */
function expectAnswers(gaps: readonly number[]): void {
  const late = gaps.filter((gap) => gap > BEAT_MS).map(Math.round)
  const share = late.length / gaps.length
  expect(share, `late beats of ${gaps.length}: ${late.join(', ')} ms`).toBeLessThanOrEqual(0.01)
  expect(Math.max(...gaps)).toBeLessThan(LATEST_BEAT_MS)
}

function traceOf({ words, kinds, ats, causes, values }: PlainFacts): Trace {
  const trace = new Trace({ ...exerciseFacts, ...runFacts })
  trace.appendSlice({
    from: 0,
    wordsFrom: 0,
    words,
    kinds: new Uint16Array(kinds),
    ats: new Float64Array(ats),
    causes: new Int32Array(causes),
    values: new Float64Array(values),
  })
  return trace
}

/** The facts about a process, without what they are numbered by. */
function saidBy(process: string, { facts }: Outcome): readonly string[] {
  if (facts === null) return []
  const trace = traceOf(facts)
  return Array.from({ length: trace.length }, (_, id) => trace.fact(id as never))
    .filter(({ fields }) => fields['process'] === process)
    .map(({ at, kind, fields }) => `${at} ${kind} ${String(fields['line'] ?? fields['how'] ?? '')}`)
}

function kindsOf({ facts }: Outcome): readonly string[] {
  if (facts === null) return []
  const trace = traceOf(facts)
  return Array.from({ length: trace.length }, (_, id) => trace.kind(id as never))
}
