import { findChannel, groupUnacked, type Broker } from './broker.ts'
import { brokerError, resource, type BrokerError } from './broker-error.ts'
import type { ChannelAddress } from './channel.ts'
import { discardCopy } from './give-back.ts'
import type { Queue } from './queue.ts'
import { expandQueueName, findQueue, noPreviousQueue } from './queue-name.ts'
import { countReady, takeAllCopies } from './ready-copies.ts'
import { refuse, refuseWithoutChannel, type Reply } from './refuse.ts'
import { removeQueue } from './removal.ts'
import type { BrokerContext } from './server-method.ts'

/** Which queue to delete. */
export interface DeleteQueue extends ChannelAddress {
  readonly queue: string
  /** Refuses while somebody consumes from it. @defaultValue false */
  readonly ifUnused?: boolean
  /** Refuses while messages are ready in it. @defaultValue false */
  readonly ifEmpty?: boolean
}

/** How many ready messages were thrown away. */
export interface MessageCount {
  readonly messageCount: number
}

/**
 * Deletes a queue with its bindings and messages and cancels its consumers; one that does
 * not exist is deleted already.
 *
 * @returns 406 when `ifEmpty` or `ifUnused` forbids it.
 */
export function deleteQueue(
  broker: Broker,
  context: BrokerContext,
  command: DeleteQueue,
): Reply<MessageCount> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'queue.delete')
  const name = expandQueueName(channel, command.queue)
  if (name === null) return refuse(broker, context, command, noPreviousQueue('queue.delete'))
  const queue = broker.queues.get(name)
  if (queue === undefined) return { ok: true, messageCount: 0 }
  const error = deleteError(command, queue)
  if (error !== null) return refuse(broker, context, command, error)
  const messageCount = countReady(queue.ready)
  const held = groupUnacked(broker).get(queue.serial) ?? []
  const why = { reason: 'queue-deleted', cause: context.recorder.cause } as const
  const deleted = removeQueue(broker, context, queue, held, why)
  for (const consumer of queue.consumers.values()) {
    const { connection, channel: number, tag, serial } = consumer
    const fields = { consumer: tag, queue: name, connection, channel: number }
    const gone = { ...fields, reason: 'queue-deleted' }
    const cancelled = context.recorder.record('amqp.consumer-cancelled', gone, deleted)
    const itsChannel = findChannel(broker, consumer)
    itsChannel?.consumers.delete(tag)
    itsChannel?.waiting.delete(serial)
    const method = { method: 'basic.cancel', channel: number, consumerTag: tag } as const
    context.send(connection, method, cancelled)
  }
  return { ok: true, messageCount }
}

function deleteError(command: DeleteQueue, queue: Queue): BrokerError | null {
  const named = resource('queue', queue.name)
  if (command.ifEmpty === true && countReady(queue.ready) > 0) {
    return brokerError('PRECONDITION_FAILED', `${named} not empty`, 'queue.delete')
  }
  if (command.ifUnused === true && queue.consumers.size > 0) {
    return brokerError('PRECONDITION_FAILED', `${named} in use`, 'queue.delete')
  }
  return null
}

/** Which queue to empty. */
export interface PurgeQueue extends ChannelAddress {
  readonly queue: string
}

/**
 * Throws the ready messages of a queue away; unacked ones stay and can come back.
 *
 * @returns 404 when there is no such queue.
 */
export function purgeQueue(
  broker: Broker,
  context: BrokerContext,
  command: PurgeQueue,
): Reply<MessageCount> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'queue.purge')
  const queue = findQueue(broker, channel, command.queue, 'queue.purge')
  if ('code' in queue) return refuse(broker, context, command, queue)
  const copies = takeAllCopies(queue.ready)
  const fields = { queue: queue.name, messages: copies.length }
  const purged = context.recorder.record('amqp.queue-purged', fields)
  for (const copy of copies) discardCopy(context, queue, copy, 'purged', purged)
  return { ok: true, messageCount: copies.length }
}
