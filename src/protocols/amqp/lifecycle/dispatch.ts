import type { FactId } from '#engine'
import { assert } from '#std'
import { takeTurns, type Consumer, type Queue } from '../queues/queue.ts'
import { takeCopy, type Copy } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import { findChannel, type Broker } from '../state/broker.ts'
import { isChannelFull, type Channel } from '../state/channel.ts'
import type { Delivery } from '../state/delivery.ts'
import type { Message } from '../state/message.ts'
import { withNumber } from '../state/table-key.ts'
import { planAckCheck } from './ack-timeout.ts'
import { letDie } from './dead-letter.ts'
import { dropExpired } from './expire.ts'
import { hasMajority } from './majority.ts'

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
  if (queue.ready.count === 0 || !hasMajority(broker, queue)) return
  serve(broker, context, queue, after, true)
  if (queue.ready.count > 0) dropExpired(broker, context, queue)
}

/** Serves after a message has come: one that expires at once may still be taken now. */
export function dispatchFresh(broker: Broker, context: BrokerContext, queue: Queue): void {
  serve(broker, context, queue, null, false)
}

function serve(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  after: FactId | null,
  isStrict: boolean,
): void {
  const { turns, ready } = queue
  const { now } = context.recorder
  while (turns.length > 0 && ready.count > 0) {
    const serial = turns.shift()
    const consumer = serial === undefined ? undefined : queue.consumers.get(serial)
    assert(consumer !== undefined, 'only consumers of the queue take turns')
    const channel = findChannel(broker, consumer)
    assert(channel !== null, 'a consumer lives on an open channel')
    // A full consumer leaves the turns only when it is found full: until then it keeps its place.
    if (!hasRoom(consumer, channel)) {
      channel.waiting.set(consumer.serial, queue.name)
      continue
    }
    const copy = takeCopy(ready)
    if (isStrict && copy.expiresAt !== null && copy.expiresAt <= now) {
      turns.unshift(consumer.serial)
      letDie(broker, context, queue, copy, 'expired', copy.cause)
      continue
    }
    takeTurns(queue, consumer)
    deliver(broker, context, { queue, consumer, channel, copy }, after)
  }
}

/** Whether the limits of a consumer and of its channel let it take one more message. */
export function hasRoom(consumer: Consumer, channel: Channel): boolean {
  if (channel.isBehind) return false
  if (consumer.autoAck) return true
  if (consumer.prefetch > 0 && consumer.unackedCount >= consumer.prefetch) return false
  return !isChannelFull(channel)
}

/** One copy on its way to a consumer. */
export interface Serving {
  readonly queue: Queue
  readonly consumer: Consumer
  readonly channel: Channel
  readonly copy: Copy
}

/** Sends a copy to a consumer. */
export function deliver(
  broker: Broker,
  context: BrokerContext,
  serving: Serving,
  after: FactId | null,
): void {
  const { queue, consumer, channel, copy } = serving
  const handing = { queue, channel, copy, autoAck: consumer.autoAck, after }
  const { fact, deliveryTag } = handOut(broker, context, handing, consumer)
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
      message: copy.returns > 0 ? withDeliveryCount(queue, copy) : copy.message,
    },
    fact,
  )
}

/** A quorum queue writes into the headers how often it took the message back. */
export function withDeliveryCount(queue: Queue, { message, returns }: Copy): Message {
  if (queue.type !== 'quorum') return message
  const headers = withNumber(message.properties.headers, 'x-delivery-count', returns)
  const properties = Object.freeze({ ...message.properties, headers })
  return Object.freeze({ ...message, properties })
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
  broker: Broker,
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
      at: context.recorder.now,
      fact,
    }
    channel.unacked.set(deliveryTag, Object.freeze(delivery))
    queue.unackedCount++
    if (!broker.isAckCheckPlanned) planAckCheck(broker, context.recorder.now)
  }
  return { fact, deliveryTag }
}
