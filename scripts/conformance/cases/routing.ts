import type { Channel } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'

export const ROUTING_CASES: readonly Case[] = [
  {
    id: 'exchange-to-exchange',
    title: 'a message passes from exchange to exchange by the rule of each',
    rules: ['R-37'],
    async run(s) {
      const ch = await s.channel()
      const from = await s.exchange(ch, 'topic', {}, 'from')
      const to = await s.exchange(ch, 'direct', {}, 'to')
      const q = await s.queue(ch)
      await ch.bindExchange(to, from, 'a.#')
      await ch.bindQueue(q, to, 'a.b')
      for (const key of ['a.b', 'a.c', 'b', 'a']) ch.publish(from, key, body(key))
      ch.publish(to, 'a.b', body('direct'))
      const first = await ch.get(q)
      return [first, await s.drain(ch, q)]
    },
  },
  {
    id: 'one-copy-over-several-paths',
    title: 'a queue reached over several paths gets one copy',
    rules: ['R-37', 'R-38'],
    async run(s) {
      const ch = await s.channel()
      const from = await s.exchange(ch, 'fanout', {}, 'from')
      const left = await s.exchange(ch, 'fanout', {}, 'left')
      const right = await s.exchange(ch, 'topic', {}, 'right')
      const q = await s.queue(ch)
      for (const to of [left, right]) await ch.bindExchange(to, from, '#')
      for (const x of [from, left]) await ch.bindQueue(q, x, '')
      for (const key of ['#', 'k', '*']) await ch.bindQueue(q, right, key)
      ch.publish(from, 'k', body('1'))
      return s.drain(ch, q)
    },
  },
  {
    id: 'exchange-cycle-ends',
    title: 'bindings between exchanges may form a cycle',
    rules: ['R-37'],
    async run(s) {
      const ch = await s.channel()
      const names = ['a', 'b', 'c'].map((part) => s.name(part))
      for (const x of names) await ch.assertExchange(x, 'fanout')
      for (const [index, x] of names.entries()) {
        await ch.bindExchange(names[(index + 1) % 3] ?? '', x, '')
        await ch.bindExchange(x, x, 'itself')
      }
      const q = await s.queue(ch)
      await ch.bindQueue(q, names[2] ?? '', '')
      ch.publish(names[0] ?? '', 'k', body('1'))
      return s.drain(ch, q)
    },
  },
  {
    id: 'exchange-binding-errors',
    title: 'binding exchanges that are not there is refused, unbinding is not',
    rules: ['R-37', 'R-45'],
    async run(s) {
      const x = await s.exchange(await s.channel(), 'direct')
      return s.verdicts({
        'no source': (ch) => ch.bindExchange(x, s.name('nosuch'), 'k'),
        'no destination': (ch) => ch.bindExchange(s.name('nosuch'), x, 'k'),
        neither: (ch) => ch.bindExchange(s.name('nosuch'), s.name('nosuch2'), 'k'),
        'unbind no source': (ch) => ch.unbindExchange(x, s.name('nosuch'), 'k'),
        'unbind no destination': (ch) => ch.unbindExchange(s.name('nosuch'), x, 'k'),
        'unbind no binding': (ch) => ch.unbindExchange(x, x, 'k'),
        'bind to amq': (ch) => ch.bindExchange('amq.fanout', x, 'k'),
        'unbind from amq': (ch) => ch.unbindExchange('amq.fanout', x, 'k'),
      })
    },
  },
  {
    id: 'unbound-exchange-gets-nothing',
    title: 'after unbinding, nothing passes; other bindings stay',
    rules: ['R-37', 'R-45'],
    async run(s) {
      const ch = await s.channel()
      const from = await s.exchange(ch, 'direct', {}, 'from')
      const to = await s.exchange(ch, 'fanout', {}, 'to')
      const q = await s.queue(ch)
      await ch.bindQueue(q, to, '')
      for (const key of ['a', 'b']) await ch.bindExchange(to, from, key)
      await ch.unbindExchange(to, from, 'a')
      for (const key of ['a', 'b']) ch.publish(from, key, body(key))
      await ch.unbindQueue(q, to, 'other')
      ch.publish(from, 'b', body('still'))
      await ch.unbindQueue(q, to, '')
      ch.publish(from, 'b', body('gone'))
      return s.drain(ch, q)
    },
  },
  {
    id: 'binding-arguments-tell-bindings-apart',
    title: 'two bindings that differ in arguments alone are two',
    rules: ['R-38', 'R-45'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'headers')
      const q = await s.queue(ch)
      await ch.bindQueue(q, x, 'k', { a: 1 })
      await ch.bindQueue(q, x, 'k', { a: 2 })
      await ch.unbindQueue(q, x, 'k', { a: 1 })
      await ch.unbindQueue(q, x, 'other', { a: 2 })
      for (const a of [1, 2, 3]) ch.publish(x, '', body(a), { headers: { a } })
      return s.drain(ch, q)
    },
  },
  {
    id: 'binding-errors',
    title: 'binding needs queue and exchange, unbinding needs nothing',
    rules: ['R-45', 'R-27'],
    async run(s) {
      const q = await s.queue(await s.channel())
      const missing = s.name('nosuch')
      return s.verdicts({
        'no exchange': (ch) => ch.bindQueue(q, missing, 'k'),
        'no queue': (ch) => ch.bindQueue(missing, 'amq.direct', 'k'),
        neither: (ch) => ch.bindQueue(missing, missing, 'k'),
        'unbind no exchange': (ch) => ch.unbindQueue(q, missing, 'k'),
        'unbind no queue': (ch) => ch.unbindQueue(missing, 'amq.direct', 'k'),
        'unbind no binding': (ch) => ch.unbindQueue(q, 'amq.direct', 'k'),
        'empty queue': (ch) => ch.bindQueue('', 'amq.direct', 'k'),
        'empty both': (ch) => ch.bindQueue('', 'amq.direct', ''),
      })
    },
  },
  {
    id: 'empty-name-means-last-declared',
    title: 'an empty queue name means the queue declared last on the channel',
    rules: ['R-27'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'direct')
      await s.queue(ch, {}, 'first')
      const q = await s.queue(ch, {}, 'second')
      await ch.bindQueue('', x, 'k')
      await ch.bindQueue('', x, '')
      ch.publish(x, 'k', body('by key'))
      ch.publish(x, '', body('by empty key'))
      ch.publish(x, q, body('by queue name'))
      const got = await ch.get('', { noAck: true })
      const seen = await s.consume(ch, '', { noAck: true })
      await s.until(() => seen.bodies.length > 1, 400)
      const purged = await ch.purgeQueue('')
      const deleted = await ch.deleteQueue('')
      return [
        got,
        seen.bodies,
        purged,
        deleted,
        await s.attempt(ch.purgeQueue('')),
        await s.verdicts({ check: (other) => other.checkQueue('') }),
      ]
    },
  },
  {
    id: 'cc-and-bcc',
    title: 'CC and BCC are further routing keys; only CC is seen',
    rules: ['R-39'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'direct')
      const queues: string[] = []
      for (const key of ['a', 'b', 'c']) {
        const q = await s.queue(ch, {}, key)
        await ch.bindQueue(q, x, key)
        queues.push(q)
      }
      ch.publish(x, 'a', body('1'), { CC: ['b', 'a'], BCC: ['c'], headers: { other: 1 } })
      ch.publish(x, 'none', body('2'), { BCC: 'c' })
      const results: unknown[] = []
      for (const q of queues) results.push(await ch.get(q), await s.drain(ch, q))
      return results
    },
  },
  {
    id: 'cc-must-be-an-array',
    title: 'a CC header that is no array closes the channel',
    rules: ['R-39'],
    async run(s) {
      const q = await s.queue(await s.channel())
      const send = (headers: object) => async (ch: Channel) => {
        ch.publish('', q, body('1'), { headers })
        await s.settle(ch)
        return s.drain(ch, q)
      }
      return s.verdicts({
        'CC text': send({ CC: q }),
        'BCC text': send({ BCC: q }),
        'CC number in array': send({ CC: [1] }),
        'CC empty': send({ CC: [] }),
        'CC number': send({ CC: 1 }),
      })
    },
  },
  {
    id: 'alternate-exchange',
    title: 'what an exchange cannot route goes to its alternate, names unchanged',
    rules: ['R-40'],
    async run(s) {
      const ch = await s.confirmChannel()
      const ae = await s.exchange(ch, 'fanout', {}, 'ae')
      const x = await s.exchange(ch, 'direct', { alternateExchange: ae })
      const q = await s.queue(ch)
      const known = await s.queue(ch, {}, 'known')
      await ch.bindQueue(q, ae, '')
      await ch.bindQueue(known, x, 'known')
      ch.publish(x, 'unknown', body('1'), { mandatory: true })
      ch.publish(x, 'known', body('2'), { mandatory: true })
      await ch.waitForConfirms()
      return [await ch.get(q), await s.drain(ch, q), await s.drain(ch, known)]
    },
  },
  {
    id: 'alternate-exchange-that-fails',
    title: 'an alternate that routes nowhere or is missing leaves the message unroutable',
    rules: ['R-41', 'R-60'],
    async run(s) {
      const ch = await s.confirmChannel()
      const empty = await s.exchange(ch, 'fanout', {}, 'empty')
      const x = await s.exchange(ch, 'direct', { alternateExchange: empty })
      const y = await s.exchange(ch, 'direct', { alternateExchange: s.name('missing') }, 'y')
      ch.publish(x, 'k', body('1'), { mandatory: true })
      ch.publish(y, 'k', body('2'), { mandatory: true })
      ch.publish(y, 'k', body('3'))
      await ch.waitForConfirms()
      return 'confirmed'
    },
  },
  {
    id: 'alternate-exchange-chain-and-cycle',
    title: 'alternates may be chained and may form a cycle',
    rules: ['R-40', 'R-41'],
    async run(s) {
      const ch = await s.confirmChannel()
      const [a, b, c] = [s.name('a'), s.name('b'), s.name('c')]
      await ch.assertExchange(a, 'direct', { alternateExchange: b })
      await ch.assertExchange(b, 'direct', { alternateExchange: c })
      await ch.assertExchange(c, 'direct', { alternateExchange: a })
      const q = await s.queue(ch)
      await ch.bindQueue(q, c, 'k')
      ch.publish(a, 'k', body('found'), { mandatory: true })
      ch.publish(a, 'other', body('lost'), { mandatory: true })
      await ch.waitForConfirms()
      return ch.get(q)
    },
  },
  {
    id: 'alternate-exchange-behind-a-binding',
    title: 'an alternate serves an exchange that got the message from another',
    rules: ['R-40', 'R-37'],
    async run(s) {
      const ch = await s.channel()
      const ae = await s.exchange(ch, 'fanout', {}, 'ae')
      const from = await s.exchange(ch, 'fanout', {}, 'from')
      const to = await s.exchange(ch, 'direct', { alternateExchange: ae }, 'to')
      const q = await s.queue(ch)
      const direct = await s.queue(ch, {}, 'direct')
      await ch.bindExchange(to, from, '')
      await ch.bindQueue(q, ae, '')
      ch.publish(from, 'k', body('1'))
      await ch.bindQueue(direct, from, '')
      ch.publish(from, 'k', body('2'))
      return [await s.drain(ch, q), await s.drain(ch, direct)]
    },
  },
]
