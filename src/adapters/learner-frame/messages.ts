import type { Instant, TimedInput } from '#engine'
import type { CompileError, Waiting } from '#sandbox'
import type { ShopCode, ShopDefinition, ShopInput } from '#scenarios'
import type { ClientReport } from '../client-worker/messages.ts'

/** A run of an exercise as a value: the same value gives the same trace. */
export interface LearnerSource extends ShopCode {
  readonly definition: ShopDefinition
  readonly seed: number
  readonly inputs: readonly TimedInput<ShopInput>[]
}

/** What has happened since the last report, and who waits for what now. */
export interface LearnerReport extends ClientReport {
  readonly waiting: readonly Waiting[]
}

/**
 * Why a run of a learner's code was ended from outside. no-answer: it computed without a pause;
 * wall-time: it computed for too long in all; messages, message-size: it sent too much; lines: it
 * printed too much; facts: more happened than a trace may hold; forged: it sent what is no report;
 * failed: the worker died, or the harness broke a promise of its own.
 */
export type EndReason =
  'no-answer' | 'wall-time' | 'messages' | 'message-size' | 'lines' | 'facts' | 'forged' | 'failed'

/** What a run may use before it is ended. */
export interface LearnerLimits {
  /** Real milliseconds without an answer. */
  readonly silenceMs: number
  /** Real milliseconds of all calls of `runTo` together. */
  readonly wallMs: number
  readonly messages: number
  readonly messageBytes: number
  readonly lines: number
  /** Characters of all lines together. */
  readonly lineChars: number
  readonly facts: number
}

/** From the page to the frame, once, together with the port everything else goes through. */
export interface FrameBegin {
  /** The worker's script: a handle, so that nothing of it is copied. */
  readonly worker: Blob
}

/** What a run consists of; only then the frame and the worker have code of a learner. */
export interface RunBegin {
  readonly type: 'begin'
  readonly source: LearnerSource
  readonly limits: LearnerLimits
}

/** From the page to the frame, and on to the worker. */
export type ToRelay =
  RunBegin | { readonly type: 'ping' } | { readonly type: 'run-to'; readonly at: Instant }

/** From the frame to the page. What reports and errors are, is for the page to find out. */
export type FromRelay =
  | { readonly type: 'alive' }
  | { readonly type: 'report'; readonly report: unknown }
  | { readonly type: 'refused'; readonly errors: unknown }
  | { readonly type: 'ended'; readonly reason: EndReason; readonly detail: string }

/** From the worker to the frame. */
export type FromWorker =
  | { readonly type: 'alive' }
  | { readonly type: 'ready' }
  | { readonly type: 'report'; readonly report: LearnerReport }
  | { readonly type: 'refused'; readonly errors: readonly CompileError[] }
  | { readonly type: 'over'; readonly reason: EndReason; readonly detail: string }
