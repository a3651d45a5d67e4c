import type { FactId, Instant, Trace } from '#engine'
import type { RunViews } from './run-views.ts'

/** Facts folded between two looks at the clock: about a millisecond of work at most. */
const CHUNK = 128

/**
 * Folds the stage towards an instant, as far as the time allows but at least one chunk, and never
 * stops inside an instant.
 *
 * @param isDue says that the time for this frame is over.
 * @returns the instant the stage shows now: `until`, or a later or earlier one when time was short.
 */
export function foldTowards(
  views: RunViews,
  trace: Trace,
  until: Instant,
  isDue: () => boolean,
): Instant {
  const goal = trace.countUntil(until)
  if (views.count > goal) views.rewind(goal)
  while (views.count < goal) {
    const last = Math.min(goal, views.count + CHUNK) - 1
    views.advance(trace.countUntil(trace.at(last as FactId)))
    if (isDue()) break
  }
  if (views.count === goal) return until
  return (trace.at(views.count as FactId) - 1) as Instant
}
