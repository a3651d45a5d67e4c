import { exact, type FieldValue } from '../state/table.ts'

/**
 * A plain value, as JSON.parse gives it, as the field RabbitMQ makes of it: whole numbers are long,
 * others double. What JSON cannot hold has no field and becomes void.
 */
export function fieldOfJson(value: unknown): FieldValue {
  switch (typeof value) {
    case 'string':
      return { type: 'longstr', value }
    case 'boolean':
      return { type: 'bool', value }
    case 'bigint':
      return { type: 'long', value: exact(value) }
    case 'number':
      if (!Number.isInteger(value)) return { type: 'double', value }
      return { type: 'long', value: exact(BigInt(value)) }
    case 'object':
      return value === null ? { type: 'void' } : nestedField(value)
    default:
      return { type: 'void' }
  }
}

function nestedField(value: object): FieldValue {
  if (Array.isArray(value)) return { type: 'array', value: value.map(fieldOfJson) }
  const members = Object.entries(value).map(([name, one]) => [name, fieldOfJson(one)] as const)
  return { type: 'table', value: new Map(members) }
}
