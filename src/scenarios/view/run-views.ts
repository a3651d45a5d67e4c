import type { Trace } from '#engine'
import type { ShopDefinition } from '../definition.ts'
import { LedgerFold } from './ledger-fold.ts'
import type { Ledger } from './ledger-view.ts'
import { RunMarks, type RunMark } from './marks.ts'
import type { Series } from './series.ts'
import { SeriesFold } from './series-fold.ts'
import { StageFold } from './stage-fold.ts'
import type { StageView } from './stage-view.ts'

/** All folds of one run up to the same fact. */
interface Folds {
  readonly count: number
  readonly stage: StageFold
  readonly ledger: LedgerFold
  readonly series: SeriesFold
}

const SNAPSHOTS_MAX = 32

/** Facts between two snapshots at the start of a run; doubles as the run grows. */
const FIRST_SPACING = 2_000

/** What the screen shows of one run up to any fact: folds, and snapshots of them to go back to. */
export class ShopViews {
  readonly #trace: Trace
  readonly #marks = new RunMarks()
  #now: Folds
  /** Never advanced; in order, the first at the very beginning. */
  #snapshots: Folds[]
  #spacing = FIRST_SPACING

  constructor(trace: Trace, definition: ShopDefinition) {
    this.#trace = trace
    this.#now = {
      count: 0,
      stage: new StageFold(definition),
      ledger: new LedgerFold(definition),
      series: new SeriesFold(),
    }
    this.#snapshots = [copyOf(this.#now)]
  }

  /** How many facts are folded. */
  get count(): number {
    return this.#now.count
  }

  /** Folds on to `count` facts, not less than there are folded. */
  advance(count: number): void {
    const { stage, ledger, series } = this.#now
    for (const fold of [stage, ledger, series]) fold.advance(this.#trace, this.#now.count, count)
    this.#now = { ...this.#now, count }
    const last = this.#snapshots.at(-1)
    if (last === undefined || count - last.count >= this.#spacing) this.#keep()
  }

  /** Goes back to `count` facts or to the nearest snapshot before. */
  rewind(count: number): void {
    if (this.#now.count <= count) return
    const before = this.#snapshots.findLast((snapshot) => snapshot.count <= count)
    if (before !== undefined) this.#now = copyOf(before)
  }

  /** The facts from `count` on are others now. */
  forget(count: number): void {
    this.#snapshots = this.#snapshots.filter((snapshot) => snapshot.count <= count)
    this.#marks.forget(count)
    this.rewind(count)
  }

  view(): StageView {
    return this.#now.stage.view()
  }

  ledger(): Ledger {
    return this.#now.ledger.ledger()
  }

  series(): readonly Series[] {
    return this.#now.series.series()
  }

  /** The marks among the first `count` facts. */
  marks(count: number): readonly RunMark[] {
    return this.#marks.until(this.#trace, count)
  }

  #keep(): void {
    this.#snapshots.push(copyOf(this.#now))
    if (this.#snapshots.length <= SNAPSHOTS_MAX) return
    this.#snapshots = this.#snapshots.filter((_, index) => index % 2 === 0)
    this.#spacing *= 2
  }
}

function copyOf({ count, stage, ledger, series }: Folds): Folds {
  return { count, stage: stage.copy(), ledger: ledger.copy(), series: series.copy() }
}
