import type { Instant } from '#engine'
import type { ClientHost } from './client-host.ts'

/** The part of a simulation that is driven step by step. */
export interface SteppedRun {
  readonly now: Instant
  readonly stoppedBy: string | null
  readonly isIdle: boolean
  runNext(at: Instant): boolean
  runUntil(at: Instant): boolean
}

/**
 * Runs everything due at or before `at`. After each event that resumed client code the clock waits
 * until that code has come to rest; how much real time it takes makes no difference to the run.
 *
 * @param mayGoOn asked before each event: false ends the call, and the run can be continued.
 * @returns true when `at` is reached, or when the run is over.
 */
export async function advance(
  run: SteppedRun,
  host: ClientHost,
  at: Instant,
  mayGoOn: () => boolean = () => true,
): Promise<boolean> {
  while (mayGoOn()) {
    if (!run.runNext(at)) {
      if (run.stoppedBy === null) run.runUntil(at)
      return true
    }
    // A limit ends the run in the middle of a turn: what is left of the turn must reach nothing.
    if (run.stoppedBy !== null) host.close()
    while (host.running > 0) await host.settled()
  }
  return false
}
