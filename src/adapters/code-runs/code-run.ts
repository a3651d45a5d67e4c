import { runFacts, Trace, type FactId, type Instant, type TimedInput } from '#engine'
import type { CodeSource } from '#lessons'
import { exerciseFacts, type Waiting } from '#sandbox'
import type { ShopInput } from '#scenarios'
import type { ModelReport } from '#ui'
import type { LearnerReport, LearnerSource } from '../learner-frame/messages.ts'
import type { RunMark } from '../learner-frame/run-mark.ts'
import type { LearnerThread } from '../learner-frame/open-learner-run.ts'

/** One run of code, and what the page knows of it. */
export class CodeRun {
  readonly source: CodeSource
  readonly trace: Trace = new Trace({ ...exerciseFacts, ...runFacts })
  readonly #thread: LearnerThread
  readonly #mark: RunMark
  #now = 0 as Instant
  #isIdle = false
  #stoppedBy: string | null = null
  #waiting: readonly Waiting[] = []

  /** @param mark is told while code computes. */
  constructor(source: CodeSource, open: (source: LearnerSource) => LearnerThread, mark: RunMark) {
    const { definition, seed, code } = source
    const { files, players } = code
    const inputs = [...code.script, ...source.inputs].sort((one, other) => one.at - other.at)
    this.source = source
    this.#mark = mark
    this.#thread = open({ definition, seed, inputs, files, players })
  }

  get now(): Instant {
    return this.#now
  }

  /** Nothing more will happen, however far it runs. */
  get isIdle(): boolean {
    return this.#isIdle
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting
  }

  /** Runs on; see {@link LearnerThread.runTo}. */
  async runTo(at: Instant): Promise<void> {
    if (this.#stoppedBy !== null || at <= this.#now) return
    if (this.#isIdle) {
      this.#now = at
      return
    }
    const { slice, now, isIdle, stoppedBy, waiting } = await this.#runThread(at)
    this.trace.appendSlice(slice)
    this.#now = now
    // The thread has nothing more to do then either, but the shop has.
    this.#isIdle = isIdle && stoppedBy === null
    this.#stoppedBy = stoppedBy
    this.#waiting = waiting
  }

  /** What a player that knows the first `factCount` facts and `wordCount` words does not have. */
  report(known: { readonly facts: number; readonly words: number }, answered: number): ModelReport {
    const { trace } = this
    const isKnown = known.facts === trace.length
    return {
      slice: isKnown ? null : trace.slice(known.facts, known.words),
      head: this.#now,
      answered,
      inputs: this.source.inputs,
      stoppedBy: this.#limit(),
      isIdle: this.#isIdle,
    }
  }

  /** The mark stays when the page does not live to see the end. */
  async #runThread(at: Instant): Promise<LearnerReport> {
    this.#mark.begin()
    try {
      return await this.#thread.runTo(at)
    } finally {
      this.#mark.end()
    }
  }

  /** Ends it at once; what is under way is rejected. */
  close(): void {
    this.#thread.close()
  }

  #limit(): ModelReport['stoppedBy'] {
    if (this.#stoppedBy === null) return null
    const { value } = this.trace.fact((this.trace.length - 1) as FactId).fields
    return { limit: this.#stoppedBy, value: typeof value === 'number' ? value : 0 }
  }
}

/** The source with one more thing done at an instant; what was done later is taken back. */
export function withInput(source: CodeSource, at: Instant, input: ShopInput): CodeSource {
  const before: readonly TimedInput<ShopInput>[] = source.inputs.filter((one) => one.at <= at)
  return { ...source, inputs: [...before, { at, input }] }
}
