import { expect, it } from 'vitest'
import { toSeconds } from '#engine'
import { mg1, mmc, pollingDelayMean } from '../theory.ts'
import { runShop, shopLike } from './shop-run.ts'

// Goal: the same orders (same seed) cost what the formulas say, polled and pushed. The tolerance is
// the two per cent the statistics of so many orders allow (P-25).
const SERVICE_SECONDS = 0.2
const ORDERS = 120_000

it.each([0.2, 0.5, 0.8])(
  '[P-01] polling every 2 s makes an order wait interval/2 + service (load %d)',
  (load) => {
    const rate = load / SERVICE_SECONDS
    const definition = shopLike('polling', { customers: { ordersPerSecond: rate } })
    const { ledger } = runShop(definition, ORDERS / rate, { seed: 11 })
    const expected = pollingDelayMean(2) + SERVICE_SECONDS
    expect(ledger.placed).toBeGreaterThan(100_000)
    expect(toSeconds(ledger.wait?.mean ?? (0 as never)) / expected).toBeCloseTo(1, 2)
  },
  120_000,
)

it.each([0.2, 0.5, 0.8])(
  '[P-21] one pushed worker with exponential service waits as M/M/1 says (load %d)',
  (load) => {
    const rate = load / SERVICE_SECONDS
    const definition = shopLike('pubsub', { customers: { ordersPerSecond: rate } })
    const { ledger } = runShop(definition, 300_000 / rate, { seed: 11 })
    const expected = mmc(rate, 1 / SERVICE_SECONDS, 1).sojournMean
    expect(Math.abs(toSeconds(ledger.wait?.mean ?? (0 as never)) / expected - 1)).toBeLessThan(0.02)
  },
  240_000,
)

it('[P-22] two pushed workers wait as M/M/2 says (load 0.8)', () => {
  const rate = 1.6 / SERVICE_SECONDS
  const definition = shopLike('two-workers', {
    customers: { ordersPerSecond: rate },
    // With one message each, a worker never holds an order the other could start.
    'worker-1': { prefetch: 1 },
    'worker-2': { prefetch: 1 },
  })
  const { ledger } = runShop(definition, 200_000 / rate, { seed: 11 })
  const expected = mmc(rate, 1 / SERVICE_SECONDS, 2).sojournMean
  expect(Math.abs(toSeconds(ledger.wait?.mean ?? (0 as never)) / expected - 1)).toBeLessThan(0.02)
}, 240_000)

it('[P-23] constant service waits half as long in the queue (load 0.8)', () => {
  const rate = 0.8 / SERVICE_SECONDS
  const definition = shopLike('pubsub', {
    customers: { ordersPerSecond: rate },
    mail: { spread: 'constant' },
  })
  const { ledger } = runShop(definition, 200_000 / rate, { seed: 11 })
  const expected = mg1(rate, SERVICE_SECONDS, 0).sojournMean
  expect(Math.abs(toSeconds(ledger.wait?.mean ?? (0 as never)) / expected - 1)).toBeLessThan(0.02)
}, 240_000)
