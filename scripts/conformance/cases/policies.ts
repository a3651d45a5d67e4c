import type { Case } from '../case.ts'
import { body } from '../session.ts'

const QUORUM = { arguments: { 'x-queue-type': 'quorum' } }

export const POLICY_CASES: readonly Case[] = [
  {
    id: 'policy-on-queues',
    title: 'a policy governs queues that are there and queues to come',
    rules: ['R-105', 'R-115', 'R-122'],
    needsOperator: true,
    async run(s) {
      const ch = await s.confirmChannel()
      const dead = await s.queue(ch, {}, 'dead')
      const q = await s.queue(ch, {}, 'ruled-before')
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      await ch.waitForConfirms()
      await s.operator.setPolicy('/', {
        name: s.prefix,
        pattern: `^${s.prefix}ruled`,
        applyTo: 'queues',
        priority: 0,
        definition: {
          'max-length': 2,
          'dead-letter-exchange': '',
          'dead-letter-routing-key': dead,
        },
      })
      const results: unknown[] = [await s.ready(ch, q, 2), await s.ready(ch, dead, 1)]
      const later = await s.queue(ch, {}, 'ruled-later')
      for (const text of ['a', 'b', 'c']) ch.sendToQueue(later, body(text))
      await ch.waitForConfirms()
      await s.ready(ch, dead, 2)
      results.push(await s.drain(ch, later), await s.drain(ch, dead))
      await s.operator.clearPolicy('/', s.prefix)
      for (const text of ['4', '5']) ch.sendToQueue(q, body(text))
      await ch.waitForConfirms()
      return [...results, await s.drain(ch, q)]
    },
  },
  {
    id: 'policy-and-arguments',
    title: 'where policy and argument both speak, the smaller number or the argument counts',
    rules: ['R-105', 'R-115', 'R-118', 'R-122'],
    needsOperator: true,
    async run(s) {
      const ch = await s.confirmChannel()
      const [byPolicy, byArgument] = [await s.queue(ch, {}, 'policy'), await s.queue(ch, {}, 'arg')]
      await s.operator.setPolicy('/', {
        name: s.prefix,
        pattern: `^${s.prefix}q`,
        applyTo: 'queues',
        priority: 0,
        definition: {
          'max-length': 3,
          overflow: 'reject-publish',
          'dead-letter-exchange': '',
          'dead-letter-routing-key': byPolicy,
        },
      })
      const smaller = await s.queue(ch, { maxLength: 2 }, 'q-smaller')
      const larger = await s.queue(ch, { maxLength: 5, overflow: 'drop-head' }, 'q-larger')
      const own = await s.queue(
        ch,
        { deadLetterExchange: '', deadLetterRoutingKey: byArgument },
        'q-own',
      )
      const results: unknown[] = []
      for (const q of [smaller, larger]) {
        for (let i = 1; i <= 6; i++) {
          ch.sendToQueue(q, body(i))
          await s.attempt(ch.waitForConfirms())
        }
        results.push(await s.drain(ch, q))
      }
      ch.sendToQueue(own, body('own'))
      const message = await ch.get(own)
      if (message !== false) ch.reject(message, false)
      await s.ready(ch, byArgument, 1)
      results.push(await s.drain(ch, byPolicy), await s.drain(ch, byArgument))
      await s.operator.clearPolicy('/', s.prefix)
      return results
    },
  },
  {
    id: 'one-policy-at-a-time',
    title: 'of several policies that match, the one of highest priority applies, alone',
    rules: ['R-105', 'R-115'],
    needsOperator: true,
    async run(s) {
      const ch = await s.confirmChannel()
      const set = (name: string, priority: number, definition: Record<string, unknown>) =>
        s.operator.setPolicy('/', {
          name: s.prefix + name,
          pattern: `^${s.prefix}q`,
          applyTo: 'all',
          priority,
          definition,
        })
      await set('low', 1, { 'max-length': 1, 'message-ttl': 50 })
      await set('high', 2, { 'max-length': 2 })
      const q = await s.queue(ch)
      for (const text of ['1', '2', '3']) ch.sendToQueue(q, body(text))
      await ch.waitForConfirms()
      await s.pause(150)
      const results: unknown[] = [(await ch.checkQueue(q)).messageCount]
      await s.operator.clearPolicy('/', s.prefix + 'high')
      results.push(await s.ready(ch, q, 1))
      await s.operator.clearPolicy('/', s.prefix + 'low')
      return results
    },
  },
  {
    id: 'policy-on-exchanges',
    title: 'a policy gives an exchange its alternate',
    rules: ['R-40'],
    needsOperator: true,
    async run(s) {
      const ch = await s.channel()
      const ae = await s.exchange(ch, 'fanout', {}, 'ae')
      const q = await s.queue(ch)
      await ch.bindQueue(q, ae, '')
      const x = await s.exchange(ch, 'direct')
      const publish = async (): Promise<string[]> => {
        ch.publish(x, 'k', body('1'), { mandatory: true })
        await s.settle(ch)
        return s.drain(ch, q)
      }
      const before = await publish()
      await s.operator.setPolicy('/', {
        name: s.prefix,
        pattern: `^${s.prefix}x$`,
        applyTo: 'exchanges',
        priority: 0,
        definition: { 'alternate-exchange': ae },
      })
      const during = await publish()
      await s.operator.clearPolicy('/', s.prefix)
      return [before, during, await publish()]
    },
  },
  {
    id: 'delivery-limit-by-policy',
    title: 'a policy limits the deliveries of a quorum queue, and of no classic one',
    rules: ['R-139', 'R-140'],
    needsOperator: true,
    async run(s) {
      await s.operator.setPolicy('/', {
        name: s.prefix,
        pattern: `^${s.prefix}`,
        applyTo: 'queues',
        priority: 0,
        definition: { 'delivery-limit': 1 },
      })
      const ch = await s.confirmChannel()
      const results: unknown[] = []
      for (const [part, options] of [
        ['classic', {}],
        ['quorum', QUORUM],
      ] as const) {
        const q = await s.queue(ch, options, part)
        ch.sendToQueue(q, body('1'))
        await ch.waitForConfirms()
        const seen: unknown[] = []
        for (let i = 0; i < 4; i++) {
          const message = await ch.get(q)
          seen.push(message !== false && (message.properties.headers ?? null))
          if (message !== false) ch.nack(message)
          await s.settle(ch)
        }
        results.push(seen)
      }
      await s.operator.clearPolicy('/', s.prefix)
      return results
    },
  },
]
