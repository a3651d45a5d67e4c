import type { Instant, Trace } from '#engine'
import type { CodeSource } from '#lessons'
import type { CompileError, Waiting } from '#sandbox'

/** Runs code that a person wrote. */
export interface CodeRunner {
  /**
   * A run was going on when the page last went away: it may have taken the page with it. False from
   * the first run on.
   */
  readonly wasCutOff: boolean
  /** Gets ready for the next run while the person still writes. */
  prepare(): void
  /**
   * Runs code from its start until it is judged. What the player opens with the same source shows
   * this run; another run's thread is given up.
   */
  run(source: CodeSource): Promise<CodeOutcome>
}

/** What became of running code. */
export type CodeOutcome =
  | { readonly type: 'ran'; readonly run: JudgedRun }
  /** It does not compile: nothing ran. */
  | { readonly type: 'refused'; readonly errors: readonly CompileError[] }
  /**
   * It was ended from outside. `reason`: no-answer, wall-time, messages, message-size, lines, facts,
   * forged or failed; `detail` is what was thrown, for failed.
   */
  | { readonly type: 'ended'; readonly reason: string; readonly detail: string }

/** A run of code up to where it is judged. */
export interface JudgedRun {
  readonly source: CodeSource
  readonly trace: Trace
  /** How far it came. */
  readonly at: Instant
  /** Nothing more could happen; else its time was over, or a limit reached. */
  readonly isIdle: boolean
  readonly waiting: readonly Waiting[]
  /** Real milliseconds from the order to run to its end. */
  readonly tookMs: number
}
