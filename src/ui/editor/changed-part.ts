/** The one part in which two texts differ, as offsets: `end` in the first, `endAfter` in the second. */
export interface ChangedPart {
  readonly start: number
  readonly end: number
  readonly endAfter: number
}

/** The smallest part outside of which the texts are the same; null when they are the same. */
export function changedPart(before: string, after: string): ChangedPart | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++
  let end = before.length
  let endAfter = after.length
  while (
    end > start &&
    endAfter > start &&
    before.charCodeAt(end - 1) === after.charCodeAt(endAfter - 1)
  ) {
    end--
    endAfter--
  }
  return { start, end, endAfter }
}
