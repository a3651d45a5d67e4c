import { START, type FactId, type Instant, type TimedInput, type Trace } from '#engine'
import type { RunSource, ShopInput } from '#scenarios'
import type { ModelReport } from './model-port.ts'
import type { PlayerState } from './player.ts'
import type { RunViews } from './run-views.ts'

/** What the page knows of one run: the facts so far, how far they reach, and what was done to it. */
export class Recording {
  readonly trace: Trace
  readonly views: RunViews
  readonly #opened: RunSource
  #head = -1 as Instant
  #isReported = false
  #version = 0
  #inputs: readonly TimedInput<ShopInput>[]
  /** Given to the model, and not answered yet. */
  #pending: readonly TimedInput<ShopInput>[] = []
  #answered = 0
  #isIdle = false
  #stoppedBy: PlayerState['stoppedBy'] = null

  constructor(opened: RunSource, trace: Trace, views: RunViews) {
    this.trace = trace
    this.views = views
    this.#opened = opened
    this.#inputs = opened.inputs
  }

  /** Everything up to here is known; −1 while not even the first instant is. */
  get head(): Instant {
    return this.#head
  }

  /** How far what is known can be relied on: an input that is under way changes what follows it. */
  get reach(): Instant {
    return this.#pending.reduce((reach, { at }) => Math.min(reach, at) as Instant, this.#head)
  }

  /** Another one whenever facts that were known became void. */
  get version(): number {
    return this.#version
  }

  get stoppedBy(): PlayerState['stoppedBy'] {
    return this.#stoppedBy
  }

  /** What was done to the run, in order; the instant of one under way may still change a little. */
  get inputs(): readonly TimedInput<ShopInput>[] {
    return this.#pending.reduce(
      (inputs, pending) => [...inputs.filter(({ at }) => at <= pending.at), pending],
      this.#inputs,
    )
  }

  /** The model has spoken, and knows of everything that was done to the run. */
  get isCurrent(): boolean {
    return this.#isReported && this.#pending.length === 0
  }

  /** Nothing will follow what is recorded. */
  get isComplete(): boolean {
    return this.isCurrent && (this.#isIdle || this.#stoppedBy !== null)
  }

  /** Notes what was given to the model. */
  give(timed: TimedInput<ShopInput>): void {
    this.#pending = [...this.#pending, timed]
  }

  /** Takes in what the model recorded. */
  accept(report: ModelReport): void {
    if (report.slice !== null) {
      if (report.slice.from < this.trace.length) {
        this.views.forget(report.slice.from)
        this.#version++
      }
      this.trace.appendSlice(report.slice)
    }
    this.#pending = this.#pending.slice(report.answered - this.#answered)
    this.#answered = report.answered
    this.#isReported = true
    this.#head = report.head
    this.#inputs = report.inputs ?? this.#inputs
    this.#isIdle = report.isIdle
    this.#stoppedBy = report.stoppedBy
  }

  /** The run as a value, with the playhead at `at`. */
  source(at: Instant): RunSource {
    return { ...this.#opened, inputs: this.inputs, at }
  }

  /** The next instant after `at` at which something happens, or null when none is recorded. */
  instantAfter(at: Instant): Instant | null {
    const index = this.trace.countUntil(at)
    if (index === this.trace.length) return null
    const next = this.trace.at(index as FactId)
    return next <= this.#head ? next : null
  }

  /** The last instant before `at` at which something happened; the start when there is none. */
  instantBefore(at: Instant): Instant {
    const count = this.trace.countUntil((at - 1) as Instant)
    return count === 0 ? START : this.trace.at((count - 1) as FactId)
  }
}
