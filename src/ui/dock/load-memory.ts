import type { FactId, Instant, Trace } from '#engine'
import type { LoadReport } from '#scenarios'

interface Seen {
  readonly trace: Trace
  readonly report: LoadReport
  readonly fact: FactId
  readonly at: Instant
}

/**
 * The last load that was seen, and the one before it, for as long as the page lives: a load in another
 * shop, or in another future of this one, can be compared with what was measured before.
 */
export class LoadMemory {
  #last: Seen | null = null
  #before: LoadReport | null = null

  /** The load before the newest of these; null when there was none. */
  before(trace: Trace, reports: readonly LoadReport[]): LoadReport | null {
    const inThisRun = reports.at(-2)
    if (inThisRun !== undefined) return inThisRun
    if (this.#last === null || isPartOf(this.#last, trace)) return this.#before
    return this.#last.report
  }

  /** Takes in the loads of a run up to the playhead. */
  note(trace: Trace, reports: readonly LoadReport[]): void {
    const report = reports.findLast(({ finished }) => finished !== null)
    const fact = report?.finished ?? null
    if (report === undefined || fact === null) return
    const last = this.#last
    if (last === null || !isPartOf(last, trace)) this.#before = last?.report ?? null
    else if (fact <= last.fact) return
    this.#last = { trace, report, fact, at: trace.at(fact) }
  }
}

/** True when the load is still to be found in the run: its future has not become another one. */
function isPartOf({ trace: its, fact, at }: Seen, trace: Trace): boolean {
  if (its !== trace || fact >= trace.length) return false
  return trace.kind(fact) === 'load.finished' && trace.at(fact) === at
}
