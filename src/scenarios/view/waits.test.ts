import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Waits } from './waits.ts'

function waitsOf(durations: readonly number[]): Waits {
  const waits = new Waits()
  for (const duration of durations) waits.add(duration)
  return waits
}

it('no wait has no summary', () => {
  expect(new Waits().summary()).toBeNull()
})

it('one wait is its own mean, middle and most', () => {
  expect(waitsOf([7]).summary()).toEqual({ count: 1, mean: 7, p50: 7, p95: 7, max: 7 })
})

it('a percentile is the smallest wait that so many per cent do not exceed', () => {
  const durations = Array.from({ length: 20 }, (_, index) => 20 - index)
  expect(waitsOf(durations).summary()).toEqual({
    count: 20,
    mean: 10.5,
    p50: 10,
    p95: 19,
    max: 20,
  })
})

it('a summary is that of a plain sorted list, however many waits there are', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 1_500 }), (durations) => {
      const summary = waitsOf(durations).summary()
      const within = (limit = 0) => durations.filter((duration) => duration <= limit).length
      expect(summary?.count).toBe(durations.length)
      expect(summary?.mean).toBe(durations.reduce((sum, one) => sum + one, 0) / durations.length)
      expect(summary?.max).toBe(durations.toSorted((one, other) => one - other).at(-1))
      expect(within(summary?.p95)).toBeGreaterThanOrEqual(0.95 * durations.length)
      expect(within((summary?.p95 ?? 0) - 1)).toBeLessThan(0.95 * durations.length)
      expect(within((summary?.p50 ?? 0) - 1)).toBeLessThan(0.5 * durations.length)
    }),
    { numRuns: 100, seed: 41 },
  )
})

it('a summary follows what is added after it was read', () => {
  const waits = waitsOf([10])
  expect(waits.summary()?.max).toBe(10)
  waits.add(30)
  expect(waits.summary()).toMatchObject({ count: 2, mean: 20, max: 30 })
})

it('a copy and its original go their own ways', () => {
  const waits = waitsOf(Array.from({ length: 300 }, () => 5))
  const copy = waits.copy()
  copy.add(605)
  waits.add(5)
  expect([waits.summary()?.max, waits.summary()?.mean]).toEqual([5, 5])
  expect([copy.summary()?.max, copy.summary()?.count]).toEqual([605, 301])
})
