import { clone } from '#std'
import { expect } from 'vitest'
import type { Channel, Delivery } from '../channel.ts'
import type { Queue } from '../queue.ts'
import { takeAllCopies } from '../ready-copies.ts'
import type { BrokerWorld, ToldFact } from './broker-world.ts'

/** What became of one copy: the pair (message, queue). */
interface CopyState {
  readonly position: number
  readonly queue: string
  state: 'ready' | 'unacked' | 'settled' | 'discarded'
}

/** A naive reader of the facts: what must be true of the broker if they are. */
export interface Observer {
  readonly copies: Map<string, CopyState>
  readonly lastFirstDelivery: Map<string, number>
  read: number
}

export function createObserver(): Observer {
  return { copies: new Map(), lastFirstDelivery: new Map(), read: 0 }
}

/** Reads the new facts, then compares the broker with what they say. */
export function checkBroker(w: BrokerWorld, observer: Observer): void {
  for (; observer.read < w.facts.length; observer.read++) {
    follow(observer, w.facts[observer.read] as ToldFact)
  }
  const channels = [...w.broker.connections.values()].flatMap((one) => [...one.channels.values()])
  const deliveries = channels.flatMap((channel) => [...channel.unacked.values()])
  for (const queue of w.broker.queues.values()) {
    checkQueue(w, observer, queue, deliveries)
    checkConsumers(queue, channels, deliveries)
  }
  for (const channel of channels) checkChannel(w, channel)
  // A copy in no living queue would be lost without a word.
  const alive = [...observer.copies.values()].filter(isAlive)
  expect(alive.every((copy) => w.broker.queues.has(copy.queue))).toBe(true)
}

function checkChannel(w: BrokerWorld, channel: Channel): void {
  const held = [...channel.unacked.values()].filter((delivery) => delivery.consumer !== null)
  expect(channel.heldCount).toBe(held.length)
  const serials = [...channel.consumers.values()].map(({ queue, serial }) => {
    expect(w.broker.queues.get(queue)?.consumers.has(serial)).toBe(true)
    return serial
  })
  for (const serial of channel.waiting.keys()) expect(serials).toContain(serial)
}

function isAlive(copy: CopyState): boolean {
  return copy.state === 'ready' || copy.state === 'unacked'
}

function follow(observer: Observer, fact: ToldFact): void {
  const { copies } = observer
  const key = `${String(fact.fields['message'])} in ${String(fact.fields['queue'])}`
  const copy = copies.get(key)
  const queue = String(fact.fields['queue'])
  switch (fact.kind) {
    case 'amqp.message-queued': {
      const position = Number(fact.fields['position'])
      expect(copy, `${key} is queued once`).toBe(undefined)
      copies.set(key, { position, queue, state: 'ready' })
      return
    }
    case 'amqp.message-delivered':
      expect(copy?.state, `${key} is ready when it is delivered`).toBe('ready')
      if (copy === undefined) return
      checkOrder(observer, fact, copy)
      copy.state = fact.fields['autoAck'] === true ? 'settled' : 'unacked'
      return
    case 'amqp.message-acked':
      return move(copy, key, ['unacked'], 'settled')
    case 'amqp.message-requeued':
      return move(copy, key, ['unacked'], 'ready')
    case 'amqp.message-discarded':
      return move(copy, key, ['ready', 'unacked'], 'discarded')
  }
}

function move(
  copy: CopyState | undefined,
  key: string,
  from: readonly CopyState['state'][],
  to: CopyState['state'],
): void {
  expect(from, key).toContain(copy?.state)
  if (copy !== undefined) copy.state = to
}

/** A delivery takes the first of what is ready; first deliveries come in order. */
function checkOrder(observer: Observer, fact: ToldFact, copy: CopyState): void {
  for (const other of observer.copies.values()) {
    const isBefore = other.queue === copy.queue && other.position < copy.position
    expect(isBefore && other.state === 'ready').toBe(false)
  }
  if (fact.fields['redelivered'] === true) return
  const message = Number(fact.fields['message'])
  expect(message).toBeGreaterThan(observer.lastFirstDelivery.get(copy.queue) ?? 0)
  observer.lastFirstDelivery.set(copy.queue, message)
}

function checkQueue(
  w: BrokerWorld,
  observer: Observer,
  queue: Queue,
  deliveries: readonly Delivery[],
): void {
  const mine = [...observer.copies].filter(([, copy]) => copy.queue === queue.name)
  const ready = mine.filter(([, copy]) => copy.state === 'ready')
  ready.sort(([, one], [, other]) => one.position - other.position)
  const found = takeAllCopies(clone(queue.ready))
  expect(found.map(({ message }) => `${String(message.id)} in ${queue.name}`)).toEqual(
    ready.map(([key]) => key),
  )
  const unacked = mine.filter(([, copy]) => copy.state === 'unacked')
  expect(queue.unackedCount).toBe(unacked.length)
  expect(deliveries.filter((one) => one.queueSerial === queue.serial)).toHaveLength(unacked.length)
  expect(w.broker.queues.get(queue.name)).toBe(queue)
}

function checkConsumers(
  queue: Queue,
  channels: readonly Channel[],
  deliveries: readonly Delivery[],
): void {
  const hasReady = queue.ready.freshCount + queue.ready.returned.length > 0
  for (const consumer of queue.consumers.values()) {
    const held = deliveries.filter((delivery) => delivery.consumer === consumer.serial)
    expect(consumer.unackedCount).toBe(held.length)
    if (consumer.prefetch > 0) expect(held.length).toBeLessThanOrEqual(consumer.prefetch)
    const channel = channels.find(
      (one) => one.connection === consumer.connection && one.number === consumer.channel,
    )
    expect(channel?.consumers.get(consumer.tag)?.serial).toBe(consumer.serial)
    const inTurns = queue.turns.filter((serial) => serial === consumer.serial).length
    const isWaiting = channel?.waiting.has(consumer.serial) === true
    expect(inTurns).toBe(isWaiting ? 0 : 1)
    if (hasReady) expect(isWaiting, 'nothing is ready beside a consumer with room').toBe(true)
  }
}
