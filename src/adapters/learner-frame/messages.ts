import type { Instant } from '#engine'
import type { ClientReport, ClientSource } from '../client-worker/messages.ts'

/**
 * Why a run of a learner's code was ended from outside. no-answer: it computed without a pause;
 * wall-time: it computed for too long in all; messages, message-size: it sent too much; lines: it
 * printed too much; facts: more happened than a trace may hold; forged: it sent what is no report;
 * failed: it is no JavaScript, or the worker died.
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
  readonly workerSource: string
  readonly source: ClientSource
  readonly limits: LearnerLimits
}

/** From the page to the frame, and on to the worker. */
export type ToRelay = { readonly type: 'ping' } | { readonly type: 'run-to'; readonly at: Instant }

/** From the frame to the page. What a report is, is for the page to find out. */
export type FromRelay =
  | { readonly type: 'alive' }
  | { readonly type: 'report'; readonly report: unknown }
  | { readonly type: 'ended'; readonly reason: EndReason; readonly detail: string }

/** From the frame to the worker, once, together with its port; only then it has code of a learner. */
export interface WorkerBegin {
  readonly source: ClientSource
  readonly limits: LearnerLimits
}

/** From the worker to the frame. */
export type FromWorker =
  | { readonly type: 'alive' }
  | { readonly type: 'ready' }
  | { readonly type: 'report'; readonly report: ClientReport }
  | { readonly type: 'over'; readonly reason: EndReason; readonly detail: string }
