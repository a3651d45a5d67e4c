import {
  bindExchange,
  bindQueue,
  declareExchange,
  declareQueue,
  tableOf,
  type BrokerContext,
  type ChannelAddress,
} from '#amqp'
import type { CompleteBinding, NodeOf } from '../definition.ts'
import { nodeNamed } from './nodes.ts'
import type { World } from './world.ts'

/** Declares an exchange of the shop; the default exchange and foreign names are left alone. */
export function declareExchangeNode(
  world: World,
  context: BrokerContext,
  at: ChannelAddress,
  id: string,
): void {
  const exchange = nodeNamed(world, 'exchange', id)
  if (exchange === null) return
  const { type, durable, alternate } = exchange
  const options = alternate === '' ? {} : { 'alternate-exchange': alternate }
  const table = tableOf(options)
  declareExchange(world.broker, context, { ...at, exchange: id, type, durable, arguments: table })
}

/** Declares a queue of the shop with everything that is bound to it. */
export function declareQueueNode(
  world: World,
  context: BrokerContext,
  at: ChannelAddress,
  id: string,
): void {
  const queue = nodeNamed(world, 'queue', id)
  if (queue === null) return
  const { durable } = queue
  const table = tableOf(argumentsOf(queue))
  declareQueue(world.broker, context, { ...at, queue: id, durable, arguments: table })
  for (const binding of world.bindings.values()) {
    if (binding.queue === id) declareBinding(world, context, at, binding)
  }
}

/** A queue's settings as arguments; what is not set is left out. */
function argumentsOf(queue: NodeOf<'queue'>): Readonly<Record<string, unknown>> {
  return {
    'x-queue-type': queue.type === 'classic' ? undefined : queue.type,
    'x-message-ttl': queue.messageTtlMs ?? undefined,
    'x-max-length': queue.maxLength ?? undefined,
    'x-overflow': queue.overflow === 'drop-head' ? undefined : queue.overflow,
    'x-max-priority': queue.maxPriority ?? undefined,
    'x-delivery-limit': queue.deliveryLimit ?? undefined,
    'x-dead-letter-exchange': queue.deadLetterExchange ?? undefined,
    'x-dead-letter-routing-key': queue.deadLetterRoutingKey ?? undefined,
    'x-single-active-consumer': queue.singleActiveConsumer ? true : undefined,
  }
}

/** Binds a queue or an exchange of the shop, declaring exchanges first; needs both ends. */
export function declareBinding(
  world: World,
  context: BrokerContext,
  at: ChannelAddress,
  { exchange, queue, destination, routingKey, id, arguments: headers }: CompleteBinding,
): void {
  if (nodeNamed(world, 'exchange', exchange) === null) return
  const rule = { ...at, routingKey, arguments: tableOf(headers ?? {}), binding: id }
  if (queue !== null && world.broker.queues.has(queue)) {
    declareExchangeNode(world, context, at, exchange)
    bindQueue(world.broker, context, { ...rule, exchange, queue })
  }
  if (destination !== null && nodeNamed(world, 'exchange', destination) !== null) {
    declareExchangeNode(world, context, at, exchange)
    declareExchangeNode(world, context, at, destination)
    bindExchange(world.broker, context, { ...rule, source: exchange, destination })
  }
}
