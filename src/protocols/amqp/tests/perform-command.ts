import { ms } from '#engine'
import { setDownNodes } from '../commands/cluster.ts'
import { createBroker, hasConnection } from '../state/broker.ts'
import { world, type BrokerWorld } from './broker-world.ts'
import type { Client } from './client.ts'
import {
  EXCHANGES,
  QUEUES,
  type ClientAction,
  type QueueName,
  type RandomCommand,
  type WorldAction,
} from './random-commands.ts'

/** A world for random commands: a slow disk, a short ack timeout, three nodes, everything declared. */
export function busyWorld(): BrokerWorld {
  const times = { diskWriteTime: ms(3), ackTimeout: ms(100), ackTimeoutCheck: ms(50) }
  const w = world(createBroker({ settings: { ...times, nodes: 3 } }))
  const client = w.client('a')
  for (const name of Object.keys(QUEUES) as QueueName[]) client.queue(name, QUEUES[name])
  for (const name of EXCHANGES.slice(1)) {
    const alternate = name === 'direct' ? { 'alternate-exchange': 'fanout' } : {}
    client.exchange(name, name, { arguments: alternate })
  }
  for (const name of ['durable', 'transient', 'short', 'quorum']) client.bind('fanout', name)
  client.bindHeaders('headers', 'priority', { 'x-match': 'any', speed: 'express' })
  return w
}

/** Does one command; channels and connections that were closed are opened first. */
export function perform(w: BrokerWorld, one: RandomCommand): void {
  if (!('connection' in one)) actOnWorld(w, one)
  else {
    const client = w.client(one.connection, one.channel)
    if (!w.holds(one.connection, one.type === 'publish')) act(w, client, one)
  }
}

function actOnWorld(w: BrokerWorld, one: WorldAction): void {
  switch (one.type) {
    case 'restart':
      w.stop(one.how)
      w.wait(one.off)
      w.start()
      return
    case 'wait':
      w.wait(one.milliseconds)
      return
    case 'alarm':
      w.alarm(one.isOn)
      return
    case 'policy':
      if (one.maxLength === null) w.clearPolicy('limit')
      else w.policy('limit', `^${one.queue}$`, { 'max-length': one.maxLength })
      return
    case 'nodes':
      setDownNodes(w.broker, w.context, { down: one.down })
  }
}

function act(w: BrokerWorld, client: Client, one: ClientAction): unknown {
  switch (one.type) {
    case 'declare':
      return client.queue(one.queue, QUEUES[one.queue])
    case 'delete':
      return client.deleteQueue(one.queue)
    case 'replace':
      client.deleteQueue(one.queue)
      return isOpen(w, client) ? client.queue(one.queue, QUEUES[one.queue]) : null
    case 'purge':
      return client.purge(one.queue)
    case 'bind':
      return client.bind(one.exchange, one.queue, one.key)
    case 'unbind':
      return client.unbind(one.exchange, one.queue, one.key)
    case 'link':
      return client.bindExchange(one.exchange, one.to, one.key)
    case 'unlink':
      return client.unbindExchange(one.exchange, one.to, one.key)
    case 'publish':
      return publishAll(w, client, one)
    case 'prefetch':
      return client.prefetch(one.count, one.isGlobal)
    case 'consume':
      return consumeOnce(w, client, one)
    case 'cancel':
      return client.cancel(one.tag)
    case 'get':
      // A stream would end the connection nearly every time.
      return one.queue === 'stream' ? null : client.get(one.queue, one.autoAck)
    case 'ack':
    case 'requeue':
    case 'discard':
    case 'reject': {
      const deliveryTag = pickTag(w, client, one.pick)
      return deliveryTag === null ? null : settle(client, deliveryTag, one)
    }
    case 'confirms':
    case 'transactions':
    case 'commit':
    case 'rollback':
      return transact(w, client, one.type)
    case 'recover':
      return client.recover()
    case 'close-channel':
      return client.close()
    case 'close-connection':
      return client.disconnect('client')
    case 'lose-socket':
      return client.disconnect('socket-lost')
  }
}

function publishAll(
  w: BrokerWorld,
  client: Client,
  one: Extract<ClientAction, { readonly type: 'publish' }>,
): void {
  const { persistent, mandatory, priority, expiration } = one
  const headers = { speed: priority > 2 ? 'express' : 'normal' }
  const options = { persistent, mandatory, priority, headers }
  const how = expiration === null ? options : { ...options, expiration }
  for (let count = 0; count < one.count && isOpen(w, client); count++) {
    client.publish(one.exchange, one.key, how)
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

/** What would only be an error nearly every time is left out. */
function transact(
  w: BrokerWorld,
  client: Client,
  what: 'confirms' | 'transactions' | 'commit' | 'rollback',
): unknown {
  const channel = channelOf(w, client)
  if (what === 'confirms') return channel?.transaction === null ? client.confirms() : null
  if (what === 'transactions') return channel?.confirms === null ? client.transactions() : null
  return channel?.transaction === null ? null : client[what]()
}

function isOpen(w: BrokerWorld, { at }: Client): boolean {
  return hasConnection(w.broker, at.connection)
}

function channelOf(w: BrokerWorld, { at }: Client) {
  return w.broker.connections.get(at.connection)?.channels.get(at.channel)
}

/** Consumes under a tag of its own; a tag in use would end the connection nearly every time. */
function consumeOnce(
  w: BrokerWorld,
  client: Client,
  one: Extract<ClientAction, { readonly type: 'consume' }>,
): string {
  const { queue, tag, autoAck, priority } = one
  const isTaken = channelOf(w, client)?.consumers.has(tag) === true
  const options = { autoAck: autoAck && queue !== 'stream', priority }
  return client.consume(queue, isTaken ? '' : tag, options)
}

/** A tag the channel holds, or null when it holds none; now and then one that it does not hold. */
function pickTag(w: BrokerWorld, client: Client, which: number): number | null {
  if (which === 20) return 999
  const tags = [...(channelOf(w, client)?.unacked.keys() ?? [])]
  return tags[which % Math.max(tags.length, 1)] ?? null
}
