import fc from 'fast-check'
import { expect, it } from 'vitest'
import { world } from './broker-world.ts'
import {
  matchesPattern,
  naiveRoute,
  type NaiveBinding,
  type NaiveExchange,
} from './naive-routing.ts'

// Goal: what a publish reaches is what the rules say, whatever the bindings look like.
// Method: random bindings, and a search that knows nothing but the rules.

const SEED = 20_261_123
const EXCHANGES = ['x0', 'x1', 'x2', 'x3', 'x4', 'x5']
const QUEUES = ['q0', 'q1', 'q2', 'q3']

const exchangeName = fc.constantFrom(...EXCHANGES)
const key = fc.constantFrom('', 'a', 'b', 'a.b', '#', '*.b', 'a.*', 'a.#')
const headers = fc.record(
  { city: fc.constantFrom('kyiv', 'lviv'), count: fc.constantFrom(1, 300, true, '1') },
  { requiredKeys: [] },
)
const wanted = fc.tuple(fc.constantFrom('all', 'any'), headers).map(([mode, values]) => {
  return { 'x-match': mode, ...values }
})

const exchanges: fc.Arbitrary<readonly NaiveExchange[]> = fc.tuple(
  ...EXCHANGES.map((name) =>
    fc.record({
      name: fc.constant(name),
      type: fc.constantFrom('direct', 'fanout', 'topic', 'headers'),
      alternate: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, exchangeName),
    }),
  ),
)

const binding: fc.Arbitrary<NaiveBinding> = fc.oneof(
  fc.record({
    from: exchangeName,
    to: fc.constantFrom(...QUEUES),
    isToQueue: fc.constant(true),
    key,
    wanted,
  }),
  fc.record({ from: exchangeName, to: exchangeName, isToQueue: fc.constant(false), key, wanted }),
)

const publishing = fc.record({
  from: exchangeName,
  key: fc.constantFrom('', 'a', 'b', 'a.b', 'a.b.c'),
  copy: fc.option(fc.constantFrom('a', 'b', 'a.b')),
  headers,
})

it('[R-37] [R-40] [R-41] a message goes exactly where the graph of exchanges leads', () => {
  let reached = 0
  fc.assert(
    fc.property(
      exchanges,
      fc.array(binding, { maxLength: 16 }),
      fc.array(publishing, { minLength: 1, maxLength: 6 }),
      (all, bindings, messages) => {
        const c = world().client('c')
        for (const queue of QUEUES) c.queue(queue)
        for (const { name, type, alternate } of all) {
          const table = alternate === null ? {} : { 'alternate-exchange': alternate }
          c.exchange(name, type, { arguments: table })
        }
        for (const one of bindings) {
          if (one.isToQueue) c.bindHeaders(one.from, one.to, one.wanted, one.key)
          else c.bindExchange(one.from, one.to, one.key, one.wanted)
        }
        for (const message of messages) {
          const keys = message.copy === null ? [message.key] : [message.key, message.copy]
          const expected = naiveRoute(all, bindings, message.from, { ...message, keys })
          const copies = message.copy === null ? {} : { CC: [message.copy] }
          c.publish(message.from, message.key, { headers: { ...message.headers, ...copies } })
          const counts = QUEUES.map((queue) => [queue, c.drain(queue).split(' ')] as const)
          const found = counts.filter(([, texts]) => texts[0] !== '')
          expect(found.map(([queue]) => queue)).toEqual(expected)
          for (const [, texts] of found) expect(texts).toHaveLength(1)
          reached += found.length
        }
      },
    ),
    { seed: SEED, numRuns: 500 },
  )
  expect(reached).toBeGreaterThan(500)
})

/** Words of every kind: short ones that meet often, empty ones, and wildcards in odd places. */
const word = fc.constantFrom('', 'a', 'b', 'c', 'ab', '*', '#', 'a*', '#a')
const text = fc.array(word, { maxLength: 7 }).map((words) => words.join('.'))

it('[R-33] topic routing finds what the rule finds (100 000 random pairs of binding and key)', () => {
  let matches = 0
  fc.assert(
    fc.property(
      fc.uniqueArray(text, { minLength: 100, maxLength: 100 }),
      fc.array(text, { minLength: 10, maxLength: 10 }),
      (patterns, keys) => {
        const w = world()
        const c = w.client('c')
        c.exchange('x', 'topic')
        for (const pattern of patterns) {
          c.queue(pattern || 'empty')
          c.bind('x', pattern || 'empty', pattern)
        }
        for (const one of keys) {
          w.news()
          c.publish('x', one)
          const found = w
            .news('message-queued')
            .map((line) => / queue=(\S*) /.exec(line)?.[1] ?? '')
          const expected = patterns.filter((pattern) => matchesPattern(pattern, one))
          expect(new Set(found)).toEqual(new Set(expected.map((pattern) => pattern || 'empty')))
          expect(found).toHaveLength(expected.length)
          matches += expected.length
        }
      },
    ),
    { seed: SEED + 1, numRuns: 100 },
  )
  expect(matches).toBeGreaterThan(2_000)
})
