import type { Instant } from '#engine'
import type { CompileError, Waiting } from '#sandbox'
import { areFacts } from './check-facts.ts'
import type { LearnerReport } from './messages.ts'

/** How far the trace has come on the page's side. */
export interface Heard {
  readonly facts: number
  readonly words: ReadonlySet<string>
  readonly now: number
}

/**
 * Reads what came out of the frame as a report. The harness writes nothing else; whoever got past it
 * must not be able to make the page stumble, or to change facts the page has already judged.
 *
 * @returns null when it is no report that continues what was heard.
 */
export function checkReport(value: unknown, heard: Heard): LearnerReport | null {
  if (!isRecord(value) || !isRecord(value['slice'])) return null
  const { slice, now, isIdle, stoppedBy, waiting } = value
  const { from, wordsFrom, words, kinds, ats, causes, values } = slice
  if (from !== heard.facts || wordsFrom !== heard.words.size) return null
  if (!(kinds instanceof Uint16Array) || !(causes instanceof Int32Array)) return null
  if (!(ats instanceof Float64Array) || !(values instanceof Float64Array)) return null
  if (kinds.length !== ats.length || kinds.length !== causes.length) return null
  if (!Array.isArray(words) || !areNew(words, heard.words)) return null
  if (!Number.isSafeInteger(now) || (now as number) < heard.now) return null
  if (typeof isIdle !== 'boolean') return null
  if (stoppedBy !== null && typeof stoppedBy !== 'string') return null
  if (!areFacts({ kinds, ats, causes, values }, heard, heard.words.size + words.length)) return null
  if ((ats.at(-1) ?? 0) > (now as number)) return null
  const waits = listOf(waiting, WAITING_MAX, checkWaiting)
  if (waits === null) return null
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
    waiting: waits,
  }
}

const WAITING_MAX = 1_000
const ORDERS_MAX = 100_000
const ERRORS_MAX = 100
const MESSAGE_CHARS_MAX = 2_000

const WHAT: Readonly<Record<Waiting['what'], true>> = {
  handler: true,
  answer: true,
  acknowledgement: true,
  main: true,
}

/**
 * Reads what came out of the frame as errors of the compiler, about these files.
 *
 * @returns null when they are none.
 */
export function checkErrors(
  value: unknown,
  files: readonly string[],
): readonly CompileError[] | null {
  const errors = listOf(value, ERRORS_MAX, (one) => checkError(one, files))
  return errors?.length === 0 ? null : errors
}

function checkError(value: unknown, files: readonly string[]): CompileError | null {
  if (!isRecord(value)) return null
  const { file, line, message } = value
  if (typeof file !== 'string' || !files.includes(file)) return null
  if (line !== null && !isCount(line)) return null
  if (typeof message !== 'string') return null
  return { file, line, message: message.slice(0, MESSAGE_CHARS_MAX) }
}

function checkWaiting(value: unknown): Waiting | null {
  if (!isRecord(value)) return null
  const { process, what, orders } = value
  if (typeof process !== 'string' || typeof what !== 'string' || !Object.hasOwn(WHAT, what)) {
    return null
  }
  const numbers = listOf(orders, ORDERS_MAX, (one) => (isCount(one) ? one : null))
  return numbers === null ? null : { process, what: what as Waiting['what'], orders: numbers }
}

/** A list of so many at most, each read; null when one cannot be. */
function listOf<Item>(
  value: unknown,
  most: number,
  read: (one: unknown) => Item | null,
): readonly Item[] | null {
  if (!Array.isArray(value) || value.length > most) return null
  const items = value.map(read).filter((item) => item !== null)
  return items.length === value.length ? items : null
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** A trace has each text once: facts name it by its place. */
function areNew(words: readonly unknown[], known: ReadonlySet<string>): words is string[] {
  const isText = words.every((word) => typeof word === 'string' && !known.has(word))
  return isText && new Set(words).size === words.length
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
