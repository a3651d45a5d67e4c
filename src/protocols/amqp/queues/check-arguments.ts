import { isInteger, numberOf, type FieldValue, type Table } from '../state/table.ts'

/** Why an argument is wrong, in the broker's words; null when it is right. */
type Check = (field: FieldValue, queueArguments: Table) => string | null

/** The first argument with a wrong value, in the broker's words; null when all are right. */
export function wrongArgument(of: string, queueArguments: Table): string | null {
  for (const [name, check] of CHECKS) {
    const field = queueArguments.get(name)
    const reason = field === undefined ? null : check(field, queueArguments)
    if (reason === null) continue
    // This one the broker words differently.
    if (name === 'x-dead-letter-exchange')
      return `invalid type '${reason}' for arg '${name}' in ${of}`
    return `invalid arg '${name}' for ${of}: ${reason}`
  }
  return null
}

/** Why the type a queue is to have is none, in the broker's words; null when it is one. */
export function wrongQueueType(of: string, queueArguments: Table): string | null {
  const field = queueArguments.get('x-queue-type')
  const reason = field === undefined ? null : queueType(field, queueArguments)
  return reason === null ? null : `invalid arg 'x-queue-type' for ${of}: ${reason}`
}

const MAX_PRIORITY = 255

function notNegative(field: FieldValue): string | null {
  const wrong = notInteger(field)
  if (wrong !== null) return wrong
  const value = numberOf(field) ?? 0
  return value < 0 ? `{value_negative,${String(value)}}` : null
}

function positive(field: FieldValue): string | null {
  const wrong = notNegative(field)
  return wrong === null && numberOf(field) === 0 ? '{value_zero,0}' : wrong
}

function notInteger(field: FieldValue): string | null {
  return isInteger(field) ? null : `"expected integer, got ${field.type}"`
}

function priority(field: FieldValue): string | null {
  const wrong = notNegative(field)
  if (wrong !== null) return wrong
  const value = numberOf(field) ?? 0
  return value > MAX_PRIORITY ? `{max_value_exceeded,${String(value)}}` : null
}

function oneOf(values: readonly string[], wrong: string): Check {
  return text((value) => (values.includes(value) ? null : wrong))
}

/** A check of a text's value; anything but a text is wrong. */
function text(check: (value: string) => string | null): Check {
  return (field) => {
    if (field.type !== 'longstr') return `{unacceptable_type,${field.type}}`
    // Bytes that are no text are no word the broker knows either.
    return check(typeof field.value === 'string' ? field.value : '')
  }
}

function deadLetterKey(field: FieldValue, queueArguments: Table): string | null {
  if (field.type !== 'longstr') return `{unacceptable_type,${field.type}}`
  return queueArguments.has('x-dead-letter-exchange') ? null : 'routing_key_but_no_dlx_defined'
}

function flag(field: FieldValue): string | null {
  return field.type === 'bool' ? null : `{unacceptable_type,${field.type}}`
}

function queueVersion(field: FieldValue): string | null {
  const wrong = notNegative(field)
  if (wrong !== null) return wrong
  const version = numberOf(field) ?? 0
  return version === 1 || version === 2 ? null : `"unsupported queue version '${String(version)}'"`
}

const queueType = text((type) =>
  ['classic', 'quorum', 'stream'].includes(type) ? null : `"unsupported queue type '${type}'"`,
)

const queueMode = text((mode) =>
  ['default', 'lazy'].includes(mode) ? null : `"unsupported queue mode '${mode}'"`,
)

/** In the order the broker looks at them. */
const CHECKS: readonly (readonly [string, Check])[] = [
  ['x-expires', positive],
  ['x-message-ttl', notNegative],
  ['x-dead-letter-exchange', (field) => (field.type === 'longstr' ? null : field.type)],
  ['x-dead-letter-routing-key', deadLetterKey],
  ['x-dead-letter-strategy', oneOf(['at-most-once', 'at-least-once'], 'invalid_dlx_strategy')],
  ['x-max-length', notNegative],
  ['x-max-length-bytes', notNegative],
  ['x-max-priority', priority],
  ['x-overflow', oneOf(['drop-head', 'reject-publish', 'reject-publish-dlx'], 'invalid_overflow')],
  ['x-queue-mode', queueMode],
  ['x-queue-version', queueVersion],
  ['x-single-active-consumer', flag],
]
