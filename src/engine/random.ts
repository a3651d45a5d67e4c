import { assert } from '#std'
import type { Duration } from './time.ts'

/** The state of one generator (sfc32): four unsigned 32-bit integers. */
export type RandomState = [number, number, number, number]

/** One stream of seeded chance. Two streams never influence each other. */
export interface Random {
  /** An integer from 0 to 2³² − 1, both included. */
  uint32(): number
  /** An integer from 0 (included) to `bound` (excluded); `bound` is 1 to 2³². */
  below(bound: number): number
  /** True `hits` times out of `outOf`; both are integers, 0 ≤ hits ≤ outOf. */
  chance(hits: number, outOf: number): boolean
  /** A duration drawn uniformly from `min` to `max`, both included. */
  uniform(min: Duration, max: Duration): Duration
  /** An exponentially distributed duration with the given mean. */
  exponential(mean: Duration): Duration
}

/**
 * Seeds a generator from the run's seed and the purpose it serves, so that a new purpose does not
 * change the luck of the others.
 */
export function seedRandom(seed: number, purpose: string): RandomState {
  const high = Math.floor(seed / 0x1_0000_0000)
  let hash = (0x811c9dc5 ^ seed) >>> 0
  hash = mix(hash ^ high)
  for (let index = 0; index < purpose.length; index++) {
    hash = mix(hash ^ purpose.charCodeAt(index))
  }
  // The hash has 32 bits, a seed has 53: what does not fit makes the difference here.
  const state: RandomState = [0, 0, 0, 1 + high]
  for (let index = 0; index < 3; index++) {
    hash = mix(hash + 0x9e3779b9)
    state[index] = hash
  }
  // The first outputs still resemble the seed.
  for (let round = 0; round < 12; round++) nextUint32(state)
  return state
}

/** A stream that reads and advances `state` in place. */
export function createRandom(state: RandomState): Random {
  function below(bound: number): number {
    assert(Number.isInteger(bound) && bound >= 1 && bound <= 0x1_0000_0000, 'bound is 1 to 2^32')
    // Rejecting the uneven rest keeps every outcome exactly as likely as the others.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound)
    let drawn = nextUint32(state)
    while (drawn >= limit) drawn = nextUint32(state)
    return drawn % bound
  }
  return {
    uint32: () => nextUint32(state),
    below,
    chance(hits, outOf) {
      assert(hits >= 0 && hits <= outOf, 'a chance lies between 0 and 1')
      return below(outOf) < hits
    },
    uniform(min, max) {
      assert(min <= max, 'a uniform range starts at its smaller end')
      return (min + below(max - min + 1)) as Duration
    },
    exponential(mean) {
      return Math.round(mean * -naturalLogOfFraction(nextUint32(state) + 1)) as Duration
    },
  }
}

function nextUint32(state: RandomState): number {
  const sum = (((state[0] + state[1]) >>> 0) + state[3]) >>> 0
  state[3] = (state[3] + 1) >>> 0
  state[0] = (state[1] ^ (state[1] >>> 9)) >>> 0
  state[1] = (state[2] + ((state[2] << 3) >>> 0)) >>> 0
  state[2] = (((state[2] << 21) | (state[2] >>> 11)) + sum) >>> 0
  return sum
}

function mix(value: number): number {
  let mixed = Math.imul((value ^ (value >>> 16)) >>> 0, 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

const LN_2 = 0.6931471805599453

/**
 * The natural logarithm of `numerator / 2³²`, for 1 ≤ numerator ≤ 2³².
 *
 * Math.log may differ in the last digit between engines, and one digit is another trace. This uses
 * only additions, multiplications and divisions, which IEEE 754 fixes to the bit.
 */
export function naturalLogOfFraction(numerator: number): number {
  if (numerator === 0x1_0000_0000) return 0
  const exponent = 31 - Math.clz32(numerator)
  const mantissa = numerator / ((1 << exponent) >>> 0)
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let term = ratio
  let sum = 0
  for (let divisor = 1; divisor <= 29; divisor += 2) {
    sum += term / divisor
    term *= square
  }
  return 2 * sum + (exponent - 32) * LN_2
}
