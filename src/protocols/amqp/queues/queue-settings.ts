import { numberOf, textOf, type FieldValue, type Table } from '../state/table.ts'

/** What a full queue does with one message more. */
export type Overflow = 'drop-head' | 'reject-publish' | 'reject-publish-dlx'

/** What arguments or a policy say about a queue; null where they say nothing. */
export interface QueueSettings {
  /** Milliseconds a message may wait. */
  readonly messageTtl: number | null
  /** Milliseconds the queue may be unused. */
  readonly expires: number | null
  readonly maxLength: number | null
  readonly maxLengthBytes: number | null
  readonly overflow: Overflow | null
  readonly deadLetterExchange: string | null
  readonly deadLetterRoutingKey: string | null
  /** How often a quorum queue takes a message back. */
  readonly deliveryLimit: number | null
}

/** Reads the settings from a queue's own arguments; they have been checked. */
export function settingsOfArguments(queueArguments: Table): QueueSettings {
  return readSettings((name) => queueArguments.get(`x-${name}`))
}

/** Reads the settings from a policy's definition. */
export function settingsOfPolicy(definition: Table): QueueSettings {
  return readSettings((name) => definition.get(name))
}

/** The names of the settings, as policies write them; arguments put `x-` in front. */
function readSettings(field: (name: string) => FieldValue | undefined): QueueSettings {
  return {
    messageTtl: numberOf(field('message-ttl')),
    expires: numberOf(field('expires')),
    maxLength: numberOf(field('max-length')),
    maxLengthBytes: numberOf(field('max-length-bytes')),
    overflow: textOf(field('overflow')) as Overflow | null,
    deadLetterExchange: textOf(field('dead-letter-exchange')),
    deadLetterRoutingKey: textOf(field('dead-letter-routing-key')),
    deliveryLimit: limit(numberOf(field('delivery-limit'))),
  }
}

/** What holds for a queue with arguments and a policy: the smaller number, else the argument. */
export function mergeSettings(own: QueueSettings, policy: QueueSettings | null): QueueSettings {
  if (policy === null) return own
  return {
    messageTtl: smaller(own.messageTtl, policy.messageTtl),
    expires: smaller(own.expires, policy.expires),
    maxLength: smaller(own.maxLength, policy.maxLength),
    maxLengthBytes: smaller(own.maxLengthBytes, policy.maxLengthBytes),
    overflow: own.overflow ?? policy.overflow,
    deadLetterExchange: own.deadLetterExchange ?? policy.deadLetterExchange,
    deadLetterRoutingKey: own.deadLetterRoutingKey ?? policy.deadLetterRoutingKey,
    deliveryLimit: smaller(own.deliveryLimit, policy.deliveryLimit),
  }
}

function smaller(one: number | null, other: number | null): number | null {
  if (one === null) return other
  return other === null ? one : Math.min(one, other)
}

/** The broker takes a negative limit and has none then. */
function limit(value: number | null): number | null {
  return value !== null && value < 0 ? null : value
}
