import type { Instant } from '#engine'
import type { ClientReport } from '../client-worker/messages.ts'

/** How far the trace has come on the page's side. */
export interface Heard {
  readonly facts: number
  readonly words: number
  readonly now: number
}

/**
 * Reads what came out of the frame as a report. The harness writes nothing else; whoever got past it
 * must not be able to make the page stumble, or to change facts the page has already judged.
 *
 * @returns null when it is no report that continues what was heard.
 */
export function checkReport(value: unknown, heard: Heard): ClientReport | null {
  if (!isRecord(value) || !isRecord(value['slice'])) return null
  const { slice, now, isIdle, stoppedBy } = value
  const { from, wordsFrom, words, kinds, ats, causes, values } = slice
  if (from !== heard.facts || wordsFrom !== heard.words) return null
  if (!(kinds instanceof Uint16Array) || !(causes instanceof Int32Array)) return null
  if (!(ats instanceof Float64Array) || !(values instanceof Float64Array)) return null
  if (kinds.length !== ats.length || kinds.length !== causes.length) return null
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) return null
  if (!Number.isSafeInteger(now) || (now as number) < heard.now) return null
  if (typeof isIdle !== 'boolean') return null
  if (stoppedBy !== null && typeof stoppedBy !== 'string') return null
  if (!ats.every((at) => at <= (now as number)) || !areCauses(causes, heard.facts)) return null
  // A copy of exactly these fields, on memory nobody else writes to.
  return {
    slice: {
      from,
      wordsFrom,
      words: [...words],
      kinds: kinds.slice(),
      ats: ats.slice(),
      causes: causes.slice(),
      values: values.slice(),
    },
    now: now as Instant,
    isIdle,
    stoppedBy,
  }
}

/** The cause of a fact is an earlier one, or none: a negative number. */
function areCauses(causes: Int32Array, from: number): boolean {
  return causes.every((cause, index) => cause < from + index)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
