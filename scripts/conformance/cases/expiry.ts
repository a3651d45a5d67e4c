import type { Channel } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'

export const EXPIRY_CASES: readonly Case[] = [
  {
    id: 'queue-ttl',
    title: 'messages of a queue with a TTL are gone in time, without any consumer',
    rules: ['R-105', 'R-107', 'R-111'],
    async run(s) {
      const ch = await s.channel()
      const classic = await s.queue(ch, { messageTtl: 150 }, 'classic')
      const quorum = await s.queue(
        ch,
        { messageTtl: 150, arguments: { 'x-queue-type': 'quorum' } },
        'quorum',
      )
      for (const q of [classic, quorum]) {
        for (const text of ['1', '2']) ch.sendToQueue(q, body(text))
      }
      await s.ready(ch, quorum, 2)
      const before = await ch.checkQueue(classic)
      return [before, await s.ready(ch, classic, 0), await s.ready(ch, quorum, 0)]
    },
  },
  {
    id: 'message-ttl',
    title: 'a message may bring its own TTL; the smaller of the two counts',
    rules: ['R-105', 'R-22'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const options = { messageTtl: 10_000, deadLetterExchange: '', deadLetterRoutingKey: dead }
      const long = await s.queue(ch, options, 'long')
      const short = await s.queue(ch, { ...options, messageTtl: 100 }, 'short')
      ch.sendToQueue(long, body('own'), { expiration: 100 })
      ch.sendToQueue(short, body('of the queue'), { expiration: '10000' })
      await s.ready(ch, dead, 2)
      const bodies = await s.drain(ch, dead)
      return bodies.sort()
    },
  },
  {
    id: 'expiry-at-the-head',
    title: 'an expired message behind one that lasts is counted until it reaches the head',
    rules: ['R-106'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('lasting'))
      ch.sendToQueue(q, body('short'), { expiration: 50 })
      ch.sendToQueue(q, body('after'))
      await s.pause(200)
      const results: unknown[] = [await ch.checkQueue(q)]
      results.push(await ch.get(q), await s.drain(ch, q))
      return results
    },
  },
  {
    id: 'expired-at-the-head-goes-alone',
    title: 'an expired head goes by itself',
    rules: ['R-106', 'R-107'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('1'), { expiration: 50 })
      ch.sendToQueue(q, body('2'), { expiration: 60_000 })
      await s.pause(250)
      return [await ch.checkQueue(q), await s.drain(ch, q)]
    },
  },
  {
    id: 'unacknowledged-does-not-expire',
    title: 'an unacknowledged message does not expire until it is given back',
    rules: ['R-108'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { messageTtl: 100 })
      for (const text of ['1', '2']) ch.sendToQueue(q, body(text))
      const [first, second] = [await ch.get(q), await ch.get(q)]
      await s.pause(250)
      const results: unknown[] = []
      if (first !== false) ch.ack(first)
      if (second !== false) ch.nack(second)
      results.push(await ch.get(q))
      return results
    },
  },
  {
    id: 'requeue-keeps-the-deadline',
    title: 'giving a message back does not renew its TTL',
    rules: ['R-108'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch, { messageTtl: 400 })
      ch.sendToQueue(q, body('1'))
      const seen: unknown[] = []
      for (let i = 0; i < 3; i++) {
        await s.pause(170)
        const message = await ch.get(q)
        seen.push(message !== false && message.fields.redelivered)
        if (message !== false) ch.nack(message)
      }
      return seen
    },
  },
  {
    id: 'ttl-zero',
    title: 'with TTL 0 a message goes to a ready consumer or nowhere',
    rules: ['R-109'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const options = { messageTtl: 0, deadLetterExchange: '', deadLetterRoutingKey: dead }
      const q = await s.queue(ch, options)
      const plain = await s.queue(ch, {}, 'plain')
      ch.sendToQueue(q, body('nobody'))
      ch.sendToQueue(plain, body('own'), { expiration: 0 })
      await s.ready(ch, dead, 1)
      const results: unknown[] = [await s.drain(ch, q), await s.drain(ch, plain)]
      await ch.prefetch(1)
      const seen = await s.consume(ch, q)
      for (const text of ['1', '2']) ch.sendToQueue(q, body(text))
      await s.ready(ch, dead, 2)
      results.push(seen.bodies, await s.drain(ch, dead))
      return results
    },
  },
  {
    id: 'bad-expiration',
    title: 'an expiration that is no number of milliseconds closes the channel',
    rules: ['R-110'],
    async run(s) {
      const q = await s.queue(await s.channel())
      const send = (expiration: string) => async (ch: Channel) =>
        ch.sendToQueue(q, body('1'), { expiration })
      return s.verdicts({
        text: send('abc'),
        negative: send('-1'),
        fraction: send('1.5'),
        empty: send(''),
        blank: send(' 5'),
        trailing: send('5000x'),
        'too large': send('4294967296'),
        fine: send('60000'),
        'to an exchange that routes nowhere': async (ch) =>
          ch.publish('amq.direct', s.name('nowhere'), body('1'), { expiration: 'abc' }),
      })
    },
  },
  {
    id: 'queue-expires',
    title: 'an unused queue goes with its messages, and publishing is no use',
    rules: ['R-112'],
    async run(s) {
      const ch = await s.channel()
      const dead = await s.queue(ch, {}, 'dead')
      const options = { deadLetterExchange: '', deadLetterRoutingKey: dead, expires: 300 }
      const q = await s.queue(ch, options)
      for (let i = 1; i <= 5; i++) {
        ch.sendToQueue(q, body(i))
        await s.pause(120)
      }
      return [await s.verdicts({ check: (other) => other.checkQueue(q) }), await s.drain(ch, dead)]
    },
  },
  {
    id: 'queue-expires-renewed',
    title: 'gets, declarations and consumers keep a queue alive',
    rules: ['R-112'],
    async run(s) {
      const ch = await s.channel()
      const got = await s.queue(ch, { expires: 300 }, 'got')
      const declared = await s.queue(ch, { expires: 300 }, 'declared')
      const checked = await s.queue(ch, { expires: 300 }, 'checked')
      const consumed = await s.queue(ch, { expires: 300 }, 'consumed')
      const seen = await s.consume(ch, consumed)
      for (let i = 0; i < 6; i++) {
        await s.pause(110)
        await ch.get(got, { noAck: true })
        await ch.assertQueue(declared, { expires: 300 })
        await ch.checkQueue(checked)
      }
      const alive = await s.verdicts({
        got: (other) => other.deleteQueue(got, { ifUnused: true }),
        declared: (other) => other.checkQueue(declared),
        checked: (other) => other.checkQueue(checked),
        consumed: (other) => other.checkQueue(consumed),
      })
      await ch.cancel(seen.consumerTag)
      await s.pause(500)
      const gone = await s.verdicts({ consumed: (other) => other.checkQueue(consumed) })
      return [alive, gone]
    },
  },
  {
    id: 'expiration-comes-back-as-text',
    title: 'a message that has not expired keeps its expiration property',
    rules: ['R-22', 'R-105'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.sendToQueue(q, body('1'), { expiration: 60_000 })
      return ch.get(q)
    },
  },
]

export const LENGTH_CASES: readonly Case[] = [
  {
    id: 'max-length-drops-the-head',
    title: 'over its length a queue drops its oldest ready message and acks the new one',
    rules: ['R-115', 'R-113'],
    async run(s) {
      const ch = await s.confirmChannel()
      const dead = await s.queue(ch, {}, 'dead')
      const options = { maxLength: 2, deadLetterExchange: '', deadLetterRoutingKey: dead }
      const q = await s.queue(ch, options)
      for (let i = 1; i <= 5; i++) ch.sendToQueue(q, body(i))
      await ch.waitForConfirms()
      await s.ready(ch, dead, 3)
      return [await s.drain(ch, q), await s.drain(ch, dead)]
    },
  },
  {
    id: 'max-length-counts-ready',
    title: 'unacknowledged messages do not count for the length',
    rules: ['R-113'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { maxLength: 3 })
      for (let i = 1; i <= 3; i++) ch.sendToQueue(q, body(i))
      await ch.waitForConfirms()
      await ch.get(q)
      await ch.get(q)
      for (let i = 4; i <= 6; i++) ch.sendToQueue(q, body(i))
      await ch.waitForConfirms()
      return s.drain(ch, q)
    },
  },
  {
    id: 'max-length-bytes',
    title: 'the byte limit counts bodies; a body larger than it is confirmed and dropped',
    rules: ['R-114'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { arguments: { 'x-max-length-bytes': 10 } })
      const results: unknown[] = []
      for (const texts of [['aaaaa', 'bbbbb'], ['ccccc'], ['dddd', 'e'], ['twelve bytes']]) {
        for (const text of texts) ch.sendToQueue(q, body(text), { headers: { large: 'header' } })
        results.push(await s.attempt(ch.waitForConfirms()))
        results.push((await ch.checkQueue(q)).messageCount)
      }
      results.push(await s.drain(ch, q))
      return results
    },
  },
  {
    id: 'both-length-limits',
    title: 'whichever limit is reached first drops',
    rules: ['R-114', 'R-115'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { maxLength: 3, arguments: { 'x-max-length-bytes': 10 } })
      for (const text of ['1', '2', '3', '4']) ch.sendToQueue(q, body(text))
      await ch.waitForConfirms()
      const before = await ch.checkQueue(q)
      ch.sendToQueue(q, body('nine byte'))
      await ch.waitForConfirms()
      return [before, await s.drain(ch, q)]
    },
  },
  {
    id: 'requeue-over-the-limit',
    title: 'a message given back over the limit goes itself',
    rules: ['R-116'],
    async run(s) {
      const ch = await s.confirmChannel()
      const dead = await s.queue(ch, {}, 'dead')
      const options = { maxLength: 2, deadLetterExchange: '', deadLetterRoutingKey: dead }
      const q = await s.queue(ch, options)
      for (const text of ['1', '2']) ch.sendToQueue(q, body(text))
      await ch.waitForConfirms()
      const held = await ch.get(q)
      for (const text of ['3']) ch.sendToQueue(q, body(text))
      await ch.waitForConfirms()
      if (held !== false) ch.nack(held)
      await s.ready(ch, dead, 1)
      return [await s.drain(ch, q), await s.drain(ch, dead)]
    },
  },
  {
    id: 'max-length-zero',
    title: 'a queue of length 0 hands over to a ready consumer and keeps nothing',
    rules: ['R-117'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { maxLength: 0 })
      ch.sendToQueue(q, body('nobody'))
      await ch.waitForConfirms()
      const seen = await s.consume(ch, q)
      ch.sendToQueue(q, body('1'))
      await ch.waitForConfirms()
      await s.until(() => seen.bodies.length === 1)
      return [seen.bodies, await ch.checkQueue(q)]
    },
  },
  {
    id: 'reject-publish',
    title: 'a full queue may refuse the new message instead',
    rules: ['R-118'],
    async run(s) {
      const ch = await s.confirmChannel()
      const dead = await s.queue(ch, {}, 'dead')
      const q = await s.queue(ch, {
        maxLength: 3,
        overflow: 'reject-publish',
        deadLetterExchange: '',
        deadLetterRoutingKey: dead,
      })
      const confirmed: string[] = []
      for (let i = 1; i <= 6; i++) {
        ch.sendToQueue(q, body(i), {}, (error: Error | null) => {
          confirmed.push(`${i} ${error === null ? 'ack' : error.message}`)
        })
      }
      await s.attempt(ch.waitForConfirms())
      await s.pause(100)
      return [confirmed.sort(), await s.drain(ch, q), await s.drain(ch, dead)]
    },
  },
  {
    id: 'reject-publish-makes-room',
    title: 'a queue that refused takes again once there is room',
    rules: ['R-118', 'R-113'],
    async run(s) {
      const ch = await s.confirmChannel()
      const q = await s.queue(ch, { maxLength: 1, overflow: 'reject-publish' })
      const results: unknown[] = []
      for (const text of ['1', '2']) {
        ch.sendToQueue(q, body(text))
        results.push(await s.attempt(ch.waitForConfirms()))
      }
      await ch.get(q)
      ch.sendToQueue(q, body('3'))
      results.push(await s.attempt(ch.waitForConfirms()))
      results.push(await s.drain(ch, q))
      return results
    },
  },
  {
    id: 'reject-publish-dlx',
    title: 'a full queue may refuse the new message and dead-letter it',
    rules: ['R-119'],
    async run(s) {
      const ch = await s.confirmChannel()
      const dead = await s.queue(ch, {}, 'dead')
      const q = await s.queue(ch, {
        maxLength: 1,
        overflow: 'reject-publish-dlx',
        deadLetterExchange: '',
        deadLetterRoutingKey: dead,
      })
      ch.sendToQueue(q, body('1'))
      await ch.waitForConfirms()
      ch.sendToQueue(q, body('2'))
      const waited = await s.attempt(ch.waitForConfirms())
      await s.ready(ch, dead, 1)
      return [waited, await s.drain(ch, q), await ch.get(dead)]
    },
  },
  {
    id: 'quorum-overflow',
    title: 'a quorum queue drops its head, and cannot refuse with dead letters',
    rules: ['R-115', 'R-120'],
    async run(s) {
      const ch = await s.confirmChannel()
      const quorum = { 'x-queue-type': 'quorum' }
      const q = await s.queue(ch, { maxLength: 2, arguments: quorum })
      for (let i = 1; i <= 4; i++) {
        ch.sendToQueue(q, body(i))
        await ch.waitForConfirms()
      }
      const refusing = (other: Channel, overflow: string) =>
        other.assertQueue(s.name(overflow), { maxLength: 3, overflow, arguments: quorum })
      return [
        await s.drain(ch, q),
        await s.verdicts({
          'reject-publish': (other) => refusing(other, 'reject-publish'),
          'reject-publish-dlx': (other) => refusing(other, 'reject-publish-dlx'),
        }),
      ]
    },
  },
]
