import type { Duration, Instant, TimedInput, TraceSlice } from '#engine'
import type { RunSource, ShopInput } from '#scenarios'

/**
 * The model's thread as the player sees it. Commands take effect in the order they are given, the
 * reports about them come later. A command without an open run does nothing.
 */
export interface ModelPort {
  /** Starts another run; the one before is dropped and reports nothing more. */
  open(source: RunSource): void
  /** Runs on until the head is at `at`. Replaces an earlier order to run, also by a nearer one. */
  runTo(at: Instant): void
  /** Runs on until something has happened after `after`, but not further than about `limit`. */
  runToNext(after: Instant, limit: Instant): void
  /**
   * Does something to the run at `at`. When the model is further ahead than `slack` it goes back to
   * `at` first, and what it had recorded after it is dropped.
   */
  input(at: Instant, input: ShopInput, slack: Duration): void
  /** Takes the reports from now on; there is one listener at most. */
  listen(listener: ModelListener): void
  /** Ends the thread. */
  close(): void
}

/** Who hears from the model’s thread. */
export interface ModelListener {
  onReport(report: ModelReport): void
  onFailure(failure: ModelFailure): void
}

/** How far the model is, and what it recorded since the last report. */
export interface ModelReport {
  /** Where it starts before the end of what was sent earlier, the earlier facts are void. */
  readonly slice: TraceSlice | null
  /** Everything up to here is recorded completely; −1 while the first instant is under way. */
  readonly head: Instant
  /** How many inputs of this run, counted from its opening, the report takes account of. */
  readonly answered: number
  /** All inputs of the run, where they changed since the last report. */
  readonly inputs: readonly TimedInput<ShopInput>[] | null
  readonly stoppedBy: { readonly limit: string; readonly value: number } | null
  /** Nothing will ever happen again without an input. */
  readonly isIdle: boolean
}

/** Why there are no more reports about the run. */
export interface ModelFailure {
  /**
   * bug: the model broke a promise of its own. crashed: its thread is gone. unavailable: there is no
   * thread. code: a person's code did not come to rest, and was ended.
   */
  readonly reason: 'bug' | 'crashed' | 'unavailable' | 'code'
  /** What was thrown, for a report of the fault. */
  readonly detail: string
}
