import { assert, clone } from '#std'
import { hasMajority } from '../lifecycle/majority.ts'
import type { Queue } from '../queues/queue.ts'
import { peekCopy, takeAllCopies, type Copy } from '../queues/ready-copies.ts'
import type { Channel } from '../state/channel.ts'
import type { Delivery } from '../state/delivery.ts'
import type { BrokerWorld } from './broker-world.ts'
import { follow, type Observer } from './observer.ts'

/** Reads what is new, then compares the broker with what it says. */
export function checkBroker(w: BrokerWorld, observer: Observer): void {
  follow(observer, w)
  const channels = [...w.broker.connections.values()].flatMap((one) => [...one.channels.values()])
  const deliveries = channels.flatMap(heldBy)
  for (const queue of w.broker.queues.values()) {
    checkQueue(observer, queue, deliveries)
    checkLimits(w, queue)
    checkConsumers(w, queue, channels, deliveries)
  }
  for (const channel of channels) checkChannel(w, channel)
  // A copy in no living queue would be lost without a word.
  const copies = [...observer.copies.values()]
  for (const { queue } of copies) assert(w.broker.queues.has(queue), `${queue} still exists`)
  assert(w.broker.deadLetters.length === 0, 'nobody dies unseen')
}

/** All a channel holds: what is settled in a transaction counts until the commit. */
function heldBy(channel: Channel): Delivery[] {
  const settled = channel.transaction?.settled.flatMap(({ deliveries }) => deliveries) ?? []
  return [...channel.unacked.values(), ...settled]
}

function checkChannel(w: BrokerWorld, channel: Channel): void {
  const held = heldBy(channel).filter((delivery) => delivery.consumer !== null)
  assert(channel.heldCount === held.length, 'a channel counts what it holds')
  const serials = [...channel.consumers.values()].map(({ queue, serial }) => {
    const isThere = w.broker.queues.get(queue)?.consumers.has(serial) === true
    assert(isThere, 'a consumer is in its queue')
    return serial
  })
  for (const serial of channel.waiting.keys()) {
    assert(serials.includes(serial), 'who waits is a consumer of the channel')
  }
}

function checkQueue(observer: Observer, queue: Queue, deliveries: readonly Delivery[]): void {
  const mine = [...observer.copies].filter(([, copy]) => copy.queue === queue.name)
  const ready = mine.filter(([, copy]) => !copy.isUnacked)
  ready.sort(([, one], [, other]) => other.priority - one.priority || one.position - other.position)
  const found = queue.type === 'stream' ? queue.log : readyCopies(queue)
  const names = found.map(({ message }) => `${String(message.id)} in ${queue.name}`)
  assert(names.join() === ready.map(([key]) => key).join(), `${names.join()} are ready`)
  const ofQueue = deliveries.filter((one) => one.queueSerial === queue.serial)
  assert(queue.unackedCount === ofQueue.length, `${queue.name} counts what is unacked`)
  const isUnacked = mine.length - ready.length
  assert(queue.type === 'stream' || ofQueue.length === isUnacked, 'what is unacked is held')
}

function readyCopies({ ready }: Queue): readonly Copy[] {
  return ready.count === 0 ? [] : takeAllCopies(clone(ready))
}

function checkLimits(w: BrokerWorld, queue: Queue): void {
  const { maxLength, overflow } = queue.settings
  const drops = overflow === null || overflow === 'drop-head'
  if (drops && maxLength !== null && queue.type !== 'stream') {
    assert(queue.ready.count <= maxLength, `${queue.name} is within its limit`)
  }
  const head = peekCopy(queue.ready)
  const isExpired = head?.expiresAt != null && head.expiresAt <= w.context.recorder.now
  assert(!isExpired, `the head of ${queue.name} has not expired`)
}

function checkConsumers(
  w: BrokerWorld,
  queue: Queue,
  channels: readonly Channel[],
  deliveries: readonly Delivery[],
): void {
  const hasReady = queue.ready.count > 0 && hasMajority(w.broker, queue)
  for (const consumer of queue.consumers.values()) {
    const held = deliveries.filter((delivery) => delivery.consumer === consumer.serial)
    assert(consumer.unackedCount === held.length, 'a consumer counts what it holds')
    const isWithin = consumer.prefetch === 0 || held.length <= consumer.prefetch
    assert(isWithin, 'a consumer is within its prefetch')
    const channel = channels.find(
      (one) => one.connection === consumer.connection && one.number === consumer.channel,
    )
    const reference = channel?.consumers.get(consumer.tag)
    assert(reference?.serial === consumer.serial, 'a consumer is on its channel')
    const inTurns = queue.turns.filter((serial) => serial === consumer.serial).length
    const isWaiting = channel?.waiting.has(consumer.serial) === true
    const isPassive = queue.hasSingleActiveConsumer && queue.activeConsumer !== consumer.serial
    assert(inTurns === (isWaiting || isPassive ? 0 : 1), 'a consumer takes turns or waits')
    assert(!isPassive || !isWaiting, 'who is not active does not wait for room')
    const isIdle = hasReady && !isPassive && !isWaiting
    assert(!isIdle, `nothing is ready in ${queue.name} beside a consumer with room`)
  }
  const isServed = queue.activeConsumer !== null
  const isSingle = queue.hasSingleActiveConsumer && queue.consumers.size > 0
  assert(isServed === isSingle, 'one of several is active')
}
