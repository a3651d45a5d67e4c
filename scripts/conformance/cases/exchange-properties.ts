import type { Case } from '../case.ts'
import { body } from '../session.ts'

export const EXCHANGE_PROPERTY_CASES: readonly Case[] = [
  {
    id: 'internal-exchange',
    title: 'nobody publishes to an internal exchange but other exchanges',
    rules: ['R-42'],
    async run(s) {
      const ch = await s.channel()
      const inner = await s.exchange(ch, 'fanout', { internal: true }, 'inner')
      const outer = await s.exchange(ch, 'fanout', {}, 'outer')
      const q = await s.queue(ch)
      await ch.bindExchange(inner, outer, '')
      await ch.bindQueue(q, inner, '')
      ch.publish(outer, 'k', body('1'))
      return [
        await s.drain(ch, q),
        await s.verdicts({
          publish: async (other) => other.publish(inner, 'k', body('2')),
          'publish to trace': async (other) => other.publish('amq.rabbitmq.trace', 'k', body('2')),
        }),
      ]
    },
  },
  {
    id: 'unknown-exchange-type',
    title: 'an unknown exchange type closes the connection',
    rules: ['R-43', 'R-08'],
    run: (s) =>
      s.verdicts({
        unknown: (ch) => ch.assertExchange(s.name('x'), 'nosuch'),
        empty: (ch) => ch.assertExchange(s.name('y'), ''),
        'other case': (ch) => ch.assertExchange(s.name('z'), 'Direct'),
        'existing queue name': (ch) => ch.assertExchange(s.name('q'), 'direct'),
      }),
  },
  {
    id: 'auto-delete-exchange',
    title: 'an auto-delete exchange goes with its last binding, not before it had one',
    rules: ['R-44'],
    async run(s) {
      const ch = await s.channel()
      const isThere = async (x: string): Promise<unknown> =>
        (await s.verdicts({ it: (other) => other.checkExchange(x) }))['it']
      const x = await s.exchange(ch, 'direct', { autoDelete: true })
      const q = await s.queue(ch)
      const results = [await isThere(x)]
      await ch.bindQueue(q, x, 'a')
      await ch.bindQueue(q, x, 'b')
      await ch.unbindQueue(q, x, 'a')
      results.push(await isThere(x))
      await ch.unbindQueue(q, x, 'b')
      results.push(await isThere(x))
      const y = await s.exchange(ch, 'direct', { autoDelete: true }, 'y')
      await ch.bindQueue(q, y, 'a')
      await ch.deleteQueue(q)
      results.push(await isThere(y))
      return results
    },
  },
  {
    id: 'auto-delete-exchange-chain',
    title: 'auto-delete looks at what an exchange gives to, not at what it gets from',
    rules: ['R-44', 'R-37'],
    async run(s) {
      const ch = await s.channel()
      const from = await s.exchange(ch, 'fanout', { autoDelete: true }, 'from')
      const to = await s.exchange(ch, 'fanout', { autoDelete: true }, 'to')
      const q = await s.queue(ch)
      await ch.bindExchange(to, from, '')
      await ch.bindQueue(q, to, '')
      await ch.deleteQueue(q)
      return s.verdicts({
        to: (other) => other.checkExchange(to),
        from: (other) => other.checkExchange(from),
      })
    },
  },
  {
    id: 'auto-delete-source-only',
    title: 'an exchange that is only a destination is not deleted when it is unbound',
    rules: ['R-44', 'R-37'],
    async run(s) {
      const ch = await s.channel()
      const from = await s.exchange(ch, 'fanout', {}, 'from')
      const to = await s.exchange(ch, 'fanout', { autoDelete: true }, 'to')
      await ch.bindExchange(to, from, '')
      await ch.unbindExchange(to, from, '')
      return s.verdicts({ to: (other) => other.checkExchange(to) })
    },
  },
  {
    id: 'exchange-equivalence',
    title:
      'redeclaring an exchange compares type, durable, auto-delete, internal and the alternate',
    rules: ['R-47', 'R-49'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'direct', { arguments: { 'x-own': 1 } })
      const y = await s.exchange(ch, 'direct', { alternateExchange: 'amq.fanout' }, 'y')
      return s.verdicts({
        same: (other) => other.assertExchange(x, 'direct'),
        type: (other) => other.assertExchange(x, 'fanout'),
        'unknown type': (other) => other.assertExchange(x, 'nosuch'),
        durable: (other) => other.assertExchange(x, 'direct', { durable: false }),
        'auto-delete': (other) => other.assertExchange(x, 'direct', { autoDelete: true }),
        internal: (other) => other.assertExchange(x, 'direct', { internal: true }),
        several: (other) => other.assertExchange(x, 'topic', { durable: false, internal: true }),
        'unknown argument': (other) =>
          other.assertExchange(x, 'direct', { arguments: { 'x-own': 2 } }),
        'alternate added': (other) =>
          other.assertExchange(x, 'direct', { alternateExchange: 'amq.fanout' }),
        'alternate left out': (other) => other.assertExchange(y, 'direct'),
        'alternate changed': (other) =>
          other.assertExchange(y, 'direct', { alternateExchange: 'amq.topic' }),
        'alternate same': (other) =>
          other.assertExchange(y, 'direct', { alternateExchange: 'amq.fanout' }),
        'alternate a number': (other) =>
          other.assertExchange(s.name('z'), 'direct', { arguments: { 'alternate-exchange': 1 } }),
        check: (other) => other.checkExchange(x),
        'check missing': (other) => other.checkExchange(s.name('nosuch')),
      })
    },
  },
  {
    id: 'delete-exchange',
    title: 'deleting an exchange: missing is fine, used is refused when asked',
    rules: ['R-53', 'R-54'],
    async run(s) {
      const ch = await s.channel()
      const x = await s.exchange(ch, 'direct')
      const to = await s.exchange(ch, 'direct', {}, 'to')
      const q = await s.queue(ch)
      await ch.bindQueue(q, x, 'k')
      await ch.bindExchange(to, x, 'k')
      return s.verdicts({
        missing: (other) => other.deleteExchange(s.name('nosuch')),
        'missing if unused': (other) => other.deleteExchange(s.name('nosuch'), { ifUnused: true }),
        used: (other) => other.deleteExchange(x, { ifUnused: true }),
        'only a destination': (other) => other.deleteExchange(to, { ifUnused: true }),
        anyway: (other) => other.deleteExchange(x),
        again: (other) => other.deleteExchange(x),
        publish: async (other) => other.publish(x, 'k', body('1')),
      })
    },
  },
]
