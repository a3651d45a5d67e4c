import { takeTurns, type Consumer, type Queue } from '../queues/queue.ts'
import { queueOf, type Broker } from '../state/broker.ts'
import { isChannelFull, type Channel } from '../state/channel.ts'
import type { Delivery } from '../state/delivery.ts'
import { hasRoom } from './dispatch.ts'

/**
 * Takes deliveries off their channel's books and lets consumers that waited for the room take turns
 * again. The copies themselves are the caller's to settle or give back.
 *
 * @returns the queues to dispatch: those the deliveries came from, and those with a resumed consumer.
 */
export function releaseDeliveries(
  broker: Broker,
  channel: Channel,
  deliveries: readonly Delivery[],
): Queue[] {
  const wasFull = isChannelFull(channel)
  const queues: Queue[] = []
  for (const delivery of deliveries) {
    const queue = queueOf(broker, delivery)
    channel.unacked.delete(delivery.tag)
    if (delivery.consumer !== null) channel.heldCount--
    if (queue === null) continue
    queue.unackedCount--
    if (queues[queues.length - 1] !== queue) queues.push(queue)
    const consumer = delivery.consumer === null ? undefined : queue.consumers.get(delivery.consumer)
    if (consumer === undefined) continue
    consumer.unackedCount--
    // The usual case, without a look at the channel's other consumers.
    if (!wasFull && deliveries.length === 1) resume(queue, consumer, channel)
  }
  if (wasFull || deliveries.length > 1) queues.push(...resumeWaiting(broker, channel))
  return queues
}

/** Puts deliveries that were settled for a while back on their channel's books, by their tags. */
export function holdAgain(channel: Channel, deliveries: readonly Delivery[]): void {
  if (deliveries.length === 0) return
  const all = [...channel.unacked.values(), ...deliveries]
  all.sort((one, other) => one.tag - other.tag)
  channel.unacked = new Map(all.map((delivery) => [delivery.tag, delivery]))
}

/** Lets every waiting consumer of a channel that has room now take turns; returns their queues. */
export function resumeWaiting(broker: Broker, channel: Channel): Queue[] {
  const queues: Queue[] = []
  for (const [serial, queueName] of channel.waiting) {
    const queue = broker.queues.get(queueName)
    const consumer = queue?.consumers.get(serial)
    if (queue === undefined || consumer === undefined) continue
    if (resume(queue, consumer, channel)) queues.push(queue)
  }
  return queues
}

function resume(queue: Queue, consumer: Consumer, channel: Channel): boolean {
  if (!channel.waiting.has(consumer.serial) || !hasRoom(consumer, channel)) return false
  channel.waiting.delete(consumer.serial)
  takeTurns(queue, consumer)
  return true
}
