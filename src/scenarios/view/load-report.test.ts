import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toMs, toSeconds, type Duration, type FactId } from '#engine'
import { runShop, shopLike, type Doing, type ShopRun } from '../tests/shop-run.ts'
import { loadReports, type LoadReport } from './load-report.ts'

function load(at: number, requests: number, concurrency: number): Doing {
  return [at, { type: 'load', requests, concurrency }]
}

/** A shop where a request takes a thread for 100 ms and nothing else takes any time. */
function plainShop(threads: number) {
  const settings = {
    customers: { ordersPerSecond: 0 },
    web: { threads },
    database: { queryMs: 100 },
    poller: { intervalMs: 600_000 },
  }
  return shopLike('polling', settings, { hopMs: 0 })
}

function reportsOf({ trace }: ShopRun): readonly LoadReport[] {
  return loadReports(trace, trace.length)
}

function only(run: ShopRun): LoadReport {
  const [report] = reportsOf(run)
  if (report === undefined) throw new Error('a load was started')
  return report
}

const inMs = (time: Duration | null | undefined) => toMs(time ?? (Number.NaN as Duration))

describe('the report of a load', () => {
  it('[S-31] with a thread for each request is that of one request', () => {
    const report = only(runShop(plainShop(4), 10, { doings: [load(1, 8, 4)] }))
    expect(report).toMatchObject({ load: 1, requests: 8, concurrency: 4, sent: 8, completed: 8 })
    expect(report).toMatchObject({ failed: 0, lastFailure: null, rate: 40 })
    expect(inMs(report.taken)).toBe(200)
    expect(inMs(report.perRequest)).toBe(100)
    expect(inMs(report.acrossAll)).toBe(25)
    const { min, mean, median, max } = report.times ?? {}
    expect([min, mean, median, max].map(inMs)).toEqual([100, 100, 100, 100])
  })

  it('[S-31] with two threads for four requests counts the wait for a thread', () => {
    // Two answers every 100 ms: 100 ms for the first two requests, 200 ms for all that follow.
    const report = only(runShop(plainShop(2), 10, { doings: [load(1, 8, 4)] }))
    expect(inMs(report.taken)).toBe(400)
    expect(report.rate).toBe(20)
    expect(inMs(report.perRequest)).toBe(200)
    expect(inMs(report.acrossAll)).toBe(50)
    const { min, mean, median, max, percentiles = [] } = report.times ?? {}
    expect([min, mean, median, max].map(inMs)).toEqual([100, 175, 200, 200])
    expect(percentiles.map(({ percent }) => percent)).toEqual([50, 66, 75, 80, 90, 95, 98, 99, 100])
    expect(percentiles.map(({ time }) => inMs(time))).toEqual(Array.from({ length: 9 }, () => 200))
  })

  it('[S-31] lists the percentiles by the arithmetic of ab', () => {
    // One thread, ten at once: the answers take 100, 200, … 1 000 ms.
    const report = only(runShop(plainShop(1), 10, { doings: [load(1, 10, 10)] }))
    const times = report.times?.percentiles.map(({ time }) => inMs(time))
    expect(times).toEqual([600, 700, 800, 900, 1_000, 1_000, 1_000, 1_000, 1_000])
    expect(inMs(report.times?.mean)).toBe(550)
  })

  it('[S-31] counts a refused request and one that was cut off as failed', () => {
    const kill: Doing = [1.15, { type: 'signal', process: 'web', signal: 'SIGKILL' }]
    const run = runShop(plainShop(2), 10, { doings: [load(1, 8, 4), kill] })
    const report = only(run)
    expect(report).toMatchObject({ completed: 2, failed: 6, sent: 8 })
    expect(run.trace.kind(report.lastFailure as FactId)).toBe('shop.order-refused')
    const killed = runShop(plainShop(2), 10, {
      doings: [[0.5, { type: 'signal', process: 'web', signal: 'SIGKILL' }], load(1, 5, 5)],
    })
    expect(only(killed)).toMatchObject({ completed: 0, failed: 5, rate: null, times: null })
  })

  it('[S-31] leaves out the orders that customers place beside the load', () => {
    const place: Doing = [1, { type: 'place-orders', count: 3 }]
    const run = runShop(plainShop(8), 10, { doings: [place, load(1, 4, 2)] })
    expect(only(run)).toMatchObject({ completed: 4, sent: 4 })
  })

  it('[S-31] of a load that runs is about the requests that have their end', () => {
    const run = runShop(plainShop(2), 10, { doings: [load(1, 8, 4), load(5, 2, 1)] })
    const count = run.facts('shop.order-answered')[3]?.id ?? (0 as FactId)
    const [report, ...others] = loadReports(run.trace, count + 1)
    expect(others).toEqual([])
    expect(report).toMatchObject({ finished: null, completed: 4 })
    expect(inMs(report?.taken)).toBe(200)
    const finished = run.facts('load.finished').map(({ id }) => id)
    expect(reportsOf(run).map((one) => one.finished)).toEqual(finished)
  })

  it('[S-31] agrees with Little: open requests are rate times answer time', () => {
    const loads = fc.record({
      requests: fc.integer({ min: 1, max: 80 }),
      concurrency: fc.integer({ min: 1, max: 20 }),
      threads: fc.integer({ min: 1, max: 12 }),
      spread: fc.constantFrom('constant', 'exponential'),
      seed: fc.nat(1_000),
    })
    const property = fc.property(loads, ({ requests, concurrency, threads, spread, seed }) => {
      const most = Math.min(requests, concurrency)
      const settings = { customers: { ordersPerSecond: 0 }, web: { threads }, mail: { spread } }
      const shop = shopLike('mail-in-request', settings)
      const run = runShop(shop, 600, { seed, doings: [load(1, requests, most)] })
      const report = only(run)
      const { rate, taken, times, perRequest } = report
      const open = (rate ?? 0) * toSeconds(times?.mean ?? (0 as Duration))
      expect(open).toBeCloseTo(openTime(run) / taken, 6)
      expect(open).toBeLessThanOrEqual(most + 1e-9)
      // Fewer are open only at the end, for no longer than the longest answer.
      expect(open).toBeGreaterThanOrEqual(most * (1 - (times?.max ?? 0) / taken) - 1e-9)
      expect(perRequest ?? 0).toBeCloseTo((most * taken) / requests, 3)
    })
    fc.assert(property, { seed: 31, numRuns: 60 })
  })
})

/** The time that requests were open, all added up, µs: counted from the facts, instant by instant. */
function openTime(run: ShopRun): number {
  const facts = [...run.facts('load.sent'), ...run.facts('shop.order-answered')]
  let [area, open, last] = [0, 0, 0]
  for (const { kind, at } of facts.toSorted((one, other) => one.id - other.id)) {
    area += open * (at - last)
    last = at
    open += kind === 'load.sent' ? 1 : -1
  }
  return area
}
