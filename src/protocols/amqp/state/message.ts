import type { Table } from './table.ts'

/** What a publisher handed over. Frozen: every copy in every queue and every checkpoint shares it. */
export interface Message {
  /** Counts from 1 in order of arrival at the broker. */
  readonly id: number
  /** The exchange it was published to; '' is the default exchange. */
  readonly exchange: string
  readonly routingKey: string
  /** Further routing keys, from the headers `CC` and `BCC`; null for none. */
  readonly extraKeys: readonly string[] | null
  /** Asks for the disk; it survives a restart only in a durable queue. */
  readonly persistent: boolean
  readonly bodyBytes: number
  /** The time to live it asks for, milliseconds, from `expiration`; null for none. */
  readonly ttl: number | null
  /** What the world around the broker puts in; the broker never looks at it. */
  readonly payload: unknown
  readonly properties: MessageProperties
}

/** The properties of a message as its publisher set them; what is missing was not set. */
export interface MessageProperties {
  readonly contentType?: string
  readonly contentEncoding?: string
  readonly headers?: Table
  /** 2 asks for the disk. */
  readonly deliveryMode?: number
  /** 0 to 255; without it a message counts as 0. */
  readonly priority?: number
  readonly correlationId?: string
  readonly replyTo?: string
  /** Milliseconds, as text. */
  readonly expiration?: string
  readonly messageId?: string
  /** Seconds since 1970. */
  readonly timestamp?: number | bigint
  readonly type?: string
  /** Must be the connection's user. */
  readonly userId?: string
  readonly appId?: string
  readonly clusterId?: string
}

/** No properties at all. */
export const NO_PROPERTIES: MessageProperties = Object.freeze({})
