import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FactId } from '#engine'
import { randomRuns, runTo } from '../tests/random-runs.ts'
import { runShop, shopLike } from '../tests/shop-run.ts'
import { causesOf, journeyOfMessage, journeyOfOrder } from './journey.ts'

const definition = shopLike('pubsub', { customers: { ordersPerSecond: 0 } })
const { trace } = runShop(definition, 10, { doings: [[1, { type: 'place-orders', count: 2 }]] })

it('the journey of an order goes from the customer over the broker to the row', () => {
  const kinds = journeyOfOrder(trace, 2, trace.length).map((id) => trace.kind(id))
  const stations = [
    'shop.order-placed',
    'shop.order-stored',
    'amqp.message-published',
    'amqp.message-delivered',
    'task.started',
    'mail.sent',
    'shop.order-processed',
    'amqp.message-acked',
  ]
  expect(kinds.filter((kind) => stations.includes(kind)).toSorted()).toEqual(
    [...stations, 'task.started'].toSorted(),
  )
})

it('the journey of a message ends at the playhead', () => {
  const whole = journeyOfMessage(trace, 1, trace.length)
  const half = journeyOfMessage(trace, 1, Math.floor(trace.length / 2))
  expect(whole.slice(0, half.length)).toEqual(half)
  expect(half.length).toBeLessThan(whole.length)
})

it('“why?” leads from the last fact of an order back to the person who placed it', () => {
  const last = journeyOfOrder(trace, 1, trace.length).at(-1)
  const causes = last === undefined ? [] : causesOf(trace, last).map((id) => trace.kind(id))
  expect(causes.at(-1)).toBe('run.input')
  expect(causes).toContain('shop.order-placed')
})

it('each fact about an order or a message belongs to the journey of exactly one order', () => {
  fc.assert(
    fc.property(randomRuns(), ({ at, ...settings }) => {
      const run = runTo(at, settings)
      const { length } = run.trace
      const orders = Array.from({ length: run.state.orders.next - 1 }, (_, index) => index + 1)
      const travelled = orders.flatMap((order) => journeyOfOrder(run.trace, order, length))
      const about: FactId[] = []
      for (let id = 0; id < length; id++) {
        const { fields } = run.trace.fact(id as FactId)
        if ((fields['order'] ?? fields['message'] ?? null) !== null) about.push(id as FactId)
      }
      expect(travelled.toSorted((one, other) => one - other)).toEqual(about)
    }),
    { numRuns: 60, seed: 61 },
  )
})

it('the journey of a message has all its copies, and nothing of other messages', () => {
  const routing = shopLike('routing', { customers: { ordersPerSecond: 0 } })
  const run = runShop(routing, 5, { doings: [[1, { type: 'place-orders', count: 2 }]] })
  const facts = journeyOfMessage(run.trace, 2, run.trace.length).map((id) => run.trace.fact(id))
  const queued = facts.filter(({ kind }) => kind === 'amqp.message-queued')
  expect(queued.map(({ fields }) => fields['queue'])).toEqual(['mail-queue', 'kitchen'])
  expect(facts.every(({ fields }) => fields['message'] === 2)).toBe(true)
})

it('a fact that nothing made happen has no causes; others have the nearest one first', () => {
  const started = causesOf(trace, 0 as FactId)
  const [processed] = journeyOfOrder(trace, 1, trace.length).slice(-1)
  const causes = processed === undefined ? [] : causesOf(trace, processed)
  expect(started).toEqual([])
  expect(causes[0]).toBe(processed === undefined ? null : trace.cause(processed))
  expect(causes).toEqual(causes.toSorted((one, other) => other - one))
})
