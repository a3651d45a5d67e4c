import type { Channel, ConsumeMessage } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

const QUORUM = { arguments: { 'x-queue-type': 'quorum' } }
const STREAM = { arguments: { 'x-queue-type': 'stream' } }

/** Channel with a confirmed backlog 1…count in a queue of that kind. */
async function filled(
  s: Session,
  options: object,
  count: number,
): Promise<{ ch: Channel; q: string }> {
  const ch = await s.confirmChannel()
  const q = await s.queue(ch, options)
  for (let i = 1; i <= count; i++) ch.sendToQueue(q, body(i))
  await ch.waitForConfirms()
  return { ch, q }
}

const offsetOf = (message: ConsumeMessage): unknown =>
  message.properties.headers?.['x-stream-offset']

export const QUORUM_CASES: readonly Case[] = [
  {
    id: 'quorum-refusals',
    title: 'a quorum queue is durable, shared and lasting, without priorities',
    rules: ['R-136', 'R-56'],
    async run(s) {
      const declare =
        (options: object, args: object = {}) =>
        (ch: Channel) =>
          ch.assertQueue(s.name(`q${s.count()}`), {
            ...options,
            arguments: { 'x-queue-type': 'quorum', ...args },
          })
      return s.verdicts({
        transient: declare({ durable: false }),
        exclusive: declare({ exclusive: true }),
        'auto-delete': declare({ autoDelete: true }),
        several: declare({ durable: false, exclusive: true, autoDelete: true }),
        priority: declare({ maxPriority: 5 }),
        lazy: declare({ queueMode: 'lazy' }),
        'queue version': declare({}, { 'x-queue-version': 2 }),
        'limit negative': declare({}, { 'x-delivery-limit': -1 }),
        'limit text': declare({}, { 'x-delivery-limit': 'x' }),
        strategy: declare({}, { 'x-dead-letter-strategy': 'bogus' }),
        'at least once': declare({}, { 'x-dead-letter-strategy': 'at-least-once' }),
        fine: declare(
          { messageTtl: 1_000, expires: 60_000, maxLength: 5 },
          { 'x-delivery-limit': 0 },
        ),
        'single active': declare({}, { 'x-single-active-consumer': true }),
        'server named': (ch) => ch.assertQueue('', QUORUM),
      })
    },
  },
  {
    id: 'quorum-global-prefetch',
    title: 'a global prefetch on a quorum queue closes the connection',
    rules: ['R-81', 'R-08'],
    async run(s) {
      const { q } = await filled(s, QUORUM, 1)
      return s.verdicts({
        consume: async (ch) => {
          await ch.prefetch(5, true)
          return ch.consume(q, () => undefined)
        },
        get: async (ch) => {
          await ch.prefetch(5, true)
          return (await ch.get(q)) !== false
        },
      })
    },
  },
  {
    id: 'quorum-delivery-count',
    title: 'a quorum queue counts deliveries in a header',
    rules: ['R-138'],
    async run(s) {
      const { ch, q } = await filled(s, QUORUM, 1)
      const results: unknown[] = []
      const consuming = await s.channel('consuming')
      const seen = await s.consume(consuming, q)
      await s.until(() => seen.messages.length === 1)
      await consuming.close()
      await s.ready(ch, q, 1)
      results.push(seen.messages[0]?.properties.headers)
      for (let i = 0; i < 2; i++) {
        const message = await ch.get(q)
        results.push(message !== false && [message.fields.redelivered, message.properties.headers])
        if (message !== false) ch.nack(message)
        await s.ready(ch, q, 1)
      }
      return results
    },
  },
  {
    id: 'quorum-delivery-count-on-get',
    title: 'a first get tells the count 0',
    rules: ['R-138'],
    async run(s) {
      const { ch, q } = await filled(s, QUORUM, 2)
      return [await ch.get(q), await ch.get(q, { noAck: true })]
    },
  },
  {
    id: 'quorum-delivery-limit',
    title: 'a message is delivered once more often than the limit says, then dropped',
    rules: ['R-139'],
    async run(s) {
      const results: unknown[] = []
      for (const limit of [0, 2]) {
        const ch = await s.confirmChannel()
        const q = await s.queue(
          ch,
          { arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': limit } },
          `q${limit}`,
        )
        ch.sendToQueue(q, body('1'))
        await ch.waitForConfirms()
        const seen = await s.consume(ch, q, {}, (message) => ch.nack(message))
        await s.until(() => seen.bodies.length === limit + 1)
        await s.pause(100)
        results.push(seen.bodies)
      }
      return results
    },
  },
  {
    id: 'quorum-delivery-limit-by-closing',
    title: 'channels that close count as deliveries too',
    rules: ['R-138', 'R-139'],
    async run(s) {
      const options = { arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 1 } }
      const { ch, q } = await filled(s, options, 1)
      const seen: unknown[] = []
      for (let i = 0; i < 3; i++) {
        const taker = await s.channel('taker')
        await s.ready(ch, q, 1, 500)
        const message = await taker.get(q)
        seen.push(message !== false && message.properties.headers)
        await taker.close()
      }
      return seen
    },
  },
  {
    id: 'quorum-ignores-message-priority',
    title: 'a quorum queue of 3.10 has no priorities',
    rules: ['R-136', 'R-131'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, QUORUM)
      for (const priority of [1, 9, 5]) ch.sendToQueue(q, body(priority), { priority })
      await ch.waitForConfirms()
      return s.drain(ch, q)
    },
  },
  {
    id: 'quorum-basics',
    title: 'purge, counts, delete and bindings of a quorum queue',
    rules: ['R-20', 'R-55', 'R-53'],
    async run(s) {
      const { ch, q } = await filled(s, QUORUM, 4)
      const results: unknown[] = [await ch.checkQueue(q)]
      const message = await ch.get(q)
      results.push((await ch.checkQueue(q)).messageCount, await ch.purgeQueue(q))
      if (message !== false) ch.nack(message)
      results.push(await s.ready(ch, q, 1), await ch.deleteQueue(q))
      return results
    },
  },
  {
    id: 'quorum-delete-errors',
    title: 'deleting a quorum queue on conditions',
    rules: ['R-54'],
    async run(s) {
      const { q } = await filled(s, QUORUM, 1)
      return s.verdicts({
        'if empty': (ch) => ch.deleteQueue(q, { ifEmpty: true }),
        'if unused': (ch) => ch.deleteQueue(q, { ifUnused: true }),
      })
    },
  },
  {
    id: 'quorum-dispatch',
    title: 'prefetch and turns of a quorum queue',
    rules: ['R-73', 'R-76'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, QUORUM)
      const consuming = await s.channel('consuming')
      await consuming.prefetch(2)
      const seen = [await s.consume(consuming, q), await s.consume(consuming, q)]
      for (let i = 1; i <= 6; i++) {
        ch.sendToQueue(q, body(i))
        await ch.waitForConfirms()
      }
      await s.until(() => seen.every(({ bodies }) => bodies.length === 2))
      return [seen.map(({ bodies }) => bodies), await s.ready(ch, q, 2)]
    },
  },
  {
    id: 'quorum-consumer-priority',
    title: 'consumer priorities of a quorum queue',
    rules: ['R-82'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, QUORUM)
      const consuming = await s.channel('consuming')
      await consuming.prefetch(2)
      const low = await s.consume(consuming, q, { priority: 1 })
      const high = await s.consume(consuming, q, { priority: 5 })
      for (let i = 1; i <= 4; i++) {
        ch.sendToQueue(q, body(i))
        await ch.waitForConfirms()
      }
      await s.until(() => low.bodies.length === 2 && high.bodies.length === 2)
      return [low.bodies, high.bodies]
    },
  },
  {
    id: 'quorum-single-active-consumer-cancel',
    title: 'when the active consumer cancels with messages held, the next gets the ready ones',
    rules: ['R-87', 'R-85'],
    async run(s) {
      const options = { arguments: { 'x-queue-type': 'quorum', 'x-single-active-consumer': true } }
      const { ch, q } = await filled(s, options, 4)
      const active = await s.channel('active')
      await active.prefetch(2)
      const first = await s.consume(active, q)
      await s.until(() => first.bodies.length === 2)
      const waiting = await s.channel('waiting')
      const second = await s.consume(waiting, q)
      await s.pause(50)
      const before = [...second.bodies]
      await active.cancel(first.consumerTag)
      await s.until(() => second.bodies.length === 2)
      await active.close()
      await s.until(() => second.bodies.length === 4)
      return [first.bodies, before, second.bodies, await ch.checkQueue(q)]
    },
  },
  {
    id: 'quorum-single-active-failover',
    title: 'when the active channel of a quorum queue closes, a waiting one takes over',
    rules: ['R-86'],
    async run(s) {
      const options = { arguments: { 'x-queue-type': 'quorum', 'x-single-active-consumer': true } }
      const { q } = await filled(s, options, 3)
      const active = await s.channel('active')
      const first = await s.consume(active, q)
      await s.until(() => first.bodies.length === 3)
      const second = await s.consume(await s.channel('second'), q)
      const third = await s.consume(await s.channel('third'), q)
      await active.close()
      await s.until(() => second.bodies.length === 3)
      return [first.bodies, second.bodies, third.bodies]
    },
  },
  {
    id: 'quorum-mandatory-and-confirms',
    title: 'a quorum queue confirms what it has taken',
    rules: ['R-63', 'R-62'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, QUORUM)
      const acked: string[] = []
      for (const text of ['1', '2', '3']) {
        ch.sendToQueue(q, body(text), { mandatory: true }, (error: unknown) => {
          if (error === null) acked.push(text)
        })
      }
      await ch.waitForConfirms()
      return [acked, await s.drain(ch, q)]
    },
  },
]

export const STREAM_CASES: readonly Case[] = [
  {
    id: 'stream-refusals',
    title: 'a stream is durable, shared and lasting, and takes few arguments',
    rules: ['R-144', 'R-56'],
    async run(s) {
      const declare =
        (options: object, args: object = {}) =>
        (ch: Channel) =>
          ch.assertQueue(s.name(`q${s.count()}`), {
            ...options,
            arguments: { 'x-queue-type': 'stream', ...args },
          })
      return s.verdicts({
        transient: declare({ durable: false }),
        exclusive: declare({ exclusive: true }),
        'auto-delete': declare({ autoDelete: true }),
        ttl: declare({ messageTtl: 1_000 }),
        expires: declare({ expires: 1_000 }),
        'max length': declare({ maxLength: 5 }),
        priority: declare({ maxPriority: 5 }),
        'dead letters': declare({ deadLetterExchange: 'x' }),
        'single active': declare({}, { 'x-single-active-consumer': true }),
        'max age': declare({}, { 'x-max-age': '1D' }),
        'max bytes': declare({}, { 'x-max-length-bytes': 1_000_000 }),
        'segment size': declare({}, { 'x-stream-max-segment-size-bytes': 1_000_000 }),
      })
    },
  },
  {
    id: 'stream-reads-remove-nothing',
    title: 'each consumer reads a stream from where it chooses, and nothing is removed',
    rules: ['R-143'],
    async run(s) {
      const { q } = await filled(s, STREAM, 3)
      const results: unknown[] = []
      for (const offset of ['first', 1, { '!': 'timestamp', value: 1 }]) {
        const consuming = await s.channel()
        await consuming.prefetch(10)
        const args = { 'x-stream-offset': offset }
        const seen = await s.consume(consuming, q, { arguments: args }, (message) =>
          consuming.ack(message),
        )
        const expected = offset === 1 ? 2 : 3
        await s.until(() => seen.bodies.length === expected)
        await s.pause(30)
        results.push(seen.bodies, seen.messages.map(offsetOf))
      }
      return results
    },
  },
  {
    id: 'stream-next-is-the-default',
    title: 'without an offset a consumer gets what is published after it',
    rules: ['R-143'],
    async run(s) {
      const { ch, q } = await filled(s, STREAM, 2)
      const consuming = await s.channel()
      await consuming.prefetch(10)
      const seen = await s.consume(consuming, q)
      const next = await s.consume(consuming, q, { arguments: { 'x-stream-offset': 'next' } })
      ch.sendToQueue(q, body('new'))
      await s.until(() => seen.bodies.length === 1 && next.bodies.length === 1)
      return [seen.bodies, next.bodies, seen.messages.map(offsetOf)]
    },
  },
  {
    id: 'stream-consumer-errors',
    title: 'a stream needs a prefetch and acknowledgements, and knows no get, nack or reject',
    rules: ['R-144'],
    async run(s) {
      const { q } = await filled(s, STREAM, 1)
      const prefetched = (act: (ch: Channel) => Promise<unknown>) => async (ch: Channel) => {
        await ch.prefetch(10)
        return act(ch)
      }
      const settled = (settle: (ch: Channel, message: ConsumeMessage) => void) =>
        prefetched(async (ch) => {
          const args = { 'x-stream-offset': 'first' }
          const seen = await s.consume(ch, q, { arguments: args }, (m) => settle(ch, m))
          await s.until(() => seen.bodies.length > 0)
          await s.settle(ch)
          return 'fine'
        })
      return s.verdicts({
        'no prefetch': (ch) => ch.consume(q, () => undefined),
        'no ack': prefetched((ch) => ch.consume(q, () => undefined, { noAck: true })),
        exclusive: prefetched((ch) => ch.consume(q, () => undefined, { exclusive: true })),
        get: (ch) => ch.get(q),
        purge: (ch) => ch.purgeQueue(q),
        nack: settled((ch, message) => ch.nack(message)),
        reject: settled((ch, message) => ch.reject(message)),
        'reject without requeue': settled((ch, message) => ch.reject(message, false)),
        'global prefetch': async (ch) => {
          await ch.prefetch(10, true)
          return ch.consume(q, () => undefined)
        },
      })
    },
  },
  {
    id: 'stream-prefetch',
    title: 'a stream gives no more than the prefetch until it is acknowledged',
    rules: ['R-144', 'R-79'],
    async run(s) {
      const publisher = await s.confirmChannel()
      const q = await s.queue(publisher, STREAM)
      for (let i = 1; i <= 5; i++) {
        publisher.sendToQueue(q, body(i))
        await publisher.waitForConfirms()
      }
      const ch = await s.channel()
      await ch.prefetch(2)
      const seen = await s.consume(ch, q, { arguments: { 'x-stream-offset': 'first' } })
      await s.until(() => seen.bodies.length === 2)
      await s.pause(100)
      const before = [...seen.bodies]
      ch.ackAll()
      await s.until(() => seen.bodies.length === 4)
      await s.pause(50)
      return [before, seen.bodies]
    },
  },
]
