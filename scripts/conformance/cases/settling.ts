import type { Channel, GetMessage } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

type Settle = (channel: Channel, taken: readonly GetMessage[]) => Promise<void> | void

/** Six messages, some taken and settled: what is read next (V-7). */
async function afterSettling(
  s: Session,
  options: { queue: object; take: number },
  settle: Settle,
): Promise<string[]> {
  const ch = await s.confirmChannel()
  const q = await s.queue(ch, options.queue, `q${s.count()}`)
  for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
  await ch.waitForConfirms()
  const taker = await s.channel('taker')
  const taken: GetMessage[] = []
  for (let i = 0; i < options.take; i++) {
    const message = await taker.get(q)
    if (message !== false) taken.push(message)
  }
  await settle(taker, taken)
  await s.ready(ch, q, 6, 400)
  return s.drain(ch, q)
}

const nacks =
  (...tags: readonly number[]): Settle =>
  (channel, taken) => {
    for (const tag of tags) {
      const message = taken[tag - 1]
      if (message !== undefined) channel.nack(message)
    }
  }

/** The rows of V-7 that need no consumer. */
const ROWS: readonly (readonly [name: string, take: number, settle: Settle])[] = [
  ['nack 2', 3, nacks(2)],
  ['nack 4 1 3', 4, nacks(4, 1, 3)],
  ['nack each', 4, nacks(1, 2, 3, 4)],
  [
    'nack up to 3',
    4,
    (channel, taken) => taken.slice(2, 3).forEach((one) => channel.nack(one, true)),
  ],
  ['close', 4, (channel) => channel.close()],
  [
    'reject 3 and 1',
    3,
    (channel, [one, , three]) => {
      if (three !== undefined) channel.reject(three)
      if (one !== undefined) channel.reject(one)
    },
  ],
]

function requeueCase(kind: string, queue: object, rules: readonly string[]): Case {
  return {
    id: `requeue-order-${kind}`,
    title: `requeued messages of a ${kind} queue come back where the rule says`,
    rules: [...rules, 'R-100'],
    async run(s) {
      const results: Record<string, unknown> = {}
      for (const [name, take, settle] of ROWS) {
        results[name] = await afterSettling(s, { queue, take }, settle)
      }
      s.events.length = 0
      return results
    },
  }
}

/** Two channels that hold every other message close one after the other. */
function closingCase(kind: string, queue: object): Case {
  return {
    id: `interleaved-close-${kind}`,
    title: `messages two channels of a ${kind} queue held interleaved come back in order`,
    rules: ['R-99', 'R-100'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, queue)
      for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
      await ch.waitForConfirms()
      const [a, b] = [await s.channel('a'), await s.channel('b')]
      for (const taker of [a, b, a, b]) await taker.get(q)
      await b.close()
      await s.ready(ch, q, 4)
      await a.close()
      await s.ready(ch, q, 6)
      return s.drain(ch, q)
    },
  }
}

function repeatedNackCase(kind: string, queue: object, rules: readonly string[]): Case {
  return {
    id: `repeated-nack-${kind}`,
    title: `a consumer that gives its first message back meets it again as a ${kind} queue orders`,
    rules,
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, queue)
      for (let i = 1; i <= 4; i++) ch.sendToQueue(q, body(i))
      await ch.waitForConfirms()
      const consuming = await s.channel('consuming')
      await consuming.prefetch(1)
      let left = 3
      const seen = await s.consume(consuming, q, {}, (message) => {
        if (message.content.toString() !== '1' || left-- <= 0) consuming.ack(message)
        else consuming.nack(message)
      })
      await s.until(() => seen.bodies.length === 7)
      return seen.bodies
    },
  }
}

const QUORUM = { arguments: { 'x-queue-type': 'quorum' } }
const LIMITED = { arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 10 } }

/** Settles one message twice, in ways that are each an error of its own. */
const UNKNOWN_TAGS: Readonly<Record<string, (ch: Channel, message: GetMessage) => void>> = {
  'ack twice': (ch, message) => {
    ch.ack(message)
    ch.ack(message)
  },
  'nack after ack': (ch, message) => {
    ch.ack(message)
    ch.nack(message)
  },
  'reject after ack': (ch, message) => {
    ch.ack(message)
    ch.reject(message)
  },
  'ack covered by multiple': (ch, message) => {
    ch.ackAll()
    ch.ack(message)
  },
  'ack of a tag never given': (ch, message) => {
    ch.ack({ ...message, fields: { ...message.fields, deliveryTag: 99 } })
  },
  'multiple ack of a tag never given': (ch, message) => {
    ch.ack({ ...message, fields: { ...message.fields, deliveryTag: 99 } }, true)
  },
  'nack multiple of a tag never given': (ch, message) => {
    ch.nack({ ...message, fields: { ...message.fields, deliveryTag: 99 } }, true)
  },
  'ack of tag 0 without multiple': (ch, message) => {
    ch.ack({ ...message, fields: { ...message.fields, deliveryTag: 0 } })
  },
  'ackAll with none outstanding': (ch, message) => {
    ch.ack(message)
    ch.ackAll()
    ch.nackAll()
  },
  'multiple ack at a tag already settled': (ch, message) => {
    ch.ack(message)
    ch.ack(message, true)
  },
}

export const SETTLING_CASES: readonly Case[] = [
  requeueCase('classic', {}, ['R-95']),
  requeueCase('lazy', { queueMode: 'lazy' }, ['R-95', 'R-142']),
  requeueCase('priority', { maxPriority: 5 }, ['R-95', 'R-135']),
  requeueCase('quorum', QUORUM, ['R-97', 'R-99']),
  requeueCase('quorum-with-limit', LIMITED, ['R-98', 'R-99']),
  closingCase('classic', {}),
  closingCase('quorum', QUORUM),
  closingCase('quorum-with-limit', LIMITED),
  repeatedNackCase('classic', {}, ['R-95', 'R-96', 'R-101']),
  repeatedNackCase('quorum', QUORUM, ['R-97']),
  repeatedNackCase('quorum-with-limit', LIMITED, ['R-98']),
  {
    id: 'multiple-ack',
    title: 'a multiple acknowledgement covers the channel, over queues and consumers',
    rules: ['R-92'],
    async run(s) {
      const ch = await s.channel()
      const [a, b] = [await s.queue(ch, {}, 'a'), await s.queue(ch, {}, 'b')]
      for (const q of [a, b]) for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      const taker = await s.channel('taker')
      const taken: (GetMessage | false)[] = []
      for (const q of [a, b, a, b, a, b]) taken.push(await taker.get(q))
      const fourth = taken[3] ?? false
      if (fourth !== false) taker.ack(fourth, true)
      await s.settle(taker)
      await taker.close()
      await s.ready(ch, a, 1)
      await s.ready(ch, b, 1)
      return [await s.drain(ch, a), await s.drain(ch, b)]
    },
  },
  {
    id: 'multiple-nack',
    title: 'a multiple nack gives back or drops everything up to its tag',
    rules: ['R-92', 'R-94'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
      const taken: (GetMessage | false)[] = []
      for (let i = 0; i < 5; i++) taken.push(await ch.get(q))
      const [, second = false, , fourth = false] = taken
      if (second !== false) ch.nack(second, true, false)
      if (fourth !== false) ch.nack(fourth, true, true)
      const results: unknown[] = [await s.drain(ch, q)]
      ch.nackAll()
      results.push(await s.drain(ch, q))
      return results
    },
  },
  {
    id: 'unknown-delivery-tag',
    title: 'a tag that is not outstanding closes the channel',
    rules: ['R-93', 'R-92'],
    async run(s) {
      const actions: Record<string, (ch: Channel) => Promise<unknown>> = {}
      for (const [name, settle] of Object.entries(UNKNOWN_TAGS)) {
        actions[name] = async (ch) => {
          const q = await s.queue(ch, {}, name)
          ch.sendToQueue(q, body('1'))
          const message = await ch.get(q)
          if (message !== false) settle(ch, message)
          await s.settle(ch)
          return 'fine'
        }
      }
      return s.verdicts(actions)
    },
  },
  {
    id: 'ack-on-another-channel',
    title: 'a delivery can be acknowledged on its own channel alone',
    rules: ['R-93'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('1'))
      const message = await ch.get(q)
      const other = await s.channel('other')
      if (message !== false) other.ack(message)
      await s.settle(other)
      return ch.checkQueue(q)
    },
  },
  {
    id: 'ack-of-a-no-ack-delivery',
    title: 'a delivery without acknowledgements cannot be acknowledged; the rest is requeued',
    rules: ['R-93'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      const taker = await s.channel('taker')
      await taker.get(q)
      const free = await taker.get(q, { noAck: true })
      if (free !== false) taker.ack(free)
      await s.settle(taker)
      await s.ready(ch, q, 2)
      return s.drain(ch, q)
    },
  },
  {
    id: 'unknown-tag-among-pipelined-acks',
    title: 'acknowledgements sent before the bad one count',
    rules: ['R-93', 'R-100'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3', '4']) ch.sendToQueue(q, body(text))
      await s.settle(ch)
      const raw = await s.rawChannel()
      await raw.call(1, 'basic.consume', { queue: q, consumerTag: 'T' })
      await raw.all()
      raw.send(1, 'basic.ack', { deliveryTag: 2 })
      raw.send(1, 'basic.ack', { deliveryTag: 2 })
      raw.send(1, 'basic.ack', { deliveryTag: 3 })
      const frames = await raw.all()
      await s.ready(ch, q, 3)
      return [frames, await s.drain(ch, q)]
    },
  },
  {
    id: 'reject-drops',
    title: 'rejected without requeue and without dead letters, a message is gone',
    rules: ['R-94'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      const [first, second] = [await ch.get(q), await ch.get(q)]
      if (first !== false) ch.reject(first, false)
      if (second !== false) ch.nack(second, false, false)
      return s.drain(ch, q)
    },
  },
  {
    id: 'socket-loss-requeues',
    title: 'when the socket goes everything unacknowledged comes back at once, in order',
    rules: ['R-100', 'R-104', 'R-101'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (let i = 1; i <= 4; i++) ch.sendToQueue(q, body(i))
      await s.settle(ch)
      const results: unknown[] = []
      for (const how of ['reset', 'end'] as const) {
        const raw = await s.rawChannel()
        await raw.call(1, 'basic.qos', { prefetchCount: 3 })
        await raw.call(1, 'basic.consume', { queue: q })
        await raw.all()
        raw.hangUp(how)
        results.push(await s.ready(ch, q, 4))
      }
      return [results, await s.drain(ch, q)]
    },
  },
  {
    id: 'redelivered-after-a-prefetch-buffer',
    title: 'a message is redelivered though no code looked at it before',
    rules: ['R-101', 'R-103'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (let i = 1; i <= 3; i++) ch.sendToQueue(q, body(i))
      const slow = await s.channel('slow')
      await slow.prefetch(2)
      const first = await s.consume(slow, q)
      await s.until(() => first.bodies.length === 2)
      await slow.close()
      await s.ready(ch, q, 3)
      const second = await s.consume(ch, q)
      await s.until(() => second.bodies.length === 3)
      return [first.bodies, second.bodies]
    },
  },
  {
    id: 'requeue-goes-to-another-consumer',
    title: 'a message given back goes to the consumer whose turn it is',
    rules: ['R-96', 'R-103'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      await ch.prefetch(1)
      const refusing = await s.channel('refusing')
      await refusing.prefetch(1)
      const other = await s.channel('other')
      await other.prefetch(1)
      const first = await s.consume(refusing, q)
      const second = await s.consume(other, q)
      for (let i = 1; i <= 3; i++) ch.sendToQueue(q, body(i))
      await s.until(() => second.bodies.length === 1)
      const [held] = second.messages
      const [given] = first.messages
      if (held !== undefined) other.ack(held)
      await s.until(() => second.bodies.length === 2)
      if (given !== undefined) refusing.nack(given)
      await s.until(() => first.bodies.length === 2)
      return [first.bodies, second.bodies]
    },
  },
]
