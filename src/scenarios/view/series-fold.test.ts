import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Trace } from '#engine'
import { randomRuns, runTo } from '../tests/random-runs.ts'
import { runShop, shopLike, type ShopRun } from '../tests/shop-run.ts'
import type { Series } from './series.ts'
import { SeriesFold } from './series-fold.ts'
import { StageFold } from './stage-fold.ts'

function foldOf(trace: Trace, until = trace.length): SeriesFold {
  const fold = new SeriesFold()
  fold.advance(trace, 0, until)
  return fold
}

function linesOf({ trace }: ShopRun): readonly Series[] {
  return foldOf(trace).series()
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

it('ready and unacked end at what is in the queues, whatever was done to them', () => {
  fc.assert(
    fc.property(randomRuns(), ({ at, ...settings }) => {
      const { trace } = runTo(at, settings)
      const stage = new StageFold(settings.definition)
      stage.advance(trace, 0, trace.length)
      const { queues } = stage.view()
      for (const { metric, subject, values } of foldOf(trace).series()) {
        if (metric !== 'ready' && metric !== 'unacked') continue
        expect([metric, values.at(-1)]).toEqual([metric, queues.get(subject)?.[metric].size ?? 0])
      }
    }),
    { seed: 32, numRuns: 250 },
  )
})

it('the lines are the same folded fact by fact and at once, and a copy goes its own way', () => {
  fc.assert(
    fc.property(randomRuns(), ({ at, ...settings }) => {
      const { trace } = runTo(at, settings)
      const slowly = new SeriesFold()
      for (let id = 0; id < trace.length; id++) slowly.advance(trace, id, id + 1)
      const half = foldOf(trace, trace.length >> 1)
      const before = half.series()
      const copy = half.copy()
      copy.advance(trace, trace.length >> 1, trace.length)
      expect(slowly.series()).toEqual(foldOf(trace).series())
      expect(copy.series()).toEqual(foldOf(trace).series())
      expect(half.series()).toEqual(before)
    }),
    { seed: 33, numRuns: 40 },
  )
})

it('what a restart takes out of a consumer’s hands is no longer unacked, what stays is ready', () => {
  const definition = shopLike('pubsub', {
    customers: { ordersPerSecond: 0 },
    'worker-1': { prefetch: 1, sendsMail: false, waitMs: 60_000 },
    web: { persistent: false },
  })
  const run = runShop(definition, 4, {
    doings: [
      [1, { type: 'place-orders', count: 1 }],
      [2, { type: 'configure', node: 'web', field: 'persistent', value: true }],
      [2, { type: 'place-orders', count: 2 }],
      [3, { type: 'restart-broker', how: 'clean' }],
    ],
  })
  const ends = linesOf(run).map(({ metric, values }) => [metric, values.at(-1)])
  expect(ends).toContainEqual(['ready', 2])
  expect(ends).toContainEqual(['unacked', 0])
})
