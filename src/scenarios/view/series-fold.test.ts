import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runShop, shopLike, type ShopRun } from '../tests/shop-run.ts'
import type { Series } from './series.ts'
import { SeriesFold } from './series-fold.ts'

function linesOf({ trace }: ShopRun): readonly Series[] {
  const fold = new SeriesFold()
  fold.advance(trace, 0, trace.length)
  return fold.series()
}

function line(
  lines: readonly Series[],
  metric: Series['metric'],
  subject = '',
): Series | undefined {
  return lines.find((one) => one.metric === metric && one.subject === subject)
}

it('a process never uses more than one core, however long it computes at a stretch', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_000 }), fc.nat(50), (cpuMs, seed) => {
      const worker = { cpuMs, threads: 4, prefetch: 4, sendsMail: false, spread: 'constant' }
      const lines = linesOf(runShop(shopLike('pubsub', { 'worker-1': worker }), 30, { seed }))
      const used = line(lines, 'cpu', 'worker-1')?.values ?? []
      for (const value of used) expect(value).toBeLessThanOrEqual(100.0001)
    }),
    { seed: 31, numRuns: 40 },
  )
})

it('what a process used in all is under its line', () => {
  const run = runShop(shopLike('pubsub', { 'worker-1': { cpuMs: 170 } }), 40)
  const cpu = line(linesOf(run), 'cpu', 'worker-1')
  const width = (cpu?.times[1] ?? 0) - (cpu?.times[0] ?? 0)
  const area = (cpu?.values ?? []).reduce((sum, value) => sum + (value / 100) * width, 0)
  const used = run
    .facts('process.cpu-used')
    .filter((fact) => fact.fields['process'] === 'worker-1')
    .reduce((sum, fact) => sum + Number(fact.fields['duration']) / 1e6, 0)
  expect(area).toBeCloseTo(used, 3)
})

it('a queue’s lines end at what is in it', () => {
  const definition = shopLike('pubsub', {
    customers: { ordersPerSecond: 0 },
    'worker-1': { prefetch: 2, sendsMail: false, waitMs: 60_000 },
  })
  const lines = linesOf(
    runShop(definition, 5, { doings: [[1, { type: 'place-orders', count: 5 }]] }),
  )
  expect(line(lines, 'ready', 'orders')?.values.at(-1)).toBe(3)
  expect(line(lines, 'unacked', 'orders')?.values.at(-1)).toBe(2)
})

it('a long run has no more points than a screen has room for', () => {
  const lines = linesOf(runShop(shopLike('polling'), 3_000))
  for (const { times, values } of lines) {
    expect(times.length).toBeLessThanOrEqual(240)
    expect(values.length).toBe(times.length)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  }
})

it('waiting is drawn as its mean, queries per second', () => {
  const lines = linesOf(runShop(shopLike('polling'), 60))
  const waits = line(lines, 'wait')?.values ?? []
  expect(Math.max(...waits)).toBeLessThan(5)
  const queries = line(lines, 'queries')?.values ?? []
  expect(queries.reduce((sum, value) => sum + value, 0) / queries.length).toBeGreaterThan(3)
})
