import type { Message } from '../state/message.ts'
import { numberOf, textOf, type FieldValue, type Table } from '../state/table.ts'
import { sortedTable } from '../state/table-key.ts'

/** Why a message leaves a queue without having been handled. */
export type DeadLetterReason = 'rejected' | 'expired' | 'maxlen' | 'delivery_limit'

/** A death to be written into a message's headers. */
export interface Death {
  readonly queue: string
  readonly reason: DeadLetterReason
  /** Seconds since 1970. */
  readonly time: number
}

/**
 * The headers of a message that died once more: one entry for each queue and reason, the
 * newest first; a repeat is counted and moved to the front, and keeps what the first one wrote. The
 * older entries are turned round each time, as the real broker happens to do it.
 */
export function headersAfterDeath(message: Message, death: Death): Table {
  const headers = new Map(message.properties.headers ?? [])
  const known = headers.get('x-death')
  const entries = known?.type === 'array' ? known.value : null
  const same = entries?.find((entry) => isOf(entry, death))
  const others = entries?.filter((entry) => !isOf(entry, death)).reverse() ?? []
  const fields = same?.type === 'table' ? counted(same.value) : newEntry(message, death)
  // The real broker sorts what it changes, but not the very first entry.
  const value = entries === null ? fields : sortedTable(fields)
  const entry: FieldValue = { type: 'table', value }
  headers.set('x-death', { type: 'array', value: [entry, ...others] })
  if (known === undefined) {
    headers.set('x-first-death-exchange', longstr(message.exchange))
    headers.set('x-first-death-queue', longstr(death.queue))
    headers.set('x-first-death-reason', longstr(death.reason))
  }
  return sortedTable(headers)
}

/**
 * Whether a queue has been passed before on a way nobody chose: the message died there, and since
 * then no consumer has rejected it. Such a cycle would never end.
 */
export function isAutomaticCycle(queue: string, headers: Table | undefined): boolean {
  const deaths = headers?.get('x-death')
  if (deaths?.type !== 'array') return false
  for (const death of deaths.value) {
    if (death.type !== 'table') continue
    if (textOf(death.value.get('reason')) === 'rejected') return false
    if (textOf(death.value.get('queue')) === queue) return true
  }
  return false
}

/** The routing keys in the headers `CC` and `BCC`, or in one of them. */
export function keysInHeader(headers: Table | undefined, name: string): string[] {
  const field = headers?.get(name)
  if (field?.type !== 'array') return []
  return field.value.flatMap((one) => textOf(one) ?? [])
}

function newEntry(message: Message, death: Death): Table {
  const { headers, expiration } = message.properties
  const keys = [message.routingKey, ...keysInHeader(headers, 'CC')]
  const entry = new Map<string, FieldValue>([
    ['count', { type: 'long', value: 1 }],
    ['reason', longstr(death.reason)],
    ['queue', longstr(death.queue)],
    ['time', { type: 'timestamp', value: death.time }],
    ['exchange', longstr(message.exchange)],
    ['routing-keys', { type: 'array', value: keys.map(longstr) }],
  ])
  if (expiration !== undefined) entry.set('original-expiration', longstr(expiration))
  return entry
}

function counted(entry: Table): Table {
  const times = numberOf(entry.get('count')) ?? 0
  const next = new Map(entry)
  next.set('count', { type: 'long', value: times + 1 })
  return next
}

function isOf(entry: FieldValue, death: Death): boolean {
  if (entry.type !== 'table') return false
  return (
    textOf(entry.value.get('queue')) === death.queue &&
    textOf(entry.value.get('reason')) === death.reason
  )
}

function longstr(value: string): FieldValue {
  return { type: 'longstr', value }
}
