import type { Json, Outcome } from './case.ts'

/** Names the server makes, and what stands for them in an outcome. */
const SERVER_MADE: readonly (readonly [RegExp, string])[] = [
  [/amq\.(ctag|gen)-[A-Za-z0-9_-]{22}/g, 'amq.$1-<22>'],
  [/amq\.rabbitmq\.reply-to\.[A-Za-z0-9_.#@+/=-]+/g, 'amq.rabbitmq.reply-to.<opaque>'],
]

/**
 * An outcome without what differs from run to run: the case's own prefix of names, names and
 * instants the server makes. Buffers are read as text; what is undefined is left out.
 */
export function normalise(value: unknown, prefix: string): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return normaliseText(value, prefix)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return `${value}n`
  if (Buffer.isBuffer(value)) return normaliseText(value.toString(), prefix)
  if (value instanceof Error) return normaliseError(value, prefix)
  if (Array.isArray(value)) return value.map((item) => normalise(item, prefix))
  if (typeof value === 'object') return normaliseObject(value, prefix)
  return `<${typeof value}>`
}

/** The texts of two outcomes are equal exactly when nothing a client can see differs. */
export function toText(outcome: Outcome): string {
  return JSON.stringify(outcome, null, 1)
}

/** The lines in which two outcomes differ, each with a sign: - real, + ours. */
export function differenceOf(real: Outcome, ours: Outcome): string[] {
  if (toText(real) === toText(ours)) return []
  const before = toText(real).split('\n')
  const after = toText(ours).split('\n')
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  let end = 0
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++
  }
  const context = before.slice(Math.max(0, start - 2), start).map((line) => `  ${line}`)
  const lost = before.slice(start, before.length - end).map((line) => `- ${line}`)
  const gained = after.slice(start, after.length - end).map((line) => `+ ${line}`)
  return [...context, ...lost, ...gained]
}

function normaliseText(text: string, prefix: string): string {
  let plain = text.replaceAll(prefix, '')
  for (const [pattern, stand] of SERVER_MADE) plain = plain.replace(pattern, stand)
  return plain
}

function normaliseError(error: Error, prefix: string): Json {
  const { code } = error as NodeJS.ErrnoException & { code?: string | number }
  const message = normaliseText(error.message, prefix)
  return { error: message, ...(code === undefined ? {} : { code }) }
}

function normaliseObject(value: object, prefix: string): Json {
  const entries: [string, Json][] = []
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    entries.push([normaliseText(key, prefix), isInstant(item) ? '<time>' : normalise(item, prefix)])
  }
  return Object.fromEntries(entries)
}

/** A timestamp the broker made: of these days, which no case sends itself. */
function isInstant(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('!' in value)) return false
  const { value: seconds } = value as { value?: unknown }
  return value['!'] === 'timestamp' && typeof seconds === 'number' && seconds > 1_600_000_000
}
