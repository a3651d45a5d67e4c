import fc from 'fast-check'
import { hasConnection } from '../broker.ts'
import type { BrokerWorld } from './broker-world.ts'
import type { Client } from './client.ts'

const QUEUES = ['durable', 'transient', 'other'] as const
const EXCHANGES = ['', 'direct', 'fanout', 'topic'] as const
const KEYS = ['a', 'a.b', 'b', '#', '*.b', 'durable', 'other'] as const

const queue = fc.constantFrom(...QUEUES)
const exchange = fc.constantFrom(...EXCHANGES)
const key = fc.constantFrom(...KEYS)
const who = { connection: fc.constantFrom('a', 'b'), channel: fc.constantFrom(1, 2) }

/** Anything a client or an operator may do, sensible or not; `pick` chooses among what is held. */
export type RandomCommand =
  | ({ readonly connection: string; readonly channel: number } & ClientAction)
  | { readonly type: 'restart'; readonly how: 'clean' | 'killed' }

type ClientAction =
  | { readonly type: 'declare' | 'delete' | 'replace' | 'purge'; readonly queue: string }
  | {
      readonly type: 'bind' | 'unbind'
      readonly exchange: string
      readonly queue: string
      readonly key: string
    }
  | {
      readonly type: 'publish'
      readonly exchange: string
      readonly key: string
      readonly persistent: boolean
      readonly count: number
    }
  | { readonly type: 'prefetch'; readonly count: number; readonly isGlobal: boolean }
  | {
      readonly type: 'consume'
      readonly queue: string
      readonly tag: string
      readonly autoAck: boolean
    }
  | { readonly type: 'cancel'; readonly tag: string }
  | { readonly type: 'get'; readonly queue: string; readonly autoAck: boolean }
  | {
      readonly type: 'ack' | 'requeue' | 'discard'
      readonly pick: number
      readonly multiple: boolean
    }
  | { readonly type: 'reject'; readonly pick: number; readonly requeue: boolean }
  | { readonly type: 'close-channel' | 'close-connection' | 'lose-socket' }

const tag = fc.constantFrom('t', 'u', 'v')
const pick = fc.nat(20)

const command: fc.Arbitrary<RandomCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...who,
      type: fc.constantFrom('declare', 'delete', 'replace', 'purge'),
      queue,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ ...who, type: fc.constantFrom('bind', 'unbind'), exchange, queue, key }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      ...who,
      type: fc.constant('publish'),
      exchange,
      key,
      persistent: fc.boolean(),
      count: fc.integer({
        min: 1,
        max: 5,
      }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...who,
      type: fc.constant('prefetch'),
      count: fc.nat(3),
      isGlobal: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ ...who, type: fc.constant('consume'), queue, tag, autoAck: rarely() }),
  },
  { weight: 2, arbitrary: fc.record({ ...who, type: fc.constant('cancel'), tag }) },
  {
    weight: 4,
    arbitrary: fc.record({ ...who, type: fc.constant('get'), queue, autoAck: rarely() }),
  },
  {
    weight: 16,
    arbitrary: fc.record({
      ...who,
      type: fc.constantFrom('ack', 'requeue', 'discard'),
      pick,
      multiple: rarely(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ ...who, type: fc.constant('reject'), pick, requeue: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...who,
      type: fc.constantFrom('close-channel', 'close-connection', 'lose-socket'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('restart'),
      how: fc.constantFrom('clean', 'killed'),
    }),
  },
)

function rarely(): fc.Arbitrary<boolean> {
  return fc.nat(4).map((number) => number === 0)
}

/** Sequences of commands of all kinds. */
export const randomCommands: fc.Arbitrary<RandomCommand[]> = fc.array(command, {
  minLength: 20,
  maxLength: 120,
})

/** Declares the queues and exchanges the commands speak of, all queues bound to the fanout. */
export function declareAll(w: BrokerWorld): void {
  const client = w.client('a')
  for (const name of QUEUES) client.queue(name, { durable: name !== 'transient' })
  for (const name of EXCHANGES.slice(1)) client.exchange(name, name)
  for (const name of QUEUES) client.bind('fanout', name)
}

/** Does one command; channels and connections that were closed are opened first. */
export function perform(w: BrokerWorld, one: RandomCommand): void {
  if (one.type === 'restart') {
    w.restart(one.how)
    return
  }
  act(w, w.client(one.connection, one.channel), one)
}

function act(w: BrokerWorld, client: Client, one: Exclude<RandomCommand, { type: 'restart' }>) {
  switch (one.type) {
    case 'declare':
      return client.queue(one.queue, { durable: one.queue !== 'transient' })
    case 'delete':
      return client.deleteQueue(one.queue)
    case 'replace':
      client.deleteQueue(one.queue)
      client.queue(one.queue, { durable: one.queue !== 'transient' })
      return client.bind('fanout', one.queue)
    case 'purge':
      return client.purge(one.queue)
    case 'bind':
      return client.bind(one.exchange, one.queue, one.key)
    case 'unbind':
      return client.unbind(one.exchange, one.queue, one.key)
    case 'publish':
      for (let count = 0; count < one.count && isOpen(w, client); count++) {
        client.publish(one.exchange, one.key, { persistent: one.persistent })
      }
      return
    case 'prefetch':
      return client.prefetch(one.count, one.isGlobal)
    case 'consume':
      return consumeOnce(w, client, one)
    case 'cancel':
      return client.cancel(one.tag)
    case 'get':
      return client.get(one.queue, one.autoAck)
    case 'ack':
    case 'requeue':
    case 'discard':
    case 'reject': {
      const deliveryTag = pickTag(w, client, one.pick)
      return deliveryTag === null ? undefined : settle(client, deliveryTag, one)
    }
    case 'close-channel':
      return client.close()
    case 'close-connection':
      return client.disconnect('client')
    case 'lose-socket':
      return client.disconnect('socket-lost')
  }
}

function settle(
  client: Client,
  deliveryTag: number,
  one: Extract<ClientAction, { readonly pick: number }>,
): string {
  if (one.type === 'reject') return client.rejectTag(deliveryTag, one.requeue)
  if (one.type === 'ack') return client.ackTag(deliveryTag, one.multiple)
  return client.nackTag(deliveryTag, { requeue: one.type === 'requeue', multiple: one.multiple })
}

function isOpen(w: BrokerWorld, { at }: Client): boolean {
  return hasConnection(w.broker, at.connection)
}

/** Consumes under a tag of its own; a tag in use would end the connection nearly every time. */
function consumeOnce(
  w: BrokerWorld,
  client: Client,
  one: Extract<ClientAction, { readonly type: 'consume' }>,
): string {
  const { connection, channel } = client.at
  const known = w.broker.connections.get(connection)?.channels.get(channel)?.consumers
  return client.consume(one.queue, known?.has(one.tag) === true ? '' : one.tag, one.autoAck)
}

/** A tag the channel holds, or null when it holds none; now and then one that it does not hold. */
function pickTag(w: BrokerWorld, { at }: Client, which: number): number | null {
  if (which === 20) return 999
  const held = w.broker.connections.get(at.connection)?.channels.get(at.channel)?.unacked
  const tags = [...(held?.keys() ?? [])]
  return tags[which % Math.max(tags.length, 1)] ?? null
}
