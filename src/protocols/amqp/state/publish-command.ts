import type { ChannelAddress } from './address.ts'
import type { MessageProperties } from './message.ts'

/** A message as a client publishes it. */
export interface Publish extends ChannelAddress {
  /** '' is the default exchange: it routes to the queue named like the key. */
  readonly exchange: string
  readonly routingKey: string
  /** Sends it back when no queue wants it. */
  readonly mandatory: boolean
  /** RabbitMQ has never done it: connection error 540. @defaultValue false */
  readonly immediate?: boolean
  readonly persistent: boolean
  readonly bodyBytes: number
  /** Travels with the message untouched; it must be plain data and must not be changed afterwards. */
  readonly payload: unknown
  /** @defaultValue none */
  readonly properties?: MessageProperties
}
