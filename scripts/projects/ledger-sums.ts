import type { Trace } from '#engine'
import { ShopViews, type ShopDefinition } from '#scenarios'

/** What a project prints of its run: how many orders came out in which way. */
export const SUMS = [
  'placed',
  'answered',
  'refused',
  'processed',
  'emailed',
  'lost',
  'doneTwice',
] as const

/** The sums of a ledger. */
export type LedgerSums = Readonly<Record<(typeof SUMS)[number], number>>

/** The sums of a run in the sandbox. */
export function sumsOf(trace: Trace, definition: ShopDefinition): LedgerSums {
  const views = new ShopViews(trace, definition)
  views.advance(trace.length)
  const { placed, refused, processed, emailed, lost, doneTwice, answer } = views.ledger()
  const sums = { placed, refused, processed, emailed, answered: answer?.count ?? 0 }
  return { ...sums, lost: lost.length, doneTwice: doneTwice.length }
}

/** The line that a project prints with `--json`; null when it is none. */
export function readSums(line: string): LedgerSums | null {
  try {
    const value = JSON.parse(line) as Readonly<Record<string, unknown>>
    const isWhole = SUMS.every((name) => typeof value[name] === 'number')
    return isWhole ? (value as LedgerSums) : null
  } catch {
    return null
  }
}

/** The names of the sums that two runs do not agree on. */
export function differences(one: LedgerSums, other: LedgerSums): readonly (typeof SUMS)[number][] {
  return SUMS.filter((name) => one[name] !== other[name])
}
