import type { Instant } from '#engine'

/** Virtual time that runs with the wall. */
export interface RealTime {
  now(): Instant
  /** Calls back at that instant, in place of what was planned before; null plans nothing. */
  planAt(instant: Instant | null, callback: () => void): void
}

/** A timer waits at most this long; then somebody looks again. */
const WAIT_MS_MAX = 3_600_000

/** Starts time, `sinceMs` milliseconds after virtual instant 0. */
export function createRealTime(sinceMs: number): RealTime {
  const start = performance.now() - sinceMs
  let timer: ReturnType<typeof setTimeout> | undefined
  function now(): Instant {
    return Math.round((performance.now() - start) * 1_000) as Instant
  }
  return {
    now,
    planAt(instant, callback) {
      clearTimeout(timer)
      if (instant === null) return
      const waitMs = Math.ceil((instant - now()) / 1_000)
      timer = setTimeout(callback, Math.min(WAIT_MS_MAX, Math.max(0, waitMs)))
    },
  }
}
