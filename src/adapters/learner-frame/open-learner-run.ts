import type { Instant } from '#engine'
import { longFiles } from '#sandbox'
import { checkErrors, checkReport } from './check-report.ts'
import { takeFrame } from './learner-frame.ts'
import type { FromRelay, LearnerLimits, LearnerReport, LearnerSource } from './messages.ts'
import { CodeRefusedError, RunEndedError } from './run-errors.ts'
import { LOOK_EVERY_MS, Watchdog } from './watchdog.ts'

const LIMITS: LearnerLimits = {
  silenceMs: 700,
  wallMs: 5_000,
  messages: 10_000,
  messageBytes: 64_000_000,
  lines: 2_000,
  lineChars: 1_000_000,
  facts: 200_000,
}

/** The relay answers at once, unless its whole process is busy dying. */
const FRAME_SLACK_MS = 1_000

/** What a run of a learner's code is opened with. */
export interface LearnerSettings {
  /** @defaultValue 0.7 s of silence, five of computing, 2,000 lines, 200,000 facts */
  readonly limits?: Partial<LearnerLimits>
}

/** A run of a learner's code, as the page holds it. */
export interface LearnerThread {
  /**
   * Runs up to an instant of virtual time, or until nothing more can happen, and gives what happened
   * since the last report. One call at a time.
   *
   * @throws a {@link CodeRefusedError} when the code does not compile, a {@link RunEndedError} when
   *   the run was ended; then it does so from then on.
   */
  runTo(at: Instant): Promise<LearnerReport>
  /** Ends the run at once, whatever it is doing; who waits for it is told so. */
  close(): void
}

/**
 * Opens a run of a learner's code in a worker inside a frame without an origin. Nothing of it runs
 * before the first `runTo`, except that its text is read.
 */
export function openLearnerRun(
  source: LearnerSource,
  settings: LearnerSettings = {},
): LearnerThread {
  const errors = longFiles(source.files)
  if (errors.length === 0) return new LearnerRun(source, settings)
  return { runTo: () => Promise.reject(new CodeRefusedError(errors)), close: () => undefined }
}

interface Asked {
  resolve(report: LearnerReport): void
  reject(failure: Error): void
}

class LearnerRun implements LearnerThread {
  readonly #frame = takeFrame()
  readonly #watchdog: Watchdog
  readonly #files: readonly string[]
  readonly #heard = { facts: 0, words: new Set<string>(), now: 0 }
  #failure: Error | null = null
  #asked: Asked | null = null
  #timer = 0

  constructor(source: LearnerSource, { limits: given = {} }: LearnerSettings) {
    const { files, players, definition, seed, inputs } = source
    const limits = { ...LIMITS, ...given }
    this.#files = Object.keys(files)
    const watched = { silenceMs: limits.silenceMs + FRAME_SLACK_MS, wallMs: Infinity }
    this.#watchdog = new Watchdog(watched, performance.now())
    this.#watchdog.ready()
    this.#watchdog.wait(false, performance.now())
    this.#frame.listen((message) => {
      this.#watchdog.heard(performance.now())
      this.#take(message)
    })
    this.#frame.loaded.catch((error: unknown) => {
      const sentence = `Failed to load what runs the code: ${String(error)}. Reload the page.`
      this.#end(new RunEndedError('failed', sentence))
    })
    this.#frame.say({ type: 'begin', source: { files, players, definition, seed, inputs }, limits })
  }

  runTo(at: Instant): Promise<LearnerReport> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject }
      this.#watchdog.wait(true, performance.now())
      this.#timer = window.setInterval(() => {
        this.#look()
      }, LOOK_EVERY_MS)
      this.#frame.say({ type: 'run-to', at })
    })
  }

  close(): void {
    this.#end(new RunEndedError('failed', 'The run was closed.'))
  }

  #look(): void {
    const reason = this.#watchdog.look(performance.now())
    if (reason !== null) this.#end(new RunEndedError(reason, ''))
    else this.#frame.say({ type: 'ping' })
  }

  #take(message: FromRelay): void {
    if (message.type === 'ended') this.#end(new RunEndedError(message.reason, message.detail))
    else if (message.type === 'report') this.#report(message.report)
    else if (message.type === 'refused') {
      const errors = checkErrors(message.errors, this.#files)
      this.#end(errors === null ? new RunEndedError('forged', '') : new CodeRefusedError(errors))
    }
  }

  #report(value: unknown): void {
    const report = checkReport(value, this.#heard)
    if (report === null || this.#asked === null) {
      this.#end(new RunEndedError('forged', ''))
      return
    }
    this.#heard.facts += report.slice.kinds.length
    for (const word of report.slice.words) this.#heard.words.add(word)
    this.#heard.now = report.now
    // Whoever is not asked need not answer, however long the page holds the run.
    this.#watchdog.wait(false, performance.now())
    clearInterval(this.#timer)
    const { resolve } = this.#asked
    this.#asked = null
    resolve(report)
  }

  #end(failure: Error): void {
    if (this.#failure !== null) return
    this.#failure = failure
    clearInterval(this.#timer)
    this.#frame.remove()
    this.#asked?.reject(failure)
    this.#asked = null
  }
}
