import type { Ledger, RunMark, Series, StageView } from '#scenarios'

/**
 * What the screen shows of one run, as folds over its trace. The stage follows the playhead; the
 * marks are read up to the head.
 */
export interface RunViews {
  /** How many facts are folded into the stage. */
  readonly count: number
  /** Folds on to `count` facts, not less than there are folded. */
  advance(count: number): void
  /** Goes back to `count` facts or a little before, wherever that is cheap. */
  rewind(count: number): void
  /** The facts from `count` on become others. Where they are folded, this goes back as `rewind`. */
  forget(count: number): void
  view(): StageView
  ledger(): Ledger
  series(): readonly Series[]
  /** The marks among the first `count` facts. */
  marks(count: number): readonly RunMark[]
}
