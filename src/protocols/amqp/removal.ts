import type { FactId } from '#engine'
import type { Binding } from './binding.ts'
import type { Broker } from './broker.ts'
import type { HeldDelivery } from './channel.ts'
import { removeBinding, type Exchange } from './exchange.ts'
import { discardCopy, type DiscardReason } from './give-back.ts'
import type { Queue } from './queue.ts'
import { countReady, takeAllCopies } from './ready-copies.ts'
import type { BrokerContext } from './server-method.ts'

/** Takes a binding away from both of its ends. */
export function dropBinding(
  broker: Broker,
  context: BrokerContext,
  binding: Binding,
  cause: FactId | null = context.recorder.cause,
): void {
  const exchange = broker.exchanges.get(binding.exchange)
  if (exchange !== undefined) removeBinding(exchange, binding)
  broker.queues.get(binding.queue)?.bindings.delete(binding.id)
  broker.bindingIds.delete(binding.id)
  const { id, exchange: source, queue, routingKey } = binding
  const fields = { binding: id, exchange: source, queue, routingKey }
  context.recorder.record('amqp.binding-removed', fields, cause)
}

/** Takes an exchange away with its bindings. */
export function removeExchange(
  broker: Broker,
  context: BrokerContext,
  exchange: Exchange,
  cause: FactId | null = context.recorder.cause,
): void {
  const fields = { exchange: exchange.name }
  const deleted = context.recorder.record('amqp.exchange-deleted', fields, cause)
  broker.exchanges.delete(exchange.name)
  for (const binding of exchange.bindings.values()) dropBinding(broker, context, binding, deleted)
}

/**
 * Takes a queue away with its bindings and every copy in it, the unacked ones (`held`) included:
 * what a client says about those later changes nothing. Its consumers must be gone, or be
 * told by the caller.
 *
 * @returns the fact that it was deleted.
 */
export function removeQueue(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  held: readonly HeldDelivery[],
  why: { readonly reason: DiscardReason; readonly cause: FactId | null },
): FactId {
  const messages = countReady(queue.ready) + held.length
  const deleted = context.recorder.record(
    'amqp.queue-deleted',
    { queue: queue.name, messages },
    why.cause,
  )
  broker.queues.delete(queue.name)
  for (const binding of queue.bindings.values()) dropBinding(broker, context, binding, deleted)
  const copies = [...takeAllCopies(queue.ready), ...held.map(({ delivery }) => delivery.copy)]
  copies.sort((one, other) => one.position - other.position)
  for (const copy of copies) discardCopy(context, queue, copy, why.reason, deleted)
  return deleted
}
