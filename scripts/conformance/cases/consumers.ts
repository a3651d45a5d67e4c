import type { Channel } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'

export const CONSUMER_CASES: readonly Case[] = [
  {
    id: 'consumer-priority',
    title: 'the consumer of the highest priority is served while it has room',
    rules: ['R-82'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const low = await s.channel('low')
      const high = await s.channel('high')
      await high.prefetch(2)
      await low.prefetch(3)
      const lower = await s.consume(low, q, { priority: -1 })
      const plain = await s.consume(low, q)
      const higher = await s.consume(high, q, { priority: 10 })
      for (let i = 1; i <= 7; i++) ch.sendToQueue(q, body(i))
      await s.until(() => lower.bodies.length === 2)
      return [higher.bodies, plain.bodies, lower.bodies]
    },
  },
  {
    id: 'consumer-priority-starves',
    title: 'equal priorities take turns, lower ones starve',
    rules: ['R-82', 'R-73'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const lower = await s.consume(ch, q, { priority: 1 })
      const highers = [
        await s.consume(ch, q, { priority: 5 }),
        await s.consume(ch, q, { priority: 5 }),
      ]
      for (let i = 1; i <= 6; i++) ch.sendToQueue(q, body(i))
      await s.until(() => highers.every(({ bodies }) => bodies.length === 3))
      return [lower.bodies, highers.map(({ bodies }) => bodies)]
    },
  },
  {
    id: 'consumer-argument-errors',
    title: 'consumer priorities are whole numbers; unknown arguments are taken',
    rules: ['R-82'],
    async run(s) {
      const q = await s.queue(await s.channel())
      const consume = (args: object) => async (ch: Channel) => {
        const { consumerTag } = await ch.consume(q, () => undefined, { arguments: args })
        return ch.cancel(consumerTag)
      }
      return s.verdicts({
        text: consume({ 'x-priority': 'high' }),
        double: consume({ 'x-priority': 1.5 }),
        negative: consume({ 'x-priority': -5 }),
        large: consume({ 'x-priority': 3_000_000_000 }),
        unknown: consume({ 'x-own': 'value' }),
        'stream offset on a classic queue': consume({ 'x-stream-offset': 'first' }),
        'cancel on failover': consume({ 'x-cancel-on-ha-failover': true }),
      })
    },
  },
  {
    id: 'exclusive-consumer',
    title: 'an exclusive consumer is alone or is refused',
    rules: ['R-83'],
    async run(s) {
      const ch = await s.channel()
      const alone = await s.queue(ch, {}, 'alone')
      const shared = await s.queue(ch, {}, 'shared')
      const seen = await s.consume(ch, alone, { exclusive: true })
      await s.consume(ch, shared)
      const results: unknown[] = [
        await s.verdicts({
          second: (other) => other.consume(alone, () => undefined),
          'second exclusive': (other) => other.consume(alone, () => undefined, { exclusive: true }),
          'exclusive beside another': (other) =>
            other.consume(shared, () => undefined, { exclusive: true }),
          get: (other) => other.get(alone),
        }),
      ]
      await ch.cancel(seen.consumerTag)
      results.push(
        await s.verdicts({ 'after cancelling': (other) => other.consume(alone, () => undefined) }),
      )
      return results
    },
  },
  {
    id: 'consumer-tag-reuse',
    title: 'a consumer tag in use on the channel closes the connection',
    rules: ['R-84'],
    async run(s) {
      const q = await s.queue(await s.channel())
      const options = { consumerTag: 'T' }
      return s.verdicts({
        twice: async (ch) => {
          await ch.consume(q, () => undefined, options)
          return ch.consume(q, () => undefined, options)
        },
        'on two channels': async (ch) => {
          const other = await s.channel('other')
          return [
            await ch.consume(q, () => undefined, options),
            await other.consume(q, () => undefined, options),
          ]
        },
        'after cancelling': async (ch) => {
          await ch.consume(q, () => undefined, options)
          await ch.cancel('T')
          return ch.consume(q, () => undefined, options)
        },
      })
    },
  },
  {
    id: 'consume-errors',
    title: 'consuming what is not there closes the channel',
    rules: ['R-04', 'R-25'],
    run: (s) =>
      s.verdicts({
        missing: (ch) => ch.consume(s.name('nosuch'), () => undefined),
        'get missing': (ch) => ch.get(s.name('nosuch')),
        'cancel unknown': (ch) => ch.cancel('nosuch'),
        'empty name': (ch) => ch.consume('', () => undefined),
        'get empty name': (ch) => ch.get(''),
      }),
  },
  {
    id: 'get',
    title: 'get takes one message and tells how many are left',
    rules: ['R-89', 'R-23'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      const results = [await ch.get(q), await ch.get(q, { noAck: true }), await ch.get(q)]
      return [...results, await ch.get(q), await ch.checkQueue(q)]
    },
  },
  {
    id: 'delivery-tags-are-per-channel',
    title: 'delivery tags count all deliveries and gets of a channel',
    rules: ['R-23'],
    async run(s) {
      const ch = await s.channel()
      const [a, b] = [await s.queue(ch, {}, 'a'), await s.queue(ch, {}, 'b')]
      for (const q of [a, b])
        for (const text of ['1', '2']) ch.sendToQueue(q, body(q.at(-1) + text))
      const first = await ch.get(a)
      const seen = await s.consume(ch, b, { noAck: true })
      await s.until(() => seen.bodies.length === 2)
      const last = await ch.get(a, { noAck: true })
      const other = await s.channel('other')
      ch.sendToQueue(a, body('a3'))
      await s.settle(ch)
      return [first, ...seen.messages, last, await other.get(a)].map(
        (one) => one !== false && [one?.content.toString(), one?.fields.deliveryTag],
      )
    },
  },
  {
    id: 'cancel-keeps-what-was-delivered',
    title: 'after a cancel, deliveries stop and those made stay unacknowledged',
    rules: ['R-90', 'R-25'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const consuming = await s.channel('consuming')
      await consuming.prefetch(2)
      const seen = await s.consume(consuming, q)
      for (let i = 1; i <= 4; i++) ch.sendToQueue(q, body(i))
      await s.until(() => seen.bodies.length === 2)
      const results: unknown[] = [await consuming.cancel('unknown tag')]
      await consuming.cancel(seen.consumerTag)
      results.push(await ch.checkQueue(q))
      const [first] = seen.messages
      if (first !== undefined) consuming.ack(first)
      await consuming.close()
      results.push(seen.bodies, await s.drain(ch, q))
      return results
    },
  },
  {
    id: 'cancelled-by-the-broker',
    title: 'deleting a queue cancels its consumers; their acknowledgements are taken silently',
    rules: ['R-91'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const consuming = await s.channel('consuming')
      const seen = await s.consume(consuming, q)
      ch.sendToQueue(q, body('1'))
      await s.until(() => seen.bodies.length === 1)
      const results: unknown[] = [await ch.deleteQueue(q)]
      await s.until(() => seen.bodies.length === 2)
      const [first] = seen.messages
      if (first !== undefined) consuming.ack(first)
      await s.settle(consuming)
      results.push(seen.bodies, await consuming.cancel(seen.consumerTag))
      return results
    },
  },
  {
    id: 'no-cancel-for-who-cannot',
    title: 'a client without that capability is not told of a cancelled consumer',
    rules: ['R-91'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      const able = await s.rawChannel({ capabilities: { consumer_cancel_notify: true } })
      const unable = await s.rawChannel()
      for (const raw of [able, unable]) {
        await raw.call(1, 'basic.consume', { queue: q, consumerTag: 'T' })
      }
      await ch.deleteQueue(q)
      return [await able.all(), await unable.all()]
    },
  },
  {
    id: 'single-active-consumer',
    title: 'of several consumers one is active, the first, whatever its priority',
    rules: ['R-85', 'R-88'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { arguments: { 'x-single-active-consumer': true } })
      const first = await s.consume(await s.channel('first'), q)
      const second = await s.consume(await s.channel('second'), q, { priority: 10 })
      for (let i = 1; i <= 4; i++) ch.sendToQueue(q, body(i))
      await s.until(() => first.bodies.length === 4)
      const results: unknown[] = [first.bodies, second.bodies, await ch.checkQueue(q)]
      results.push(
        await s.verdicts({
          exclusive: (other) => other.consume(q, () => undefined, { exclusive: true }),
          get: (other) => other.get(q),
        }),
      )
      return results
    },
  },
  {
    id: 'single-active-consumer-failover',
    title: 'when the active channel closes, the highest of the waiting takes over in order',
    rules: ['R-86'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { arguments: { 'x-single-active-consumer': true } })
      const active = await s.channel('active')
      const first = await s.consume(active, q)
      const second = await s.consume(await s.channel('second'), q)
      const third = await s.consume(await s.channel('third'), q, { priority: 5 })
      for (let i = 1; i <= 3; i++) ch.sendToQueue(q, body(i))
      await s.until(() => first.bodies.length === 3)
      await active.close()
      await s.until(() => third.bodies.length === 3)
      ch.sendToQueue(q, body(4))
      await s.until(() => third.bodies.length === 4)
      return [first.bodies, second.bodies, third.bodies]
    },
  },
  {
    id: 'single-active-consumer-cancel',
    title: 'when an idle active consumer is cancelled, the next one becomes active',
    rules: ['R-86'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { arguments: { 'x-single-active-consumer': true } })
      const first = await s.consume(ch, q, {}, (message) => ch.ack(message))
      const second = await s.consume(ch, q)
      ch.sendToQueue(q, body(1))
      await s.until(() => first.bodies.length === 1)
      await s.settle(ch)
      await ch.cancel(first.consumerTag)
      ch.sendToQueue(q, body(2))
      await s.until(() => second.bodies.length === 1)
      return [first.bodies, second.bodies]
    },
  },
  {
    id: 'single-active-consumer-prefetch',
    title: 'a full active consumer does not make another one active',
    rules: ['R-85'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { arguments: { 'x-single-active-consumer': true } })
      await ch.prefetch(1)
      const first = await s.consume(ch, q)
      const second = await s.consume(ch, q)
      for (let i = 1; i <= 3; i++) ch.sendToQueue(q, body(i))
      await s.until(() => first.bodies.length === 1)
      await s.pause(80)
      return [first.bodies, second.bodies, await ch.checkQueue(q)]
    },
  },
]
