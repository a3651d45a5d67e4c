import type { Instant, Trace } from '#engine'
import type { Ledger, RunMark, RunSource, Series, ShopInput, StageView } from '#scenarios'
import type { StoreApi } from 'zustand/vanilla'
import type { ModelFailure } from './model-port.ts'

/**
 * The player: the one place where wall time meets virtual time. It owns the playhead, asks the
 * model's thread for facts ahead of it, and folds the facts up to it into what the screen shows.
 */
export interface Player {
  readonly store: StoreApi<PlayerState>
  /**
   * Everything that has happened so far, also beyond the playhead. It changes only together with
   * the store; another run has another trace.
   */
  readonly trace: Trace
  /** True when the trace holds what came of every input so far; false while one is under way. */
  readonly isCurrent: boolean
  /** Starts another run, paused at `source.at` (default: its start). */
  open(source: RunSource): void
  play(): void
  pause(): void
  /** To the next instant at which something happens. */
  step(): void
  /** To the instant before. */
  stepBack(): void
  /** To any instant from 0 on; beyond the head the model runs on first. */
  seek(at: Instant): void
  /** 0.01 to 1 000 virtual seconds per second. */
  setSpeed(speed: number): void
  /** Does something to the run at the playhead. In the past this begins another future. */
  input(input: ShopInput): void
  /** Takes the last input back and replays; does nothing when there is none. */
  undo(): void
  /** Back to the start of the same run, without its inputs, paused. */
  reset(): void
  /** The run as a value: what a link or a file carries. A run must have been opened. */
  source(): RunSource
  dispose(): void
}

/** What the screen needs to know; replaced, never changed, at most once a frame. */
export interface PlayerState {
  readonly status: 'empty' | 'loading' | 'paused' | 'playing' | 'seeking' | 'failed'
  readonly playhead: Instant
  /** How far the model has run: the end of the timeline. */
  readonly head: Instant
  readonly speed: number
  /** How many facts lie at or before the playhead. */
  readonly factCount: number
  readonly view: StageView | null
  readonly ledger: Ledger | null
  readonly series: readonly Series[]
  /** Instants worth a mark on the timeline, up to the head. */
  readonly marks: readonly RunMark[]
  readonly canUndo: boolean
  /** The playhead is where nothing more happens unless somebody does something. */
  readonly isQuiet: boolean
  /** The limit that ended the run, with its value; null while it goes on. */
  readonly stoppedBy: { readonly limit: string; readonly value: number } | null
  /**
   * What went wrong with the model's thread, the key of a sentence for people; null when nothing
   * did. bug: the model broke a promise of its own. crashed: the thread is gone. unavailable: the
   * browser gives none. code: code of a person was ended. Opening, resetting or undoing starts the thread again.
   */
  readonly failure: ModelFailure['reason'] | null
  /** What was thrown, for a report of the fault; null when nothing was. */
  readonly failureDetail: string | null
}
