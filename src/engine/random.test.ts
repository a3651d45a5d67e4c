import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRandom, naturalLogOfFraction, seedRandom, type Random } from './random.ts'
import { ms, type Duration } from './time.ts'

function stream(seed: number, purpose = 'test'): Random {
  return createRandom(seedRandom(seed, purpose))
}

function draw(random: Random, count: number): readonly number[] {
  return Array.from({ length: count }, () => random.uint32())
}

it('[E-06] the first numbers of a stream are these, everywhere and for ever', () => {
  expect(draw(stream(1), 4)).toMatchInlineSnapshot(`
    [
      818556733,
      546905229,
      1987034104,
      3234985246,
    ]
  `)
  expect(draw(stream(2 ** 53 - 1, 'orders'), 4)).toMatchInlineSnapshot(`
    [
      2399902438,
      1897517955,
      1662098277,
      4104565237,
    ]
  `)
})

it('[E-05] each purpose and each seed has numbers of its own', () => {
  const streams = [stream(1, 'a'), stream(1, 'b'), stream(2, 'a'), stream(2 ** 32 + 1, 'a')]
  const texts = streams.map((random) => draw(random, 8).join())
  expect(new Set(texts).size).toBe(streams.length)
})

it('[E-05] no two seeds are alike, also beyond 32 bits', () => {
  const seeds = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 33, 2 ** 52, 2 ** 53 - 1]
  const texts = seeds.map((seed) => draw(stream(seed), 8).join())
  expect(new Set(texts).size).toBe(seeds.length)
})

it('[E-06] the highest bits of a number are as even as the lowest', () => {
  const random = stream(9)
  const counts = Array.from({ length: 16 }, () => 0)
  for (let index = 0; index < 64_000; index++) {
    const bucket = random.uint32() >>> 28
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  const chi2 = counts.reduce((sum, count) => sum + (count - 4_000) ** 2 / 4_000, 0)
  // Chi square with 15 degrees of freedom: above 44.3 once in ten thousand streams.
  expect(chi2).toBeLessThan(44.3)
})

it('[E-06] a bound that does not divide 2³² favours no outcome', () => {
  const random = stream(10)
  // The remainder alone would give the lowest third of the outcomes half of the draws.
  const drawn = Array.from({ length: 30_000 }, () => random.below(3 * 2 ** 30))
  const lowest = drawn.filter((outcome) => outcome < 2 ** 30).length
  expect(lowest / 30_000).toBeCloseTo(1 / 3, 1.7)
})

it('[E-06] every outcome below a bound is equally likely', () => {
  const random = stream(3)
  const counts = [0, 0, 0, 0, 0, 0]
  for (let index = 0; index < 60_000; index++) {
    const outcome = random.below(6)
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  const chi2 = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
  // Chi square with five degrees of freedom: above 25.7 once in ten thousand streams.
  expect(chi2).toBeLessThan(25.7)
})

it('[E-06] a chance comes as often as it says: never at 0, always at 1', () => {
  const random = stream(4)
  for (let index = 0; index < 1_000; index++) {
    expect(random.chance(0, 10)).toBe(false)
    expect(random.chance(10, 10)).toBe(true)
  }
  const hits = Array.from({ length: 20_000 }, () => random.chance(1, 4)).filter(Boolean)
  expect(hits.length / 20_000).toBeCloseTo(0.25, 1.7)
})

it('[E-06] a uniform duration lies in its range, ends included', () => {
  const random = stream(5)
  const drawn = Array.from({ length: 500 }, () => random.uniform(3 as Duration, 6 as Duration))
  expect(new Set(drawn)).toEqual(new Set([3, 4, 5, 6]))
})

it('[E-06] exponential durations have their mean and their spread', () => {
  const random = stream(6)
  const count = 200_000
  const drawn = Array.from({ length: count }, () => random.exponential(ms(10)))
  const mean = drawn.reduce((sum, value) => sum + value, 0) / count
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count
  expect(mean / 10_000).toBeCloseTo(1, 1.7)
  expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1.7)
  expect(drawn.every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true)
})

it('[E-06] the logarithm is right to 1e-13 over its whole range', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (numerator) => {
      const exact = Math.log(numerator / 2 ** 32)
      expect(Math.abs(naturalLogOfFraction(numerator) - exact)).toBeLessThan(
        1e-13 * Math.max(1, -exact),
      )
    }),
    { seed: 7, numRuns: 2_000, examples: [[1], [2 ** 32], [2 ** 31], [2 ** 32 - 1], [3]] },
  )
})

it('[E-06] a bound or a chance that makes no sense is a mistake of ours', () => {
  const random = stream(8)
  for (const bound of [0, -1, 1.5, 2 ** 32 + 1]) expect(() => random.below(bound)).toThrow(/bound/)
  expect(() => random.chance(2, 1)).toThrow(/chance/)
  expect(() => random.uniform(ms(2), ms(1))).toThrow(/smaller end/)
})
