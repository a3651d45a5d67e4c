import { accessError, lockError } from '../checks/access.ts'
import {
  brokerError,
  preconditionFailed,
  resource,
  type BrokerError,
} from '../checks/broker-error.ts'
import { expandQueueName, findQueue, noPreviousQueue } from '../checks/queue-name.ts'
import { refuse, refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { discardCopy } from '../lifecycle/give-back.ts'
import { deleteQueueNow } from '../lifecycle/removal.ts'
import type { Queue } from '../queues/queue.ts'
import { takeAllCopies } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'

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
  const error = deleteError(broker, command, queue)
  if (error !== null) return refuse(broker, context, command, error)
  const messageCount = queue.ready.count
  deleteQueueNow(broker, context, queue, context.recorder.cause)
  return { ok: true, messageCount }
}

function deleteError(broker: Broker, command: DeleteQueue, queue: Queue): BrokerError | null {
  const access = { kind: 'queue', name: queue.name, right: 'configure' } as const
  const denied =
    accessError(broker, command, [access], 'queue.delete') ??
    lockError(broker, command, queue, 'queue.delete')
  if (denied !== null) return denied
  const named = resource(broker, 'queue', queue.name)
  const condition = conditionOf(command)
  if (queue.type !== 'classic' && condition !== null) {
    const detail =
      `cannot delete ${named}. queue.delete operations with ${condition} flag set ` +
      `are not supported by ${queue.type} queues`
    return brokerError('NOT_IMPLEMENTED', detail, 'queue.delete')
  }
  if (command.ifUnused === true && queue.consumers.size > 0) {
    return preconditionFailed(`${named} in use`, 'queue.delete')
  }
  if (command.ifEmpty === true && queue.ready.count > 0) {
    return preconditionFailed(`${named} not empty`, 'queue.delete')
  }
  return null
}

function conditionOf({ ifEmpty, ifUnused }: DeleteQueue): 'if-empty' | 'if-unused' | null {
  if (ifEmpty === true) return 'if-empty'
  return ifUnused === true ? 'if-unused' : null
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
  const access = { kind: 'queue', name: queue.name, right: 'read' } as const
  const denied = accessError(broker, command, [access], 'queue.purge')
  if (denied !== null) return refuse(broker, context, command, denied)
  if (queue.type === 'stream') {
    const of = resource(broker, 'queue', queue.name)
    const detail = `queue.purge not supported by stream queues ${of}`
    const error = brokerError('NOT_IMPLEMENTED', detail, 'queue.purge')
    return refuse(broker, context, command, error)
  }
  const copies = takeAllCopies(queue.ready)
  const fields = { queue: queue.name, messages: copies.length }
  const purged = context.recorder.record('amqp.queue-purged', fields)
  for (const { message } of copies) discardCopy(context, queue, message, 'purged', purged)
  return { ok: true, messageCount: copies.length }
}
