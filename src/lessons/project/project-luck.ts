import { createRandom, seedRandom, us, type Random } from '#engine'
import type { ShopDefinition } from '#scenarios'

/** What chance decides in a run, as numbers that a project takes one after the other. */
export interface ProjectLuck {
  /** Gaps between orders at random moments, in mean gaps. */
  readonly arrivals: readonly number[]
  /** Times that the mail provider takes, in mean times. */
  readonly mailWaits: readonly number[]
  /** 0 to 9 999 for each e-mail: it fails when this is less than its chance in ten thousand. */
  readonly mailFailures: readonly number[]
}

/** After so many a project begins with them anew. */
const DRAWS = 1_000
const UNIT = us(1_000_000)

/** The luck of the run with this seed: the streams are those that the shop's world draws from. */
export function projectLuck(seed: number, { nodes }: ShopDefinition): ProjectLuck {
  const customers = nodes.find(({ kind }) => kind === 'customers')?.id ?? ''
  const draws = (purpose: string, draw: (random: Random) => number): readonly number[] => {
    const random = createRandom(seedRandom(seed, purpose))
    return Array.from({ length: DRAWS }, () => draw(random))
  }
  const factor = (random: Random): number => random.exponential(UNIT) / UNIT
  return {
    arrivals: draws(`arrivals:${customers}`, factor),
    mailWaits: draws('mail', factor),
    mailFailures: draws('mail-failure', (random) => random.below(10_000)),
  }
}
