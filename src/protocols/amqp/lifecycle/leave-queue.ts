import type { FactId } from '#engine'
import { takeTurns, type Consumer, type Queue } from '../queues/queue.ts'
import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import { noteUse } from './queue-expiry.ts'
import { deleteQueueNow } from './removal.ts'

/**
 * Does what follows from a consumer having left: another one may become the active one, and
 * an auto-delete queue goes with its last. The caller serves the queue.
 *
 * @param cause the fact that the consumer is gone.
 */
export function afterLeaving(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  cause: FactId,
): void {
  // Two consumers of one queue may leave together, and the queue with them.
  if (broker.queues.get(queue.name) !== queue) return
  if (queue.hasSingleActiveConsumer) activateNext(context, queue, cause)
  if (queue.consumers.size > 0) return
  noteUse(broker, context, queue, cause)
  if (queue.autoDelete) deleteQueueNow(broker, context, queue, cause)
}

/** Lets one waiting consumer of the queue be served when none is: the highest priority, then the first. */
export function activateNext(context: BrokerContext, queue: Queue, cause: FactId): void {
  if (queue.activeConsumer !== null) return
  let next: Consumer | null = null
  for (const consumer of queue.consumers.values()) {
    if (next === null || consumer.priority > next.priority) next = consumer
  }
  if (next === null) return
  queue.activeConsumer = next.serial
  takeTurns(queue, next)
  const { tag, connection, channel } = next
  const fields = { consumer: tag, queue: queue.name, connection, channel }
  context.recorder.record('amqp.consumer-activated', fields, cause)
}
