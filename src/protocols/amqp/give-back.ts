import type { FactId } from '#engine'
import { queueOf, type Broker } from './broker.ts'
import type { HeldDelivery } from './channel.ts'
import type { Queue } from './queue.ts'
import { returnCopy, type Copy } from './ready-copies.ts'
import type { BrokerContext } from './server-method.ts'

/** Why a copy is gone although nobody handled it. */
export type DiscardReason = 'rejected' | 'purged' | 'queue-deleted' | 'broker-restarted'

/** Why a copy is back in its queue. */
export type RequeueReason =
  'nack' | 'reject' | 'channel-closed' | 'connection-closed' | 'broker-restarted'

/** Tells that a copy is thrown away; it must have been taken out of its queue. */
export function discardCopy(
  context: BrokerContext,
  queue: Queue,
  copy: Copy,
  reason: DiscardReason,
  cause: FactId | null = context.recorder.cause,
): FactId {
  const fields = { message: copy.message.id, queue: queue.name, reason }
  return context.recorder.record('amqp.message-discarded', fields, cause)
}

/**
 * Gives a released delivery back to its place in its queue, redelivered from now on.
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
  if (queue === null) return null
  const { message, position } = delivery.copy
  const fact = context.recorder.record(
    'amqp.message-requeued',
    {
      message: message.id,
      queue: queue.name,
      connection: channel.connection,
      channel: channel.number,
      deliveryTag: delivery.tag,
      reason,
    },
    cause,
  )
  const copy: Copy = { message, position, isRedelivered: true, cause: fact }
  returnCopy(queue.ready, Object.freeze(copy))
  return fact
}
