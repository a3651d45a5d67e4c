import type { Instant, TimedInput, TraceSlice } from '#engine'
import type { ClientInput } from '#sandbox'

/** Everything that makes a run of client code: the same value gives the same trace. */
export interface ClientSource {
  /** JavaScript by program name; see {@link compileProgram}. */
  readonly programs: Readonly<Record<string, string>>
  /** The programs that run from the start, in this order. */
  readonly started: readonly string[]
  readonly seed: number
  readonly inputs: readonly TimedInput<ClientInput>[]
}

/** From the page to the thread of client code. */
export type ToClients =
  | { readonly type: 'open'; readonly source: ClientSource }
  | { readonly type: 'run-to'; readonly at: Instant }

/** What has happened since the last report. */
export interface ClientReport {
  readonly slice: TraceSlice
  readonly now: Instant
  readonly isIdle: boolean
  readonly stoppedBy: string | null
}

/** From the thread of client code to the page. */
export type FromClients =
  | { readonly type: 'report'; readonly report: ClientReport }
  /** A program is no JavaScript, or a promise of our own was broken: there is no run. */
  | { readonly type: 'failed'; readonly detail: string }
