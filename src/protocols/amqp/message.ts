/** What a publisher handed over. Frozen: every copy in every queue and every checkpoint shares it. */
export interface Message {
  /** Counts from 1 in order of arrival at the broker. */
  readonly id: number
  /** The exchange it was published to; '' is the default exchange. */
  readonly exchange: string
  readonly routingKey: string
  /** Asks for the disk; it survives a restart only in a durable queue. */
  readonly persistent: boolean
  readonly bodyBytes: number
  /** What the world around the broker puts in; the broker never looks at it. */
  readonly payload: unknown
  readonly properties: MessageProperties
}

/** The properties and headers of a message, as the publisher set them. */
export type MessageProperties = Readonly<Record<string, unknown>>
