import { assert } from '#std'
import type { Channel, ChannelAddress, Connection, Delivery, HeldDelivery } from './channel.ts'
import { createExchange, type Exchange, type ExchangeType } from './exchange.ts'
import type { Queue } from './queue.ts'

/**
 * The whole state of one broker with its one virtual host: plain data that `clone` copies. Commands
 * change it in place; reading it is fine, writing it from outside is not.
 */
export interface Broker {
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
}

/** Makes a running broker with nothing but the predeclared exchanges. */
export function createBroker(): Broker {
  const exchanges = new Map<string, Exchange>()
  for (const [name, type] of PREDECLARED) exchanges.set(name, createExchange(name, type, true))
  return {
    isRunning: true,
    nextMessage: 1,
    nextSerial: 1,
    nextBindingId: 1,
    nextName: 1,
    connections: new Map(),
    exchanges,
    queues: new Map(),
    bindingIds: new Set(),
  }
}

const PREDECLARED: readonly (readonly [string, ExchangeType])[] = [
  ['', 'direct'],
  ['amq.direct', 'direct'],
  ['amq.fanout', 'fanout'],
  ['amq.topic', 'topic'],
]

/** Whether the broker knows the connection; it forgets one as soon as it is closed or lost. */
export function hasConnection(broker: Broker, connection: string): boolean {
  return broker.connections.has(connection)
}

/** The channel a command comes over; null when the channel is not open (any more). */
export function findChannel(broker: Broker, address: ChannelAddress): Channel | null {
  assert(broker.isRunning, 'a command reaches a broker that runs')
  const connection = broker.connections.get(address.connection)
  assert(connection !== undefined, 'a command comes over a connection the broker knows')
  return connection.channels.get(address.channel) ?? null
}

/** The queue a delivery came from; null when it was deleted, even if its name is in use again. */
export function queueOf(broker: Broker, delivery: Delivery): Queue | null {
  const queue = broker.queues.get(delivery.queue)
  return queue !== undefined && queue.serial === delivery.queueSerial ? queue : null
}

/** All unacked deliveries of all channels, by the serial of the queue they came from. */
export function groupUnacked(broker: Broker): Map<number, HeldDelivery[]> {
  const groups = new Map<number, HeldDelivery[]>()
  for (const connection of broker.connections.values()) {
    for (const channel of connection.channels.values()) {
      for (const delivery of channel.unacked.values()) {
        const group = groups.get(delivery.queueSerial)
        if (group === undefined) groups.set(delivery.queueSerial, [{ channel, delivery }])
        else group.push({ channel, delivery })
      }
    }
  }
  return groups
}
