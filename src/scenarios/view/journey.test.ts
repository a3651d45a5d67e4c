import { expect, it } from 'vitest'
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
