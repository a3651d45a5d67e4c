import type { FactId, Recorder } from '#engine'
import type { BrokerError } from './checks/broker-error.ts'
import type { AmqpFacts } from './facts.ts'
import type { Message } from './state/message.ts'

/** What a broker needs of the world around it. */
export interface BrokerContext {
  readonly recorder: Recorder<AmqpFacts>
  /**
   * Takes a method that is on its way to a client; the world adds the network. It must not give a
   * command to the broker before it returns.
   *
   * @param cause the fact the method tells the client about.
   */
  send(connection: string, method: ServerMethod, cause: FactId): void
}

/** What a broker sends without being asked: plain data, never changed after it was sent. */
export type ServerMethod =
  | BasicDeliver
  | BasicReturn
  | BasicCancel
  | PublisherConfirm
  | ChannelClose
  | ConnectionClose
  | ConnectionBlocked
  | ConnectionUnblocked

/** A message for a consumer. */
export interface BasicDeliver {
  readonly method: 'basic.deliver'
  readonly channel: number
  readonly consumerTag: string
  /** Counts from 1 on its channel. */
  readonly deliveryTag: number
  /** True when a delivery was attempted before, whether or not anybody looked at it. */
  readonly redelivered: boolean
  readonly queue: string
  readonly message: Message
}

/** A mandatory message that no queue wanted goes back to its publisher. */
export interface BasicReturn {
  readonly method: 'basic.return'
  readonly channel: number
  readonly replyCode: 312
  readonly replyText: 'NO_ROUTE'
  readonly exchange: string
  readonly routingKey: string
  readonly message: Message
}

/** The broker took a consumer away: its queue is gone. */
export interface BasicCancel {
  readonly method: 'basic.cancel'
  readonly channel: number
  readonly consumerTag: string
}

/** The broker takes responsibility for what was published, or does not. */
export interface PublisherConfirm {
  readonly method: 'basic.ack' | 'basic.nack'
  readonly channel: number
  /** Counts from 1 what the channel has published since confirm.select. */
  readonly deliveryTag: number
  /** Also every earlier one that is not confirmed yet. */
  readonly multiple: boolean
  /** The message, for those who watch: the newest one it is about. */
  readonly messageId: number
}

/** An alarm is on, and the connection has published: nothing of it is read any more. */
export interface ConnectionBlocked {
  readonly method: 'connection.blocked'
  readonly reason: string
}

/** What the connection sent meanwhile is read now. */
export interface ConnectionUnblocked {
  readonly method: 'connection.unblocked'
}

/** A channel error: that channel is closed, the rest of the connection goes on. */
export interface ChannelClose {
  readonly method: 'channel.close'
  readonly channel: number
  readonly error: BrokerError
}

/** A connection error or a forced close: the connection and all its channels are closed. */
export interface ConnectionClose {
  readonly method: 'connection.close'
  readonly error: BrokerError
}
