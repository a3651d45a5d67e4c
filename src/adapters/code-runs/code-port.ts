import { after, seconds, type Instant } from '#engine'
import type { CodeSource } from '#lessons'
import type { RunSource, ShopInput } from '#scenarios'
import { assert } from '#std'
import type { ModelListener, ModelPort } from '#ui'
import { RunEndedError } from '../learner-frame/run-errors.ts'
import { withInput, type CodeRun } from './code-run.ts'
import type { CodeRuns } from './code-runs.ts'

/** How far a search for the next fact goes at once. */
const STRIDE = seconds(1)

/** Runs of code as the player drives them. */
export class CodePort implements ModelPort {
  readonly #runs: CodeRuns
  #listener: ModelListener | null = null
  #run: CodeRun | null = null
  /** What the player has of the run. */
  #known = { facts: 0, words: 0 }
  #answered = 0
  /** Another one for every opened run: what is under way for an older one is dropped. */
  #opened = 0
  #work = Promise.resolve()
  /** Where to run to, when nobody has begun with it yet. */
  #aim: Instant | null = null

  constructor(runs: CodeRuns) {
    this.#runs = runs
  }

  open(source: RunSource): void {
    assert(isOfCode(source), 'a run of code has code')
    this.close()
    this.#answered = 0
    this.#do(async () => {
      await this.#begin(source)
    })
  }

  runTo(at: Instant): void {
    const isPlanned = this.#aim !== null
    this.#aim = at
    // A player asks again with every frame: only the last one counts.
    if (isPlanned) return
    this.#do(async () => {
      const aim = this.#aim ?? at
      this.#aim = null
      await this.#run?.runTo(aim)
    })
  }

  runToNext(from: Instant, limit: Instant): void {
    this.#do(async () => {
      const run = this.#run
      if (run === null) return
      while (run.trace.countUntil(from) === run.trace.length && run.now < limit && !run.isIdle) {
        const before = run.now
        await run.runTo(Math.min(after(run.now, STRIDE), limit) as Instant)
        if (run.now === before) return
      }
    })
  }

  input(at: Instant, input: ShopInput): void {
    this.#do(async () => {
      const run = this.#run
      this.#answered++
      if (run === null) return
      run.close()
      await this.#begin(withInput(run.source, at, input), run.now)
    })
  }

  listen(listener: ModelListener): void {
    this.#listener = listener
  }

  close(): void {
    this.#opened++
    this.#aim = null
    this.#drop()
  }

  /** Begins a run and takes it as far as it is judged, and not less far than `at`. */
  async #begin(source: CodeSource, at: Instant = source.at): Promise<void> {
    const run = this.#runs.take(source) ?? this.#runs.start(source)
    this.#run = run
    this.#known = { facts: 0, words: 0 }
    if (!run.isIdle) await run.runTo(source.code.until)
    await run.runTo(at)
  }

  /** Does one thing after the other, and reports after each. */
  #do(work: () => Promise<void>): void {
    this.#work = this.#after(this.#work, this.#opened, work)
  }

  async #after(before: Promise<void>, opened: number, work: () => Promise<void>): Promise<void> {
    const isOpen = () => opened === this.#opened
    await before
    if (!isOpen()) return
    try {
      await work()
    } catch (error) {
      if (isOpen()) this.#fail(error)
    }
    if (isOpen()) this.#report()
    else this.#drop()
  }

  #drop(): void {
    this.#run?.close()
    this.#run = null
  }

  #report(): void {
    const run = this.#run
    if (run === null) return
    const report = run.report(this.#known, this.#answered)
    this.#known = { facts: run.trace.length, words: run.trace.wordCount }
    this.#listener?.onReport(report)
  }

  #fail(error: unknown): void {
    this.close()
    const detail = String(error)
    this.#listener?.onFailure({
      reason: error instanceof RunEndedError ? 'code' : 'crashed',
      detail,
    })
  }
}

function isOfCode(source: RunSource): source is CodeSource {
  return source.code !== undefined
}
