import { us, type Duration, type Instant } from '#engine'
import { LATEST_INSTANT } from '#scenarios'

export const SPEED_MIN = 0.01
export const SPEED_MAX = 1_000

/** How far one step looks for something that happens: an hour. */
export const STEP_REACH: Duration = us(3_600 * 1_000_000)

/** A page that slept does not jump: no frame counts for more wall time than this. */
const ELAPSED_MS_MAX = 100

/** Three frames at 60 a second: the model's answer takes one, and one may come late. */
const LOOK_AHEAD_MS = 50

/** Virtual time in one frame that took `elapsedMs` of the wall. */
export function virtualElapsed(elapsedMs: number, speed: number): Duration {
  return us(Math.min(Math.max(elapsedMs, 0), ELAPSED_MS_MAX) * 1_000 * speed)
}

/** How far the model is asked to be ahead of the playhead: a few frames of virtual time. */
export function lookAhead(speed: number): Duration {
  return us(Math.max(1, LOOK_AHEAD_MS * 1_000 * speed))
}

/** The nearest instant the playhead can be sent to. */
export function toReachable(at: number): Instant {
  return Math.round(Math.min(Math.max(at, 0), LATEST_INSTANT)) as Instant
}

/** The nearest speed there is. */
export function toSpeed(speed: number): number {
  return Math.min(Math.max(speed, SPEED_MIN), SPEED_MAX)
}
