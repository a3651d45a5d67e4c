import { exhaustive } from '#std'
import type { FieldValue, Table } from '../state/table.ts'

/** Why a policy's definition is refused, in the broker's words; null when it is not. */
export function wrongPolicy(
  definition: Table,
  kind: 'policy' | 'operator policy',
): { readonly name: string | null; readonly reason: string } | null {
  if (definition.size === 0) return { name: null, reason: 'no policy provided' }
  const isForOperators = kind === 'operator policy'
  const unknown = [...definition].filter(([name]) => {
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined
    return rule === undefined || (isForOperators && !OPERATOR_SETTINGS.has(name))
  })
  if (unknown.length > 0) {
    const settings = unknown.sort(byName).map(([name, field]) => `{<<"${name}">>,${term(field)}}`)
    return { name: null, reason: `[${settings.join()}] are not recognised policy settings` }
  }
  for (const [name, field] of definition) {
    const rule = RULES[name]
    if (rule !== undefined && !rule.fits(field)) {
      return { name, reason: `${term(field)} is not a valid ${rule.what}` }
    }
  }
  return null
}

/** What operators may limit; what the policy says holds where it is less. */
const OPERATOR_SETTINGS: ReadonlySet<string> = new Set([
  'expires',
  'message-ttl',
  'max-length',
  'max-length-bytes',
  'max-in-memory-length',
  'max-in-memory-bytes',
  'delivery-limit',
])

interface Rule {
  readonly what: string
  fits(field: FieldValue): boolean
}

function whole(min: number, max = Infinity): Rule['fits'] {
  return (field) =>
    field.type === 'long' && Number(field.value) >= min && Number(field.value) <= max
}

function oneOf(...choices: readonly string[]): Rule['fits'] {
  return (field) => field.type === 'longstr' && choices.includes(String(field.value))
}

function isText(field: FieldValue): boolean {
  return field.type === 'longstr'
}

function isAge(field: FieldValue): boolean {
  return field.type === 'longstr' && /^\d+[YMDhms]$/u.test(String(field.value))
}

const RULES: Readonly<Record<string, Rule>> = {
  'alternate-exchange': { what: 'alternate exchange name', fits: isText },
  'dead-letter-exchange': { what: 'dead letter exchange name', fits: isText },
  'dead-letter-routing-key': { what: 'dead letter routing key', fits: isText },
  'dead-letter-strategy': {
    what: 'dead letter strategy',
    fits: oneOf('at-most-once', 'at-least-once'),
  },
  'message-ttl': { what: 'message TTL', fits: whole(0) },
  expires: { what: 'queue expiry', fits: whole(1) },
  'max-length': { what: 'maximum length', fits: whole(0) },
  'max-length-bytes': { what: 'maximum length in bytes', fits: whole(0) },
  'max-in-memory-length': { what: 'maximum memory in bytes', fits: whole(0) },
  'max-in-memory-bytes': { what: 'maximum memory in bytes', fits: whole(0) },
  'delivery-limit': { what: 'delivery limit', fits: whole(0) },
  overflow: {
    what: 'overflow value',
    fits: oneOf('drop-head', 'reject-publish', 'reject-publish-dlx'),
  },
  'queue-mode': { what: 'queue-mode value', fits: oneOf('default', 'lazy') },
  'queue-version': { what: 'queue-version value', fits: whole(1, 2) },
  'queue-master-locator': {
    what: 'queue-master-locator value',
    fits: oneOf('client-local', 'min-masters', 'random'),
  },
  'queue-leader-locator': {
    what: 'queue leader locator value',
    fits: oneOf('client-local', 'balanced', 'least-leaders', 'random'),
  },
  'initial-cluster-size': { what: 'cluster size', fits: whole(1) },
  'max-age': { what: 'max age', fits: isAge },
  'stream-max-segment-size-bytes': { what: 'segment size', fits: whole(1) },
  'ha-mode': { what: 'ha-mode value', fits: oneOf('all', 'exactly', 'nodes') },
  'ha-params': { what: 'ha-params value', fits: (field) => field.type !== 'void' },
  'ha-sync-mode': { what: 'ha-sync-mode value', fits: oneOf('manual', 'automatic') },
  'ha-sync-batch-size': { what: 'ha-sync-batch-size value', fits: whole(1) },
  'ha-promote-on-shutdown': {
    what: 'ha-promote-on-shutdown value',
    fits: oneOf('always', 'when-synced'),
  },
  'ha-promote-on-failure': {
    what: 'ha-promote-on-failure value',
    fits: oneOf('always', 'when-synced'),
  },
}

function byName([one]: readonly [string, FieldValue], [other]: readonly [string, FieldValue]) {
  return one < other ? -1 : 1
}

/** A value as Erlang writes it. */
function term(field: FieldValue): string {
  switch (field.type) {
    case 'void':
      return 'null'
    case 'longstr':
    case 'binary':
      return `<<"${typeof field.value === 'string' ? field.value : [...field.value].join()}">>`
    case 'array':
      return `[${field.value.map(term).join()}]`
    case 'table':
      return `#{${[...field.value].map(([name, one]) => `<<"${name}">> => ${term(one)}`).join()}}`
    case 'float':
    case 'double':
      return Number.isInteger(field.value) ? `${String(field.value)}.0` : String(field.value)
    case 'bool':
    case 'byte':
    case 'unsignedbyte':
    case 'short':
    case 'unsignedshort':
    case 'signedint':
    case 'unsignedint':
    case 'long':
    case 'timestamp':
    case 'decimal':
      return String(field.value)
    default:
      return exhaustive(field)
  }
}
