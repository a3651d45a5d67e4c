import { expect, it } from 'vitest'
import { atSeconds, Simulation } from '#engine'
import { findScenario, LedgerFold, shopModel, type ShopInput } from '#scenarios'
import { assert } from '#std'
import { evaluate, type Evidence } from './evaluate.ts'
import type { Predicate } from './predicate.ts'

/** One order at 1 s in a shop with a queue; its worker is killed at 1.1 s and started at 3 s. */
function evidence(seconds = 10, answer: string | null = null): Evidence {
  const found = findScenario('pubsub')
  assert(found !== null, 'the catalogue has pubsub')
  const nodes = found.nodes.map((node) =>
    node.kind === 'customers'
      ? { ...node, ordersPerSecond: 0 }
      : node.kind === 'mail'
        ? { ...node, latencyMs: 1_000, spread: 'constant' as const }
        : node,
  )
  const shop = { ...found, nodes }
  const doings: readonly (readonly [number, ShopInput])[] = [
    [1, { type: 'place-orders', count: 1 }],
    [1.1, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
    [3, { type: 'start', process: 'worker-1' }],
  ]
  const inputs = doings.map(([at, input]) => ({ at: atSeconds(at), input }))
  const run = new Simulation(shopModel, { params: shop, seed: 1, inputs })
  run.runUntil(atSeconds(seconds))
  const ledger = new LedgerFold(shop)
  ledger.advance(run.trace, 0, run.trace.length)
  return {
    trace: run.trace,
    factCount: run.trace.length,
    playhead: run.now,
    ledger: ledger.ledger(),
    shop,
    answer,
    rightAnswer: 'right',
    calls: [],
  }
}

const killed = { kind: 'process.exited', where: { process: 'worker-1', signal: 'SIGKILL' } }
const again = { kind: 'amqp.message-delivered', where: { redelivered: true } }

it.each<[name: string, predicate: Predicate, isMet: boolean]>([
  ['so many facts', { type: 'count', fact: killed, atLeast: 1 }, true],
  ['more facts than there are', { type: 'count', fact: killed, atLeast: 2 }, false],
  ['fewer facts than there are', { type: 'count', fact: killed, atMost: 0 }, false],
  [
    'one of several values',
    {
      type: 'count',
      fact: { kind: 'process.exited', where: { signal: ['SIGTERM', 'SIGKILL'] } },
      atLeast: 1,
    },
    true,
  ],
  [
    'a value in a range',
    { type: 'count', fact: { kind: 'db.queried', where: { rows: { atLeast: 1 } } }, atLeast: 1 },
    true,
  ],
  [
    'a value beyond a range',
    { type: 'count', fact: { kind: 'db.queried', where: { rows: { atLeast: 5 } } }, atLeast: 1 },
    false,
  ],
  [
    'so many facts before another',
    { type: 'count', fact: { kind: 'amqp.message-delivered' }, before: killed, atMost: 1 },
    true,
  ],
  ['fewer facts before another', { type: 'count', fact: again, before: killed, atLeast: 1 }, false],
  ['one after another', { type: 'after', first: killed, then: again }, true],
  ['the other way round', { type: 'after', first: again, then: killed }, false],
  [
    'for every message there is an ack',
    {
      type: 'every',
      fact: { kind: 'amqp.message-queued' },
      thereIs: { kind: 'amqp.message-acked' },
      same: 'message',
      atLeast: 1,
    },
    true,
  ],
  [
    'for every delivery there is a refusal',
    {
      type: 'every',
      fact: { kind: 'amqp.message-queued' },
      thereIs: { kind: 'amqp.message-discarded' },
      same: 'message',
      atLeast: 1,
    },
    false,
  ],
  [
    'for every message since the kill, of which there is none',
    {
      type: 'every',
      fact: { kind: 'amqp.message-queued' },
      thereIs: { kind: 'amqp.message-acked' },
      same: 'message',
      since: killed,
      atLeast: 1,
    },
    false,
  ],
  [
    'for every delivery since the kill there is an ack',
    {
      type: 'every',
      fact: { kind: 'amqp.message-delivered' },
      thereIs: { kind: 'amqp.message-acked' },
      same: 'message',
      since: killed,
      atLeast: 1,
    },
    true,
  ],
  ['a figure', { type: 'metric', metric: 'processed', compare: 'atLeast', value: 1 }, true],
  [
    'a figure that is not reached',
    { type: 'metric', metric: 'lost', compare: 'atLeast', value: 1 },
    false,
  ],
  [
    'a figure over too few orders',
    { type: 'metric', metric: 'waitMean', compare: 'atMost', value: 99, orders: 2 },
    false,
  ],
  ['a setting', { type: 'setting', node: 'worker-1', field: 'ack', is: 'late' }, true],
  [
    'a setting in a range',
    { type: 'setting', node: 'worker-1', field: 'prefetch', atLeast: 3 },
    false,
  ],
  ['a setting of nobody', { type: 'setting', node: 'nobody', field: 'ack', is: 'late' }, false],
  ['an instant', { type: 'time', atLeast: 10 }, true],
  ['a later instant', { type: 'time', atLeast: 10.1 }, false],
  ['an answer that was not given', { type: 'answer' }, false],
  ['not', { type: 'not', of: { type: 'time', atLeast: 11 } }, true],
  [
    'all',
    {
      type: 'all',
      of: [
        { type: 'time', atLeast: 1 },
        { type: 'time', atLeast: 11 },
      ],
    },
    false,
  ],
  [
    'any',
    {
      type: 'any',
      of: [
        { type: 'time', atLeast: 1 },
        { type: 'time', atLeast: 11 },
      ],
    },
    true,
  ],
])('a predicate answers (%s)', (_, predicate, isMet) => {
  expect(evaluate(predicate, evidence()).isMet).toBe(isMet)
})

it('an answer is right, wrong or any', () => {
  const [right, wrong] = [evidence(1, 'right'), evidence(1, 'other')]
  expect(evaluate({ type: 'answer', right: true }, right).isMet).toBe(true)
  expect(evaluate({ type: 'answer', right: true }, wrong).isMet).toBe(false)
  expect(evaluate({ type: 'answer', right: false }, wrong).isMet).toBe(true)
  expect(evaluate({ type: 'answer' }, wrong).isMet).toBe(true)
})

it('a verdict names the fact that decided it', () => {
  const all = evidence()
  const verdict = evaluate({ type: 'after', first: killed, then: again }, all)
  const fact = verdict.decidedBy === null ? null : all.trace.fact(verdict.decidedBy)
  expect(fact?.kind).toBe('amqp.message-delivered')
  expect(fact?.fields['redelivered']).toBe(true)
})

it('facts beyond the playhead do not count', () => {
  const all = evidence()
  const early = { ...all, factCount: all.trace.countUntil(atSeconds(1.05)) }
  expect(evaluate({ type: 'count', fact: killed, atLeast: 1 }, early).isMet).toBe(false)
})
