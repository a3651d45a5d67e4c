import type { FactId } from '#engine'
import type { BrokerError } from '../checks/broker-error.ts'
import type { ChannelAddress } from './address.ts'
import type { Delivery } from './delivery.ts'
import type { Permissions } from './permissions.ts'
import type { Publish } from './publish-command.ts'

/** What a client and the broker have between them: a number of channels over one socket. */
export interface Connection {
  readonly id: string
  readonly user: string
  /** What the user may do; null means everything. */
  readonly permissions: Permissions | null
  /** Whether the client said that it understands a consumer being cancelled. */
  readonly canCancelNotify: boolean
  /** Whether the client said that it understands being blocked. */
  readonly canBeBlocked: boolean
  /** It published while an alarm was on: it is not read until the alarm is off. */
  isBlocked: boolean
  readonly channels: Map<number, Channel>
  /** Closed by an error until the client answers; what still arrives on them is ignored. */
  readonly failedChannels: Map<number, BrokerError>
}

/** A channel: its deliveries, its consumers and its limits. */
export interface Channel {
  readonly connection: string
  readonly number: number
  /** Tells it from a later channel of the same number. */
  readonly serial: number
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
  unacked: Map<number, Delivery>
  /** Publisher confirms, on a channel that asked for them. */
  confirms: Confirms | null
  /** What waits for tx.commit, on a channel with transactions. */
  transaction: Transaction | null
  /** Where direct replies go. */
  reply: ReplyConsumer | null
  /** The client is behind with reading: its consumers get nothing for now. */
  isBehind: boolean
}

/** A consumer of direct replies. Frozen. */
export interface ReplyConsumer {
  readonly tag: string
  /** The opaque part of the address. */
  readonly key: string
}

/** Where the consumer behind a tag is to be found. */
export interface ConsumerReference {
  readonly queue: string
  readonly serial: number
}

/** What a channel has published since confirm.select and the broker has not answered yet. */
export interface Confirms {
  /** The tag of the next message that is published. */
  next: number
  /** By tag, in the order of publishing. */
  readonly waiting: Map<number, Unconfirmed>
}

/** A message that is not confirmed yet. */
export interface Unconfirmed {
  readonly message: number
  /** Disk writes still to be done for it. */
  writesLeft: number
  /** The fact that it was published. */
  readonly cause: FactId
}

/** What a channel has said and not committed yet. */
export interface Transaction {
  readonly published: Publish[]
  readonly settled: SettledLater[]
}

/** Deliveries that are settled at the commit, and come back at a rollback. */
export interface SettledLater {
  readonly deliveries: readonly Delivery[]
  readonly fate: Fate
}

/** acked, dead-lettered or thrown away (rejected), or requeued because of a nack or a reject. */
export type Fate = 'acked' | 'rejected' | 'nack' | 'reject'

/** An unacked delivery and the channel that holds it. */
export interface HeldDelivery {
  readonly channel: Channel
  readonly delivery: Delivery
}

/** Makes a channel that has just been opened. */
export function createChannel(address: ChannelAddress, serial: number): Channel {
  return {
    connection: address.connection,
    number: address.channel,
    serial,
    nextDeliveryTag: 1,
    consumerPrefetch: 0,
    sharedPrefetch: 0,
    heldCount: 0,
    lastQueue: null,
    consumers: new Map(),
    waiting: new Map(),
    unacked: new Map(),
    confirms: null,
    transaction: null,
    reply: null,
    isBehind: false,
  }
}

/** Whether the channel's shared limit lets none of its consumers take more. */
export function isChannelFull(channel: Channel): boolean {
  return channel.sharedPrefetch > 0 && channel.heldCount >= channel.sharedPrefetch
}
