import type { Channel, GetMessage } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

/** Waits for a message in the queue and takes it. */
async function takeOne(s: Session, ch: Channel, queue: string): Promise<GetMessage | null> {
  await s.ready(ch, queue, 1)
  const message = await ch.get(queue)
  return message === false ? null : message
}

export const DEAD_LETTER_CASES: readonly Case[] = [
  {
    id: 'rejected-dead-letter',
    title: 'a rejected message becomes a new one at the dead-letter exchange, with its history',
    rules: ['R-121', 'R-122', 'R-124', 'R-125', 'R-102', 'R-94'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'direct', {}, 'dlx')
      const dead = await s.queue(ch, {}, 'dead')
      const q = await s.queue(ch, { deadLetterExchange: x, deadLetterRoutingKey: 'dead key' })
      await ch.bindQueue(dead, x, 'dead key')
      ch.sendToQueue(q, body('1'), {
        messageId: 'm',
        correlationId: 'c',
        persistent: true,
        headers: { own: 'header' },
      })
      const message = await takeOne(s, ch, q)
      if (message !== null) ch.reject(message, false)
      return takeOne(s, ch, dead)
    },
  },
  {
    id: 'dead-letter-on-the-wire',
    title: 'the history is written in this order and with these types',
    rules: ['R-124', 'R-125', 'R-126'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const options = { deadLetterExchange: '', deadLetterRoutingKey: dead }
      const q = await s.queue(ch, options)
      ch.sendToQueue(q, body('1'), { expiration: 50, headers: { zebra: 1, apple: 'a' } })
      await s.ready(ch, dead, 1)
      const raw = await s.rawChannel()
      const frames = [await raw.call(1, 'basic.get', { queue: dead }), await raw.next()]
      const text = JSON.stringify(frames).replace(/T 00000000[0-9a-f]{8}/g, 'T <time>')
      return JSON.parse(text) as unknown
    },
  },
  {
    id: 'dead-letter-keeps-its-key',
    title: 'without a dead-letter key the message keeps its own keys',
    rules: ['R-122', 'R-126'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'topic', {}, 'dlx')
      const dead = await s.queue(ch, {}, 'dead')
      await ch.bindQueue(dead, x, 'some.*')
      const from = await s.exchange(ch, 'topic', {}, 'from')
      const q = await s.queue(ch, { deadLetterExchange: x })
      await ch.bindQueue(q, from, '#')
      ch.publish(from, 'some.key', body('1'), { CC: ['other.key', 'some.cc'], BCC: ['some.bcc'] })
      const message = await takeOne(s, ch, q)
      if (message !== null) ch.nack(message, false, false)
      return takeOne(s, ch, dead)
    },
  },
  {
    id: 'dead-letter-routes-by-cc',
    title: 'CC keys route a dead letter too, unless a dead-letter key is set',
    rules: ['R-122', 'R-126'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'direct', {}, 'dlx')
      const byCc = await s.queue(ch, {}, 'cc')
      const byKey = await s.queue(ch, {}, 'key')
      await ch.bindQueue(byCc, x, 'copy')
      await ch.bindQueue(byKey, x, 'k')
      const plain = await s.queue(ch, { deadLetterExchange: x }, 'plain')
      const keyed = await s.queue(ch, { deadLetterExchange: x, deadLetterRoutingKey: 'k' }, 'keyed')
      for (const q of [plain, keyed]) {
        ch.sendToQueue(q, body(q === plain ? 'plain' : 'keyed'), { CC: ['copy'] })
        const message = await takeOne(s, ch, q)
        if (message !== null) ch.nack(message, false, false)
      }
      await s.ready(ch, byKey, 1)
      return [await takeOne(s, ch, byCc), await takeOne(s, ch, byKey), await s.drain(ch, byCc)]
    },
  },
  {
    id: 'expired-dead-letter',
    title: 'an expired message loses its expiration and keeps it in its history',
    rules: ['R-121', 'R-124', 'R-126', 'R-111'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const q = await s.queue(ch, { deadLetterExchange: '', deadLetterRoutingKey: dead })
      ch.sendToQueue(q, body('1'), { expiration: 50 })
      return takeOne(s, ch, dead)
    },
  },
  {
    id: 'maxlen-dead-letter',
    title: 'a message dropped for length tells so',
    rules: ['R-121', 'R-115'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const options = { maxLength: 1, deadLetterExchange: '', deadLetterRoutingKey: dead }
      const q = await s.queue(ch, options)
      for (const text of ['1', '2']) ch.sendToQueue(q, body(text))
      return takeOne(s, ch, dead)
    },
  },
  {
    id: 'delivery-limit-dead-letter',
    title: 'a message delivered too often tells so',
    rules: ['R-121', 'R-139', 'R-138'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const q = await s.queue(ch, {
        deadLetterExchange: '',
        deadLetterRoutingKey: dead,
        arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 2 },
      })
      ch.sendToQueue(q, body('1'))
      await s.ready(ch, q, 1)
      const seen = await s.consume(ch, q, {}, (message) => ch.nack(message))
      const message = await takeOne(s, ch, dead)
      return [seen.bodies, seen.messages.map(({ properties }) => properties.headers), message]
    },
  },
  {
    id: 'missing-dead-letter-exchange',
    title: 'where the dead-letter exchange is missing the message is dropped silently',
    rules: ['R-123'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { deadLetterExchange: s.name('missing') })
      for (const text of ['1', '2']) ch.sendToQueue(q, body(text))
      const message = await ch.get(q)
      if (message !== false) ch.reject(message, false)
      return s.drain(ch, q)
    },
  },
  {
    id: 'dead-letter-unroutable',
    title: 'a dead letter that routes nowhere is dropped, or goes to the alternate',
    rules: ['R-123', 'R-40'],
    async run(s) {
      const ch = await s.channel()
      const ae = await s.exchange(ch, 'fanout', {}, 'ae')
      const caught = await s.queue(ch, {}, 'caught')
      await ch.bindQueue(caught, ae, '')
      const x = await s.exchange(ch, 'direct', { alternateExchange: ae }, 'dlx')
      const q = await s.queue(ch, { deadLetterExchange: x })
      ch.sendToQueue(q, body('1'))
      const message = await takeOne(s, ch, q)
      if (message !== null) ch.reject(message, false)
      return takeOne(s, ch, caught)
    },
  },
  {
    id: 'dead-letter-to-internal-exchange',
    title: 'dead letters may go to an internal exchange',
    rules: ['R-122', 'R-42'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'fanout', { internal: true }, 'dlx')
      const dead = await s.queue(ch, {}, 'dead')
      await ch.bindQueue(dead, x, '')
      const q = await s.queue(ch, { deadLetterExchange: x })
      ch.sendToQueue(q, body('1'))
      const message = await takeOne(s, ch, q)
      if (message !== null) ch.reject(message, false)
      await s.ready(ch, dead, 1)
      return s.drain(ch, dead)
    },
  },
  {
    id: 'retry-pattern',
    title: 'rejected, waited, expired, tried again: the counts grow',
    rules: ['R-127', 'R-124', 'R-125', 'R-128'],
    async run(s) {
      const ch = await s.channel()
      const [work, wait] = [s.name('work'), s.name('wait')]
      const to = (queue: string) => ({ deadLetterExchange: '', deadLetterRoutingKey: queue })
      await ch.assertQueue(work, to(wait))
      await ch.assertQueue(wait, { ...to(work), messageTtl: 50 })
      ch.sendToQueue(work, body('1'))
      const histories: unknown[] = []
      for (let attempt = 1; attempt <= 3; attempt++) {
        const message = await takeOne(s, ch, work)
        histories.push(message?.fields.redelivered, message?.properties.headers)
        if (message !== null) ch.reject(message, false)
      }
      return histories
    },
  },
  {
    id: 'ttl-cycle-ends',
    title: 'a cycle without a rejection drops the message',
    rules: ['R-128'],
    async run(s) {
      const ch = await s.channel()
      const to = (queue: string) => ({ deadLetterExchange: '', deadLetterRoutingKey: queue })
      const self = s.name('self')
      await ch.assertQueue(self, { ...to(self), messageTtl: 50 })
      const [ping, pong] = [s.name('ping'), s.name('pong')]
      await ch.assertQueue(ping, { ...to(pong), messageTtl: 50 })
      await ch.assertQueue(pong, { ...to(ping), messageTtl: 50 })
      const full = s.name('full')
      await ch.assertQueue(full, { ...to(full), maxLength: 1 })
      for (const q of [self, ping, full, full]) ch.sendToQueue(q, body(q.at(-1) ?? ''))
      await s.pause(400)
      const results: unknown[] = []
      for (const q of [self, ping, pong, full]) results.push(await s.drain(ch, q))
      return results
    },
  },
  {
    id: 'cycle-with-a-rejection-goes-on',
    title: 'a message rejected into its own queue goes round',
    rules: ['R-128', 'R-124'],
    async run(s) {
      const ch = await s.channel()
      const q = s.name('q')
      await ch.assertQueue(q, { deadLetterExchange: '', deadLetterRoutingKey: q })
      ch.sendToQueue(q, body('1'))
      const histories: unknown[] = []
      for (let i = 0; i < 3; i++) {
        const message = await takeOne(s, ch, q)
        histories.push(message?.fields.redelivered, message?.properties.headers)
        if (message !== null) ch.reject(message, false)
      }
      return histories
    },
  },
  {
    id: 'cycle-drops-one-target-only',
    title: 'a dead letter for two queues misses only the one that would close the cycle',
    rules: ['R-128', 'R-122'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'fanout', {}, 'dlx')
      const q = await s.queue(ch, { deadLetterExchange: x, messageTtl: 50 })
      const other = await s.queue(ch, {}, 'other')
      for (const queue of [q, other]) await ch.bindQueue(queue, x, '')
      ch.sendToQueue(q, body('1'))
      await s.ready(ch, other, 1)
      await s.pause(150)
      return [await s.drain(ch, q), await s.drain(ch, other)]
    },
  },
  {
    id: 'several-reasons-several-entries',
    title: 'each queue and reason has one entry, the latest first',
    rules: ['R-124', 'R-125'],
    async run(s) {
      const ch = await s.channel()
      const to = (queue: string) => ({ deadLetterExchange: '', deadLetterRoutingKey: queue })
      const end = await s.queue(ch, {}, 'end')
      const third = await s.queue(ch, { ...to(end), maxLength: 1 }, 'third')
      const second = await s.queue(ch, { ...to(third), messageTtl: 50 }, 'second')
      const first = await s.queue(ch, to(second), 'first')
      ch.sendToQueue(first, body('1'))
      const message = await takeOne(s, ch, first)
      if (message !== null) ch.nack(message, false, false)
      await s.ready(ch, third, 1)
      ch.sendToQueue(third, body('2'))
      return takeOne(s, ch, end)
    },
  },
  {
    id: 'client-made-history',
    title: 'a history a client copied into a new message goes on counting',
    rules: ['R-129'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const q = await s.queue(ch, { deadLetterExchange: '', deadLetterRoutingKey: dead })
      const reject = async (): Promise<GetMessage | null> => {
        const message = await takeOne(s, ch, q)
        if (message !== null) ch.reject(message, false)
        return takeOne(s, ch, dead)
      }
      ch.sendToQueue(q, body('1'))
      const first = await reject()
      ch.sendToQueue(q, body('2'), { headers: first?.properties.headers ?? {} })
      const second = await reject()
      ch.sendToQueue(q, body('3'), { headers: { 'x-death': 'nonsense' } })
      return [second?.properties.headers, (await reject())?.properties.headers]
    },
  },
  {
    id: 'dead-letters-in-order',
    title: 'dead letters of one multiple nack arrive in order',
    rules: ['R-122', 'R-130'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const q = await s.queue(ch, { deadLetterExchange: '', deadLetterRoutingKey: dead })
      for (let i = 1; i <= 5; i++) ch.sendToQueue(q, body(i))
      for (let i = 1; i <= 5; i++) await ch.get(q)
      ch.nackAll(false)
      await s.ready(ch, dead, 5)
      return s.drain(ch, dead)
    },
  },
  {
    id: 'dead-letter-from-quorum',
    title: 'quorum queues dead-letter the rejected and the expired alike',
    rules: ['R-121', 'R-130'],
    async run(s) {
      const ch = await s.confirmChannel()
      const dead = await s.queue(ch, {}, 'dead')
      const q = await s.queue(ch, {
        deadLetterExchange: '',
        deadLetterRoutingKey: dead,
        arguments: { 'x-queue-type': 'quorum' },
      })
      for (const text of ['1', '2']) ch.sendToQueue(q, body(text))
      await ch.waitForConfirms()
      const message = await takeOne(s, ch, q)
      if (message !== null) ch.reject(message, false)
      const rejected = await takeOne(s, ch, dead)
      await s.drain(ch, q)
      ch.sendToQueue(q, body('3'), { expiration: 50 })
      return [rejected, await takeOne(s, ch, dead)]
    },
  },
]
