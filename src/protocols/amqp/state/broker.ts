import { ms, seconds, type Duration, type FactId, type Instant } from '#engine'
import { assert } from '#std'
import type { DeadLetterReason } from '../lifecycle/x-death.ts'
import type { Queue } from '../queues/queue.ts'
import { createExchange, type Exchange, type ExchangeType } from '../routing/exchange.ts'
import type { ChannelAddress, ConfirmAddress } from './address.ts'
import type { Channel, Connection, HeldDelivery } from './channel.ts'
import type { Delivery } from './delivery.ts'
import type { Message } from './message.ts'
import type { Policy } from './policy.ts'
import { EMPTY_TABLE } from './table.ts'
import { createTimers, type Timers } from './timers.ts'

/** How a broker is set up; it does not change while it runs. */
export interface BrokerSettings {
  /** The version whose behaviour it shows. */
  readonly profile: '3.10'
  /** What it takes until a persistent message is on disk; 0 means it is there at once. */
  readonly diskWriteTime: Duration
  /** The wall clock at virtual instant 0, milliseconds since 1970: only `x-death` tells it. */
  readonly epochMs: number
  /** Nodes of the cluster, 1 to 99: quorum queues have their replicas there. */
  readonly nodes: number
  /** How long a delivery may wait for its acknowledgement. */
  readonly ackTimeout: Duration
  /** How often it looks for such deliveries. */
  readonly ackTimeoutCheck: Duration
}

/** Settings as RabbitMQ ships them, with a disk that takes no time. */
export const DEFAULT_SETTINGS: BrokerSettings = Object.freeze({
  profile: '3.10',
  diskWriteTime: ms(0),
  // 2026-01-01T00:00:00Z: a run must not depend on the day it is played on.
  epochMs: 1_767_225_600_000,
  nodes: 1,
  ackTimeout: seconds(1_800),
  ackTimeoutCheck: seconds(60),
})

/** Too little memory, or too little free disk. */
export type Alarm = 'memory' | 'disk'

/** A message on its way to a dead letter exchange; it is routed when the command is done. Frozen. */
export interface DeadLetter {
  readonly message: Message
  readonly exchange: string
  readonly reason: DeadLetterReason
  readonly cause: FactId
}

/** A copy on its way to the disk: a hard kill before `due` loses it. Frozen. */
export interface PendingWrite {
  readonly due: Instant
  readonly queueSerial: number
  readonly message: number
  /** The channel that waits for the confirm; null when nobody does. */
  readonly confirm: ConfirmAddress | null
}

/**
 * The whole state of one virtual host of a broker: plain data that `clone` copies. Commands change
 * it in place; reading it is fine, writing it from outside is not.
 */
export interface Broker {
  readonly virtualHost: string
  settings: BrokerSettings
  isRunning: boolean
  nextMessage: number
  /** One count for queues, consumers and bindings: later things have the larger serial. */
  nextSerial: number
  nextBindingId: number
  /** The count behind the names the broker makes up for queues and consumers. */
  nextName: number
  readonly connections: Map<string, Connection>
  readonly exchanges: Map<string, Exchange>
  readonly queues: Map<string, Queue>
  readonly bindingIds: Set<string>
  /** By name. */
  readonly policies: Map<string, Policy>
  /** By name; they hold beside the policies, and only make limits smaller. */
  readonly operatorPolicies: Map<string, Policy>
  readonly alarms: Set<Alarm>
  /** Nodes of the cluster that are down. */
  downNodes: number
  readonly timers: Timers
  /** Died during the command that is being done; empty between commands. */
  readonly deadLetters: DeadLetter[]
  /** Published and not on disk yet, oldest first. */
  pendingWrites: PendingWrite[]
  /** Whether a look at old deliveries is planned. */
  isAckCheckPlanned: boolean
  /** The channels that wait for direct replies, by the opaque part of the address. */
  readonly replyChannels: Map<string, ChannelAddress>
}

/** What a new broker may be told; the rest is as RabbitMQ ships it. */
export interface NewBroker {
  /** @defaultValue '/' */
  readonly virtualHost?: string
  /** @defaultValue {@link DEFAULT_SETTINGS} */
  readonly settings?: Partial<BrokerSettings>
}

/** Makes a running broker with nothing but the predeclared exchanges. */
export function createBroker({ virtualHost = '/', settings = {} }: NewBroker = {}): Broker {
  const exchanges = new Map<string, Exchange>()
  for (const [name, type] of PREDECLARED) {
    const internal = name === 'amq.rabbitmq.trace'
    const properties = { type, durable: true, autoDelete: false, internal, arguments: EMPTY_TABLE }
    exchanges.set(name, createExchange(name, properties))
  }
  return {
    virtualHost,
    settings: Object.freeze({ ...DEFAULT_SETTINGS, ...settings }),
    isRunning: true,
    nextMessage: 1,
    nextSerial: 1,
    nextBindingId: 1,
    nextName: 1,
    connections: new Map(),
    exchanges,
    queues: new Map(),
    bindingIds: new Set(),
    policies: new Map(),
    operatorPolicies: new Map(),
    alarms: new Set(),
    downNodes: 0,
    timers: createTimers(),
    deadLetters: [],
    pendingWrites: [],
    isAckCheckPlanned: false,
    replyChannels: new Map(),
  }
}

const PREDECLARED: readonly (readonly [string, ExchangeType])[] = [
  ['', 'direct'],
  ['amq.direct', 'direct'],
  ['amq.fanout', 'fanout'],
  ['amq.topic', 'topic'],
  ['amq.headers', 'headers'],
  ['amq.match', 'headers'],
  ['amq.rabbitmq.trace', 'topic'],
]

/** Whether the broker knows the connection; it forgets one as soon as it is closed or lost. */
export function hasConnection(broker: Broker, connection: string): boolean {
  return broker.connections.has(connection)
}

/** The connection a command comes over. */
export function connectionOf(broker: Broker, address: { readonly connection: string }): Connection {
  assert(broker.isRunning, 'a command reaches a broker that runs')
  const connection = broker.connections.get(address.connection)
  assert(connection !== undefined, 'a command comes over a connection the broker knows')
  return connection
}

/** The channel a command comes over; null when the channel is not open (any more). */
export function findChannel(broker: Broker, address: ChannelAddress): Channel | null {
  return connectionOf(broker, address).channels.get(address.channel) ?? null
}

/** The queue with this name, unless it was deleted and the name is in use again. */
export function queueWithSerial(broker: Broker, name: string, serial: number): Queue | null {
  const queue = broker.queues.get(name)
  return queue !== undefined && queue.serial === serial ? queue : null
}

/** The queue a delivery came from; null when it was deleted, even if its name is in use again. */
export function queueOf(broker: Broker, delivery: Delivery): Queue | null {
  return queueWithSerial(broker, delivery.queue, delivery.queueSerial)
}

/** All unacked deliveries of all channels, by the serial of the queue they came from. */
export function groupUnacked(broker: Broker): Map<number, HeldDelivery[]> {
  const groups = new Map<number, HeldDelivery[]>()
  for (const connection of broker.connections.values()) {
    for (const channel of connection.channels.values()) {
      const settled = channel.transaction?.settled.flatMap(({ deliveries }) => deliveries) ?? []
      for (const delivery of [...channel.unacked.values(), ...settled]) {
        const group = groups.get(delivery.queueSerial)
        if (group === undefined) groups.set(delivery.queueSerial, [{ channel, delivery }])
        else group.push({ channel, delivery })
      }
    }
  }
  return groups
}
