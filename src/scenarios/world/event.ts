import type { ServerMethod } from '#amqp'
import type { MailOutcome } from '../mail-luck.ts'

/** What can be on the shop's agenda. An event about something that is gone by then does nothing. */
export type WorldEvent =
  | { readonly type: 'order-due'; readonly source: string }
  | { readonly type: 'request-arrived'; readonly web: string; readonly order: number }
  | { readonly type: 'reply-arrived'; readonly order: number }
  /** A request of a load has its end. */
  | { readonly type: 'load-continues'; readonly load: number }
  | { readonly type: 'poll-due'; readonly poller: string }
  | { readonly type: 'cpu-slice-ended'; readonly process: string; readonly job: number }
  /** What a job waited for has come. */
  | { readonly type: 'job-continues'; readonly job: number; readonly result: JobResult }
  | { readonly type: 'query-arrived'; readonly request: QueryRequest }
  | { readonly type: 'query-done'; readonly request: QueryRequest }
  | { readonly type: 'mail-arrived'; readonly mail: MailRequest }
  | { readonly type: 'mail-done'; readonly mail: MailRequest; readonly outcome: MailOutcome }
  | {
      readonly type: 'at-broker'
      readonly process: string
      readonly epoch: number
      readonly command: ClientCommand
    }
  | {
      readonly type: 'at-client'
      readonly process: string
      readonly epoch: number
      readonly method: ServerMethod
      readonly order: number | null
      readonly from: string
    }
  | { readonly type: 'connection-lost'; readonly process: string; readonly epoch: number }
  | { readonly type: 'connected'; readonly process: string; readonly epoch: number }
  | { readonly type: 'connect-due'; readonly process: string; readonly epoch: number }
  | { readonly type: 'supervisor-looks'; readonly process: string; readonly epoch: number }
  | { readonly type: 'broker-comes-up' }
  /** A message is at a process that is played by code. */
  | { readonly type: 'code-delivery'; readonly delivery: CodeDelivery }
  /** Something of the broker's own is due: a message expires, a write to disk is done. */
  | { readonly type: 'broker-timer' }
  /** The broker reads a connection again. */
  | { readonly type: 'broker-reads'; readonly process: string }

export type Query = 'insert-order' | 'select-new' | 'select-order' | 'update-order'

/** A message on its way to code. */
export interface CodeDelivery {
  readonly process: string
  readonly pid: number
  readonly queue: string
  readonly order: number
  readonly message: number
}

/** A query on its way: it takes effect whether or not the process that sent it still lives. */
export interface QueryRequest {
  readonly job: number
  readonly query: Query
  readonly order: number | null
  readonly place: string
}

/** An e-mail on its way: it is sent whether or not the process that asked for it still lives. */
export interface MailRequest {
  readonly job: number
  readonly order: number
  readonly process: string
  readonly acceptedAt: number
}

/** What a step of a job came back with. */
export type JobResult =
  | { readonly type: 'done' }
  | { readonly type: 'rows'; readonly orders: readonly number[] }
  | { readonly type: 'failed'; readonly reason: string }

/** What a client sends to the broker. */
export type ClientCommand =
  | { readonly type: 'connect' }
  | { readonly type: 'subscribe' }
  | { readonly type: 'reopen-channel' }
  | {
      readonly type: 'publish'
      readonly order: number
      readonly exchange: string
      readonly routingKey: string
      readonly persistent: boolean
      readonly mandatory: boolean
      readonly expirationMs: number | null
      readonly priority: number | null
      readonly headers: boolean
      readonly version: number | null
    }
  | { readonly type: 'select-confirms' }
  | {
      /** The handler failed: requeue gives the message back, reject gives it up. */
      readonly type: 'ack' | 'requeue' | 'reject'
      readonly deliveryTag: number
      readonly message: number
      readonly order: number | null
    }
  | { readonly type: 'cancel'; readonly consumer: string }
  | { readonly type: 'close' }
  | { readonly type: 'socket-lost' }
