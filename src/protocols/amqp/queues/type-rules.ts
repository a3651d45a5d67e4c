import type { Table } from '../state/table.ts'
import type { QueueType } from './queue.ts'

/** What a queue about to be made is to be like. */
export interface Wish {
  readonly type: QueueType
  readonly durable: boolean
  readonly exclusive: boolean
  readonly autoDelete: boolean
}

/** The arguments a type of queue looks at, and two declarations must agree on. */
export function argumentsOf(type: QueueType): ReadonlySet<string> {
  return ARGUMENTS[type]
}

/**
 * The argument another type knows and this one does not, in the broker's words; null
 * for none. Arguments no type knows are let through.
 */
export function wrongArgumentForType(of: string, type: QueueType, wanted: Table): string | null {
  for (const name of KNOWN_ARGUMENTS) {
    if (!wanted.has(name) || ARGUMENTS[type].has(name)) continue
    return `invalid arg '${name}' for ${of} of queue type rabbit_${type}_queue`
  }
  return null
}

/** Queues that are kept in several places are durable, and nobody's own. */
export function wrongProperty(of: string, wish: Wish): string | null {
  const property = wish.type === 'classic' ? null : forbiddenProperty(wish)
  return property === null ? null : `invalid property '${property}' for ${of}`
}

function forbiddenProperty({ durable, exclusive, autoDelete }: Wish): string | null {
  if (autoDelete) return 'auto-delete'
  if (exclusive) return 'exclusive-owner'
  return durable ? null : 'non-durable'
}

const ARGUMENTS: Readonly<Record<QueueType, ReadonlySet<string>>> = {
  classic: new Set([
    'x-expires',
    'x-message-ttl',
    'x-dead-letter-exchange',
    'x-dead-letter-routing-key',
    'x-max-length',
    'x-max-length-bytes',
    'x-max-priority',
    'x-overflow',
    'x-queue-mode',
    'x-queue-version',
    'x-single-active-consumer',
    'x-queue-type',
    'x-queue-master-locator',
  ]),
  quorum: new Set([
    'x-dead-letter-exchange',
    'x-dead-letter-routing-key',
    'x-dead-letter-strategy',
    'x-expires',
    'x-max-length',
    'x-max-length-bytes',
    'x-max-in-memory-length',
    'x-max-in-memory-bytes',
    'x-overflow',
    'x-single-active-consumer',
    'x-queue-type',
    'x-quorum-initial-group-size',
    'x-delivery-limit',
    'x-message-ttl',
    'x-queue-leader-locator',
  ]),
  stream: new Set([
    'x-max-length-bytes',
    'x-queue-type',
    'x-max-age',
    'x-stream-max-segment-size-bytes',
    'x-initial-cluster-size',
    'x-queue-leader-locator',
  ]),
}

const KNOWN_ARGUMENTS: ReadonlySet<string> = new Set(
  Object.values(ARGUMENTS).flatMap((names) => [...names]),
)
