import { expect, it } from 'vitest'
import type { ShopDefinition } from '../definition.ts'
import { runShop, shopLike, type Doing } from '../tests/shop-run.ts'
import { orderRecords } from './order-records.ts'

function recordsOf(shop: ShopDefinition, until: number, doings: readonly Doing[] = []) {
  const { trace } = runShop(shop, until, { doings })
  return orderRecords(trace, trace.length, shop)
}

it('an order is placed, then stored, then processed', () => {
  const shop = shopLike('polling', { customers: { ordersPerSecond: 0 } })
  const place: Doing = [1, { type: 'place-orders', count: 1 }]
  expect(recordsOf(shop, 1, [place])).toMatchObject([
    { order: 1, state: 'placed', emails: 0, placedAtMs: 1_000, dish: 'pizza', city: 'kyiv' },
  ])
  expect(recordsOf(shop, 1.1, [place])[0]?.state).toBe('stored')
  expect(recordsOf(shop, 20, [place])[0]).toMatchObject({ state: 'processed', emails: 1 })
})

it('an order whose message waits is queued, one the web did not take is refused', () => {
  const shop = shopLike('early-ack', { customers: { ordersPerSecond: 0 } })
  const killWorkers = shop.nodes
    .filter(({ kind }) => kind === 'worker')
    .map(({ id }): Doing => [1, { type: 'signal', process: id, signal: 'SIGKILL' }])
  const records = recordsOf(shop, 6, [
    ...killWorkers,
    [2, { type: 'place-orders', count: 1 }],
    [3, { type: 'signal', process: 'web', signal: 'SIGKILL' }],
    [4, { type: 'place-orders', count: 1 }],
  ])
  expect(records.map(({ state }) => state)).toEqual(['queued', 'refused'])
})

it('says lost of exactly the orders the ledger calls lost', () => {
  const shop = shopLike('pubsub', { 'worker-1': { ack: 'automatic' } })
  const doings: readonly Doing[] = [
    [1, { type: 'place-orders', count: 10 }],
    [2, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
  ]
  const { trace, ledger } = runShop(shop, 40, { doings })
  const lost = orderRecords(trace, trace.length, shop).filter(({ state }) => state === 'lost')
  expect(lost.length).toBeGreaterThan(0)
  expect(lost.map(({ order }) => order)).toEqual(ledger.lost.map(({ order }) => order))
})
