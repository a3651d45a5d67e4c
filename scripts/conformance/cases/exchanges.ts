import type { Channel } from 'amqplib'
import type { Case } from '../case.ts'
import { body } from '../session.ts'
import type { Session } from '../session.ts'

const TOPIC_PATTERNS = [
  'a.*',
  'a.#',
  '#',
  '*',
  '*.b',
  '#.b',
  'a.#.b',
  'a.*.b',
  '',
  'a..b',
  '*.*.*',
  '#.#',
  '*.#',
  'a',
  'a.b.c',
  '*a',
  'a*',
  '#a',
]
const TOPIC_KEYS = ['', 'a', 'a.b', 'a.b.c', 'a.x.y.b', 'b', 'a.', 'a..b', '.', '.b', 'xa', 'ax']

/** V-2: bindings by name, and the headers that are tried on them. */
const HEADER_BINDINGS: Readonly<Record<string, object>> = {
  all: { 'x-match': 'all', a: 1, b: '2' },
  any: { 'x-match': 'any', a: 1, b: '2' },
  allEmpty: { 'x-match': 'all' },
  anyEmpty: { 'x-match': 'any' },
  nothing: {},
  allX: { 'x-match': 'all', 'x-foo': '1', a: 1 },
  allWithX: { 'x-match': 'all-with-x', 'x-foo': '1', a: 1 },
  anyWithX: { 'x-match': 'any-with-x', 'x-foo': '1', a: 1 },
  anyOnlyX: { 'x-match': 'any', 'x-foo': '1' },
  text: { a: '1' },
  float: { a: 1.5 },
  bool: { t: true },
  present: { a: null },
}
const HEADER_VALUES: readonly object[] = [
  {},
  { a: 1 },
  { a: '1' },
  { b: '2' },
  { a: 1, b: '2' },
  { a: 1, b: '3' },
  { 'x-foo': '1' },
  { a: 1, 'x-foo': '1' },
  { a: 1.5 },
  { t: true },
  { t: 'true' },
  { a: null },
]

/** Queues q0, q1 … bound so; which of them a message reaches, by their number. */
async function reached(
  session: Session,
  channel: Channel,
  queues: readonly string[],
): Promise<string[]> {
  const found: string[] = []
  for (const queue of queues) {
    for (const text of await session.drain(channel, queue)) {
      found.push(`${queue.slice(session.prefix.length)}:${text}`)
    }
  }
  return found
}

export const EXCHANGE_CASES: readonly Case[] = [
  {
    id: 'default-exchange-routes-by-queue-name',
    title: 'the default exchange routes to the queue named by the key',
    rules: ['R-28'],
    async run(s) {
      const ch = await s.channel()
      const q = await s.queue(ch)
      ch.publish('', q, body('1'))
      ch.sendToQueue(q, body('2'))
      ch.publish('', `${q}x`, body('3'))
      return s.drain(ch, q)
    },
  },
  {
    id: 'default-exchange-cannot-be-touched',
    title: 'the default exchange cannot be bound, unbound, declared or deleted',
    rules: ['R-28', 'R-04'],
    async run(s) {
      const q = await s.queue(await s.channel())
      return s.verdicts({
        bind: (ch) => ch.bindQueue(q, '', 'k'),
        'bind nothing': (ch) => ch.bindQueue('', '', ''),
        unbind: (ch) => ch.unbindQueue(q, '', q),
        declare: (ch) => ch.assertExchange('', 'direct'),
        check: (ch) => ch.checkExchange(''),
        delete: (ch) => ch.deleteExchange(''),
        'delete if unused': (ch) => ch.deleteExchange('', { ifUnused: true }),
        'bind to': (ch) => ch.bindExchange('', 'amq.direct', 'k'),
        'bind from': (ch) => ch.bindExchange('amq.direct', '', 'k'),
        'unbind from': (ch) => ch.unbindExchange('amq.direct', '', 'k'),
      })
    },
  },
  {
    id: 'reserved-exchange-names',
    title: 'amq. names cannot be declared but as they are, nor deleted',
    rules: ['R-29', 'R-30'],
    run: (s) =>
      s.verdicts({
        new: (ch) => ch.assertExchange('amq.foo', 'direct'),
        same: (ch) => ch.assertExchange('amq.direct', 'direct'),
        transient: (ch) => ch.assertExchange('amq.direct', 'direct', { durable: false }),
        'other type': (ch) => ch.assertExchange('amq.direct', 'topic'),
        delete: (ch) => ch.deleteExchange('amq.direct'),
        'delete missing': (ch) => ch.deleteExchange('amq.nosuch'),
        trace: (ch) => ch.assertExchange('amq.rabbitmq.trace', 'topic', { internal: true }),
        'trace not internal': (ch) => ch.assertExchange('amq.rabbitmq.trace', 'topic'),
        check: (ch) => ch.checkExchange('amq.foo'),
      }),
  },
  {
    id: 'reserved-queue-names',
    title: 'queue names that begin with amq. are refused',
    rules: ['R-29', 'R-49'],
    run: (s) =>
      s.verdicts({
        declare: (ch) => ch.assertQueue('amq.foo'),
        check: (ch) => ch.checkQueue('amq.foo'),
        delete: (ch) => ch.deleteQueue('amq.foo'),
        'almost reserved': async (ch) => {
          await ch.assertQueue('amq')
          return ch.deleteQueue('amq')
        },
      }),
  },
  {
    id: 'predeclared-exchanges',
    title: 'the predeclared exchanges are there with their types',
    rules: ['R-30'],
    async run(s) {
      const ch = await s.channel()
      const results: unknown[] = []
      for (const [name, type] of [
        ['amq.direct', 'direct'],
        ['amq.fanout', 'fanout'],
        ['amq.topic', 'topic'],
        ['amq.headers', 'headers'],
        ['amq.match', 'headers'],
      ] as const) {
        results.push(await ch.assertExchange(name, type))
      }
      results.push(await ch.checkExchange('amq.rabbitmq.trace'))
      return results
    },
  },
  {
    id: 'direct-equal-key',
    title: 'a direct exchange compares keys exactly and a queue may have several',
    rules: ['R-31', 'R-38'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'direct')
      const q = await s.queue(ch)
      for (const key of ['a', 'b', 'a', '', 'a.*']) await ch.bindQueue(q, x, key)
      for (const key of ['a', 'A', 'b', 'c', '', 'a.b', 'a.*', '#']) ch.publish(x, key, body(key))
      return s.drain(ch, q)
    },
  },
  {
    id: 'fanout-ignores-the-key',
    title: 'a fanout exchange gives a copy to every queue bound at that moment',
    rules: ['R-32', 'R-61', 'R-38'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'fanout')
      const queues = [await s.queue(ch, {}, 'a'), await s.queue(ch, {}, 'b')]
      ch.publish(x, 'k', body('before'))
      for (const q of queues) await ch.bindQueue(q, x, 'some key')
      await ch.bindQueue(queues[0] ?? '', x, 'other key')
      ch.publish(x, 'k', body('1'))
      ch.publish(x, '', body('2'))
      return reached(s, ch, queues)
    },
  },
  {
    id: 'topic-vectors',
    title: 'topic patterns match whole words, empty words too',
    rules: ['R-33'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'topic')
      const queues: string[] = []
      for (const [index, pattern] of TOPIC_PATTERNS.entries()) {
        const q = await s.queue(ch, {}, `q${index}`)
        await ch.bindQueue(q, x, pattern)
        queues.push(q)
      }
      for (const key of [...TOPIC_KEYS, 'A.b']) ch.publish(x, key, body(key))
      return reached(s, ch, queues)
    },
  },
  {
    id: 'headers-vectors',
    title: 'headers exchanges compare names and typed values',
    rules: ['R-34', 'R-35'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'headers')
      const queues: string[] = []
      for (const [name, args] of Object.entries(HEADER_BINDINGS)) {
        const q = await s.queue(ch, {}, name)
        await ch.bindQueue(q, x, 'ignored', args)
        queues.push(q)
      }
      for (const headers of HEADER_VALUES) {
        ch.publish(x, 'other', body(JSON.stringify(headers)), { headers })
      }
      ch.publish(x, '', body('no headers'))
      return reached(s, ch, queues)
    },
  },
  {
    id: 'headers-bad-match',
    title: 'an unknown x-match is refused',
    rules: ['R-36'],
    async run(s) {
      const q = await s.queue(await s.channel())
      const bind = (match: unknown) => (ch: Channel) =>
        ch.bindQueue(q, 'amq.headers', '', { 'x-match': match })
      return s.verdicts({
        word: bind('some'),
        empty: bind(''),
        number: bind(1),
        bool: bind(true),
        array: bind(['all']),
        'on a direct exchange': (ch) => ch.bindQueue(q, 'amq.direct', '', { 'x-match': 'some' }),
      })
    },
  },
  {
    id: 'headers-number-types',
    title: 'headers compare numbers of different wire types by value',
    rules: ['R-34'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'headers')
      const q = await s.queue(ch)
      await ch.bindQueue(q, x, '', { a: 300 })
      await ch.bindQueue(q, x, '', { b: { '!': 'long', value: 1 } })
      await ch.bindQueue(q, x, '', { c: { '!': 'timestamp', value: 5 } })
      await ch.bindQueue(q, x, '', { d: { nested: 1 } })
      await ch.bindQueue(q, x, '', { e: ['x', 1] })
      for (const headers of [
        { a: { '!': 'long', value: 300 } },
        { a: { '!': 'double', value: 300 } },
        { b: 1 },
        { c: 5 },
        { c: { '!': 'timestamp', value: 5 } },
        { d: { nested: 1 } },
        { d: { nested: 2 } },
        { e: ['x', 1] },
        { e: ['x', 2] },
        { e: 'x' },
      ]) {
        ch.publish(x, '', body(JSON.stringify(headers)), { headers })
      }
      return s.drain(ch, q)
    },
  },
]
