import { runFacts } from '#engine'
import { exerciseFacts } from '#sandbox'

/** The fields of each kind of fact, in the order of the trace: whether it is a text. */
const KINDS: readonly (readonly boolean[])[] = Object.values({
  ...exerciseFacts,
  ...runFacts,
}).map((fields) => Object.values(fields).map((type) => type === 'text'))

/** Columns of a trace as they came out of the frame, of equal length. */
export interface Columns {
  readonly kinds: Uint16Array
  readonly ats: Float64Array
  readonly causes: Int32Array
  readonly values: Float64Array
}

/** How far the trace has come. */
interface Before {
  readonly facts: number
  readonly now: number
}

/**
 * Whether these columns are facts of an exercise that can follow: every kind is one, time does not
 * go back, causes come first, and every text is one of `words` texts.
 */
export function areFacts(
  { kinds, ats, causes, values }: Columns,
  before: Before,
  words: number,
): boolean {
  let at = before.now
  let cursor = 0
  for (let index = 0; index < kinds.length; index++) {
    const cause = causes[index] ?? Number.NaN
    const next = ats[index] ?? Number.NaN
    const fields = KINDS[kinds[index] ?? KINDS.length]
    const isNext = next >= at && cause >= -1 && cause < before.facts + index
    if (!isNext || fields === undefined) return false
    for (const isText of fields) {
      const value = values[cursor++]
      if (value === undefined || (isText && !isWord(value, words))) return false
    }
    at = next
  }
  return cursor === values.length
}

function isWord(value: number, words: number): boolean {
  return Number.isNaN(value) || (Number.isInteger(value) && value >= 0 && value < words)
}
