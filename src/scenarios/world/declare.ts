import {
  bindQueue,
  declareExchange,
  declareQueue,
  type BrokerContext,
  type ChannelAddress,
} from '#amqp'
import type { BindingDefinition } from '../definition.ts'
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
  const { type, durable } = exchange
  declareExchange(world.broker, context, { ...at, exchange: id, type, durable })
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
  declareQueue(world.broker, context, { ...at, queue: id, durable: queue.durable })
  for (const binding of world.bindings.values()) {
    if (binding.queue === id) declareBinding(world, context, at, binding)
  }
}

/** Binds a queue of the shop, declaring the exchange first; needs both ends in the shop. */
export function declareBinding(
  world: World,
  context: BrokerContext,
  at: ChannelAddress,
  { exchange, queue, routingKey, id }: BindingDefinition,
): void {
  if (nodeNamed(world, 'exchange', exchange) === null || !world.broker.queues.has(queue)) return
  declareExchangeNode(world, context, at, exchange)
  bindQueue(world.broker, context, { ...at, exchange, queue, routingKey, binding: id })
}
