import fc from 'fast-check'
import { expect, it } from 'vitest'
import { after, atSeconds, between, ms, seconds, START, toMs, toSeconds, us } from './time.ts'
import type { Duration, Instant } from './time.ts'

it('[E-01] a run starts at 0 and counts microseconds', () => {
  expect(START).toBe(0)
  expect([us(1), ms(1), seconds(1), atSeconds(1)]).toEqual([1, 1_000, 1_000_000, 1_000_000])
})

it('[E-01] a fraction of a microsecond is rounded to a whole one', () => {
  expect([us(0.4), us(0.5), ms(0.000_4), ms(1.2345), seconds(0.1), atSeconds(0.000_000_6)]).toEqual(
    [0, 1, 0, 1_235, 100_000, 1],
  )
})

it('[E-01] whatever people ask for in seconds is a whole number of microseconds', () => {
  const counts = fc.double({ min: 0, max: 1e9, noNaN: true })
  fc.assert(
    fc.property(counts, (count) => {
      for (const time of [us(count), ms(count), seconds(count), atSeconds(count)]) {
        expect(Number.isSafeInteger(time)).toBe(true)
      }
      expect(Math.abs(toSeconds(atSeconds(count)) - count)).toBeLessThan(1e-6)
      expect(Math.abs(toMs(ms(count)) - count)).toBeLessThan(1e-3)
    }),
    { seed: 21, numRuns: 500 },
  )
})

it('[E-01] between undoes after, and is negative backwards', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.nat(2 ** 31), (from, delay) => {
      const start = from as Instant
      const end = after(start, delay as Duration)
      expect(end).toBe(from + delay)
      expect([between(start, end), between(end, start) + delay]).toEqual([delay, 0])
    }),
    { seed: 22, numRuns: 200 },
  )
})
