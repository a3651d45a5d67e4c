import type { FactId } from '#engine'
import type { Queue } from '../queues/queue.ts'
import { appendCopy, returnCopy, type Copy } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import { queueOf, type Broker } from '../state/broker.ts'
import type { HeldDelivery } from '../state/channel.ts'
import type { Message } from '../state/message.ts'

/** Why a copy is gone although nobody handled it. */
export type DiscardReason =
  | 'rejected'
  | 'expired'
  | 'maxlen'
  | 'delivery_limit'
  | 'dead-letter-cycle'
  | 'purged'
  | 'queue-deleted'
  | 'broker-restarted'

/** Why a copy is back in its queue. */
export type RequeueReason =
  'nack' | 'reject' | 'recover' | 'channel-closed' | 'connection-closed' | 'broker-restarted'

/** Tells that a copy is thrown away; it must have been taken out of its queue. */
export function discardCopy(
  context: BrokerContext,
  queue: { readonly name: string },
  message: Message,
  reason: DiscardReason,
  cause: FactId | null = context.recorder.cause,
): FactId {
  const fields = { message: message.id, queue: queue.name, reason }
  return context.recorder.record('amqp.message-discarded', fields, cause)
}

/**
 * Gives a released delivery back to its queue, redelivered from now on. A quorum
 * queue without a limit puts what a client gave back behind everything else, and what a lost
 * channel gave back in front; with a limit all of it goes in front.
 *
 * @returns null when its queue is gone, and the copy with it.
 */
export function requeueDelivery(
  broker: Broker,
  context: BrokerContext,
  held: HeldDelivery,
  reason: RequeueReason,
  cause: FactId | null = context.recorder.cause,
): FactId | null {
  const { channel, delivery } = held
  const queue = queueOf(broker, delivery)
  if (queue === null || queue.type === 'stream') return null
  const goesBehind = isGivenBack(reason) && isWithoutLimit(queue)
  const position = newPosition(queue, delivery.copy, goesBehind)
  const fact = context.recorder.record(
    'amqp.message-requeued',
    {
      message: delivery.copy.message.id,
      queue: queue.name,
      connection: channel.connection,
      channel: channel.number,
      deliveryTag: delivery.tag,
      position,
      reason,
    },
    cause,
  )
  const { message, level, returns, expiresAt } = delivery.copy
  const copy: Copy = {
    message,
    position,
    level,
    isRedelivered: true,
    returns: returns + 1,
    expiresAt,
    cause: fact,
  }
  if (goesBehind) appendCopy(queue.ready, Object.freeze(copy))
  else returnCopy(queue.ready, Object.freeze(copy))
  return fact
}

function isGivenBack(reason: RequeueReason): boolean {
  return reason === 'nack' || reason === 'reject' || reason === 'recover'
}

function isWithoutLimit(queue: Queue): boolean {
  return queue.type === 'quorum' && queue.settings.deliveryLimit === null
}

function newPosition(queue: Queue, copy: Copy, goesBehind: boolean): number {
  if (queue.type !== 'quorum') return copy.position
  return goesBehind ? queue.nextPosition++ : queue.nextFrontPosition++
}
