import type { FactId } from '#engine'
import type { Consumer, Queue } from '../queues/queue.ts'
import { takeAllCopies } from '../queues/ready-copies.ts'
import type { Binding } from '../routing/binding.ts'
import { removeBinding, type Exchange } from '../routing/exchange.ts'
import type { BrokerContext } from '../server-method.ts'
import { findChannel, groupUnacked, type Broker } from '../state/broker.ts'
import type { HeldDelivery } from '../state/channel.ts'
import { confirmWritten } from './disk.ts'
import { discardCopy, type DiscardReason } from './give-back.ts'

/** Takes a binding away from both of its ends; an auto-delete exchange goes with its last. */
export function dropBinding(
  broker: Broker,
  context: BrokerContext,
  binding: Binding,
  cause: FactId | null = context.recorder.cause,
): void {
  const { id, exchange: source, destinationKind, destination, routingKey } = binding
  // One that leads from an exchange back to itself is met at both of its ends.
  if (!broker.bindingIds.delete(id)) return
  const exchange = broker.exchanges.get(source)
  if (exchange !== undefined) removeBinding(exchange, binding)
  const isToQueue = destinationKind === 'queue'
  if (isToQueue) broker.queues.get(destination)?.bindings.delete(id)
  else broker.exchanges.get(destination)?.incoming.delete(id)
  const removed = context.recorder.record(
    'amqp.binding-removed',
    {
      binding: id,
      exchange: source,
      queue: isToQueue ? destination : null,
      destination: isToQueue ? null : destination,
      routingKey,
    },
    cause,
  )
  if (exchange?.autoDelete === true && exchange.bindings.size === 0) {
    removeExchange(broker, context, exchange, removed)
  }
}

/** Takes an exchange away with its bindings, in both directions. */
export function removeExchange(
  broker: Broker,
  context: BrokerContext,
  exchange: Exchange,
  cause: FactId | null = context.recorder.cause,
): void {
  // Its last binding may have taken it away already.
  if (broker.exchanges.get(exchange.name) !== exchange) return
  const fields = { exchange: exchange.name }
  const deleted = context.recorder.record('amqp.exchange-deleted', fields, cause)
  broker.exchanges.delete(exchange.name)
  for (const binding of [...exchange.bindings.values(), ...exchange.incoming.values()]) {
    dropBinding(broker, context, binding, deleted)
  }
}

/** Why a queue goes. */
export interface Removal {
  readonly reason: DiscardReason
  readonly cause: FactId | null
}

/**
 * Takes a queue away with its bindings and every copy in it, the unacked ones (`held`) included:
 * what a client says about those later changes nothing. Nothing is dead-lettered.
 *
 * @returns the fact that it was deleted.
 */
export function removeQueue(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  held: readonly HeldDelivery[],
  why: Removal,
): FactId {
  const messages = queue.ready.count + held.length
  const fields = { queue: queue.name, messages }
  const deleted = context.recorder.record('amqp.queue-deleted', fields, why.cause)
  broker.queues.delete(queue.name)
  for (const binding of queue.bindings.values()) dropBinding(broker, context, binding, deleted)
  // Copies on a stream that were handed out are still in its log.
  const out = queue.type === 'stream' ? [] : held.map(({ delivery }) => delivery.copy)
  const copies = [...takeAllCopies(queue.ready), ...queue.log, ...out]
  copies.sort((one, other) => one.position - other.position)
  for (const { message } of [...copies, ...queue.stalled]) {
    discardCopy(context, queue, message, why.reason, deleted)
  }
  return deleted
}

/**
 * Takes a queue away and tells its consumers, as far as their clients understand it.
 *
 * @param cause what led to it.
 */
export function deleteQueueNow(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  cause: FactId | null,
): void {
  // A connection that goes takes many queues along: all channels are looked at only if it must be.
  const held = queue.unackedCount === 0 ? [] : (groupUnacked(broker).get(queue.serial) ?? [])
  const deleted = removeQueue(broker, context, queue, held, { reason: 'queue-deleted', cause })
  // Nobody waits for a queue that is gone: its part of a confirm is done.
  const waiting = queue.stalled.flatMap(({ confirm }) => (confirm === null ? [] : [confirm]))
  confirmWritten(broker, context, waiting)
  for (const consumer of queue.consumers.values()) {
    tellCancelled(broker, context, queue, consumer, deleted)
  }
}

function tellCancelled(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  consumer: Consumer,
  deleted: FactId,
): void {
  const { connection, channel: number, tag, serial } = consumer
  const fields = { consumer: tag, queue: queue.name, connection, channel: number }
  const gone = { ...fields, reason: 'queue-deleted' }
  const cancelled = context.recorder.record('amqp.consumer-cancelled', gone, deleted)
  const channel = findChannel(broker, consumer)
  channel?.consumers.delete(tag)
  channel?.waiting.delete(serial)
  if (broker.connections.get(connection)?.canCancelNotify !== true) return
  const method = { method: 'basic.cancel', channel: number, consumerTag: tag } as const
  context.send(connection, method, cancelled)
}
