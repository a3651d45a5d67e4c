import type * as adapters from '#adapters'
import type { LearnerLimits, LearnerReport, LearnerSource } from '#adapters'
import type { Instant } from '#engine'
import type { Attack } from './attack.ts'

/** What the page is asked to run. */
export interface Assault {
  readonly entry: string
  readonly attacks: readonly Attack[]
  /** The shop, and every file of the exercise but the attack. */
  readonly shop: LearnerSource
  readonly limits: Partial<LearnerLimits>
  readonly until: Instant
  /** How many runs are open at a time. */
  readonly width: number
  /** Real milliseconds a run stays open after it is done: what it began may still arrive. */
  readonly lingerMs: number
}

/** What came of one attack. */
export interface Outcome {
  readonly name: string
  /** Why it was ended, or null when it came to its end; `refused` when it did not compile. */
  readonly reason: string | null
  readonly sentence: string | null
  readonly wallMs: number
  readonly facts: PlainFacts | null
  /** The processes that something is said to be waited for in. */
  readonly waiting: readonly string[]
}

/** The columns of a trace, as a test can take them out of the page. */
export interface PlainFacts {
  readonly words: readonly string[]
  readonly kinds: readonly number[]
  readonly ats: readonly number[]
  readonly causes: readonly number[]
  readonly values: readonly number[]
}

/** Runs in the page, and is sent there as text: it may use nothing of this file. */
export async function assault(given: Assault) {
  const { entry, attacks, shop, limits, until, width, lingerMs } = given
  const { openLearnerRun } = (await import(entry)) as typeof adapters
  const outcomes: Outcome[] = []
  const waiting = [...attacks]
  let heard = 0
  addEventListener('message', () => heard++)
  new BroadcastChannel('attack').onmessage = () => heard++

  const gaps: number[] = []
  let last = performance.now()
  const heart = setInterval(() => {
    const now = performance.now()
    gaps.push(now - last)
    last = now
  }, 5)

  function plain({ slice }: LearnerReport): PlainFacts {
    const { words, kinds, ats, causes, values } = slice
    return { words, kinds: [...kinds], ats: [...ats], causes: [...causes], values: [...values] }
  }
  async function run({ name, code }: Attack): Promise<void> {
    const source: LearnerSource = { ...shop, files: { ...shop.files, 'attack.ts': code } }
    const began = performance.now()
    const thread = openLearnerRun(source, { limits })
    const done = await thread.runTo(until).then(
      (report) => ({
        reason: null,
        sentence: null,
        facts: plain(report),
        waiting: report.waiting.map(({ process }) => process),
      }),
      (error: { reason?: string; errors?: unknown; message: string }) => ({
        reason: error.errors === undefined ? (error.reason ?? 'none') : 'refused',
        sentence: error.message,
        facts: null,
        waiting: [],
      }),
    )
    outcomes.push({ name, wallMs: performance.now() - began, ...done })
    await new Promise((resolve) => setTimeout(resolve, lingerMs))
    thread.close()
  }
  async function lane(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next)
  }
  await Promise.all(Array.from({ length: width }, lane))
  clearInterval(heart)
  return { outcomes, gaps, heard, frames: document.querySelectorAll('iframe').length }
}

/** Everything of the page and of its origin that an attack could have changed. */
export async function pageState() {
  const registrations = await navigator.serviceWorker.getRegistrations()
  const files: string[] = []
  for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name)
  return {
    address: location.href,
    title: document.title,
    name: window.name,
    history: history.length,
    text: document.body.textContent,
    elements: document.querySelectorAll('*').length,
    cookie: document.cookie,
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    files,
    workers: registrations.map(({ active }) => active?.scriptURL),
  }
}
