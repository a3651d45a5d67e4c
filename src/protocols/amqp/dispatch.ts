import type { FactId } from '#engine'
import { assert } from '#std'
import { findChannel, type Broker } from './broker.ts'
import { isChannelFull, type Channel, type Delivery } from './channel.ts'
import type { Consumer, Queue } from './queue.ts'
import { countReady, takeCopy, type Copy } from './ready-copies.ts'
import type { BrokerContext } from './server-method.ts'

/**
 * Serves the consumers of a queue in turn until nothing is ready or nobody has room. Every
 * command ends with it, so that between commands no message waits beside a consumer with room.
 *
 * @param after the fact that made room; null when room was there.
 */
export function dispatch(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  after: FactId | null,
): void {
  while (queue.turns.length > 0 && countReady(queue.ready) > 0) {
    const serial = queue.turns.shift()
    const consumer = serial === undefined ? undefined : queue.consumers.get(serial)
    assert(consumer !== undefined, 'only consumers of the queue take turns')
    const channel = findChannel(broker, consumer)
    assert(channel !== null, 'a consumer lives on an open channel')
    // A full consumer leaves the turns only when it is found full: until then it keeps its place.
    if (hasRoom(consumer, channel)) {
      queue.turns.push(consumer.serial)
      deliver(context, { queue, consumer, channel }, after)
    } else channel.waiting.set(consumer.serial, queue.name)
  }
}

/** Whether the limits of a consumer and of its channel let it take one more message. */
export function hasRoom(consumer: Consumer, channel: Channel): boolean {
  if (consumer.autoAck) return true
  if (consumer.prefetch > 0 && consumer.unackedCount >= consumer.prefetch) return false
  return !isChannelFull(channel)
}

interface Serving {
  readonly queue: Queue
  readonly consumer: Consumer
  readonly channel: Channel
}

function deliver(context: BrokerContext, serving: Serving, after: FactId | null): void {
  const { queue, consumer, channel } = serving
  const copy = takeCopy(queue.ready)
  const handing = { queue, channel, copy, autoAck: consumer.autoAck, after }
  const { fact, deliveryTag } = handOut(context, handing, consumer)
  if (!consumer.autoAck) {
    consumer.unackedCount++
    channel.heldCount++
  }
  context.send(
    channel.connection,
    {
      method: 'basic.deliver',
      channel: channel.number,
      consumerTag: consumer.tag,
      deliveryTag,
      redelivered: copy.isRedelivered,
      queue: queue.name,
      message: copy.message,
    },
    fact,
  )
}

/** One copy on its way out of a queue. */
export interface Handing {
  readonly queue: Queue
  readonly channel: Channel
  readonly copy: Copy
  readonly autoAck: boolean
  readonly after: FactId | null
}

/** Gives a copy the next delivery tag of the channel and, unless it is settled at once, holds it. */
export function handOut(
  context: BrokerContext,
  handing: Handing,
  consumer: Consumer | null,
): { readonly fact: FactId; readonly deliveryTag: number } {
  const { queue, channel, copy, autoAck, after } = handing
  const deliveryTag = channel.nextDeliveryTag++
  const fact = context.recorder.record(
    'amqp.message-delivered',
    {
      message: copy.message.id,
      queue: queue.name,
      consumer: consumer === null ? null : consumer.tag,
      connection: channel.connection,
      channel: channel.number,
      deliveryTag,
      redelivered: copy.isRedelivered,
      autoAck,
      // Room that was there before the copy came is not what it waited for.
      after: after !== null && after > copy.cause ? after : null,
    },
    copy.cause,
  )
  if (!autoAck) {
    const delivery: Delivery = {
      tag: deliveryTag,
      copy,
      queue: queue.name,
      queueSerial: queue.serial,
      consumer: consumer === null ? null : consumer.serial,
    }
    channel.unacked.set(deliveryTag, Object.freeze(delivery))
    queue.unackedCount++
  }
  return { fact, deliveryTag }
}
