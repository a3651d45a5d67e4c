import type { BrokerError } from './broker-error.ts'
import type { Copy } from './ready-copies.ts'

/** What a client and the broker have between them: a number of channels over one socket. */
export interface Connection {
  readonly id: string
  readonly channels: Map<number, Channel>
  /** Closed by an error until the client answers; what still arrives on them is ignored. */
  readonly failedChannels: Map<number, BrokerError>
}

/** The place of a client's command: a connection by name, a channel by number. */
export interface ChannelAddress {
  readonly connection: string
  readonly channel: number
}

/** A channel: its deliveries, its consumers and its limits. */
export interface Channel {
  readonly connection: string
  readonly number: number
  nextDeliveryTag: number
  /** What consumers started from now on may hold each; 0 means no limit. */
  consumerPrefetch: number
  /** What all consumers of the channel may hold together; 0 means no limit. */
  sharedPrefetch: number
  /** Unacked deliveries to consumers; what basic.get took does not count. */
  heldCount: number
  /** The queue meant by an empty name. */
  lastQueue: string | null
  /** By consumer tag, in the order they were started. */
  readonly consumers: Map<string, ConsumerReference>
  /** Consumers that were found full, by serial with their queue, the longest wait first. */
  readonly waiting: Map<number, string>
  /** By delivery tag, which is also their order. */
  readonly unacked: Map<number, Delivery>
}

/** Where the consumer behind a tag is to be found. */
export interface ConsumerReference {
  readonly queue: string
  readonly serial: number
}

/** A copy that was handed out and is not settled yet. Frozen. */
export interface Delivery {
  readonly tag: number
  readonly copy: Copy
  readonly queue: string
  readonly queueSerial: number
  /** The consumer's serial; null when basic.get took it. */
  readonly consumer: number | null
}

/** An unacked delivery and the channel that holds it. */
export interface HeldDelivery {
  readonly channel: Channel
  readonly delivery: Delivery
}

/** Makes a channel that has just been opened. */
export function createChannel(address: ChannelAddress): Channel {
  return {
    connection: address.connection,
    number: address.channel,
    nextDeliveryTag: 1,
    consumerPrefetch: 0,
    sharedPrefetch: 0,
    heldCount: 0,
    lastQueue: null,
    consumers: new Map(),
    waiting: new Map(),
    unacked: new Map(),
  }
}

/** Whether the channel's shared limit lets none of its consumers take more. */
export function isChannelFull(channel: Channel): boolean {
  return channel.sharedPrefetch > 0 && channel.heldCount >= channel.sharedPrefetch
}
