/**
 * One value of a field table, with the type it has on the wire; the names are RabbitMQ's. What is
 * decoded and encoded again gives the same bytes.
 */
export type FieldValue =
  /** A string when the bytes are valid UTF-8, else the bytes. */
  | { readonly type: 'longstr'; readonly value: string | Uint8Array }
  | { readonly type: 'binary'; readonly value: Uint8Array }
  | { readonly type: NumberType; readonly value: number }
  /** Whole numbers of 64 bits: a bigint only where a number would not be exact. */
  | { readonly type: 'long' | 'timestamp'; readonly value: number | bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  /** `value` divided by ten to the power of `scale` (0 to 255). */
  | { readonly type: 'decimal'; readonly scale: number; readonly value: number }
  | { readonly type: 'table'; readonly value: Table }
  | { readonly type: 'array'; readonly value: readonly FieldValue[] }
  | { readonly type: 'void' }

/** The number types of at most 32 bits, and the two floating ones. */
export type NumberType =
  | 'byte'
  | 'unsignedbyte'
  | 'short'
  | 'unsignedshort'
  | 'signedint'
  | 'unsignedint'
  | 'float'
  | 'double'

/** Arguments or headers: names with typed values, in the order they were sent. */
export type Table = ReadonlyMap<string, FieldValue>

/** Whether a value is a whole number, of whatever size; a timestamp is not one. */
export function isInteger(field: FieldValue): boolean {
  return INTEGER_TYPES.has(field.type)
}

const INTEGER_TYPES: ReadonlySet<FieldValue['type']> = new Set<FieldValue['type']>([
  'byte',
  'unsignedbyte',
  'short',
  'unsignedshort',
  'signedint',
  'unsignedint',
  'long',
])

/** The text a field holds; null when it is missing or holds anything else. */
export function textOf(field: FieldValue | undefined): string | null {
  return field?.type === 'longstr' && typeof field.value === 'string' ? field.value : null
}

/** The number a field holds, of whatever size; null when it is missing or holds anything else. */
export function numberOf(field: FieldValue | undefined): number | null {
  if (field === undefined || !('value' in field)) return null
  const { value } = field
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null
}

/** A table with nothing in it. */
export const EMPTY_TABLE: Table = new Map()

/**
 * Gives plain values the types amqplib would send them with: whole numbers by their size (byte,
 * short, signedint, long), other numbers double, `{'!': type, value}` what it says. `undefined` is
 * left out.
 *
 * @throws {TypeError} when a value has no type on the wire, a function for example.
 */
export function tableOf(plain: Readonly<Record<string, unknown>>): Table {
  const table = new Map<string, FieldValue>()
  for (const [name, value] of Object.entries(plain)) {
    if (value !== undefined) table.set(name, fieldOf(value))
  }
  return table
}

/** What amqplib makes of a table it receives: types other than decimal and timestamp are lost. */
export function plainOf(table: Table): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const [name, field] of table) {
    // Defined, not assigned: a header may be called __proto__.
    const value = plainField(field)
    Object.defineProperty(plain, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return plain
}

/** Gives one plain value the type amqplib would send it with. See {@link tableOf}. */
export function fieldOf(value: unknown): FieldValue {
  switch (typeof value) {
    case 'string':
      return { type: 'longstr', value }
    case 'number':
      return numberField(value)
    case 'bigint':
      return { type: 'long', value: exact(value) }
    case 'boolean':
      return { type: 'bool', value }
    case 'object':
      return value === null ? { type: 'void' } : objectField(value)
    default:
      throw new TypeError(`Unknown type to encode: ${typeof value}`)
  }
}

/** A whole number as a number where that is exact, else as it is. */
export function exact(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

const BYTE_END = 2 ** 7
const SHORT_END = 2 ** 15
const INT_END = 2 ** 31
/** From here on a number with a fraction cannot be told from a whole one: it is sent as whole. */
const WHOLE_FROM = 2 ** 50
const LONG_END = 2 ** 63

function numberField(value: number): FieldValue {
  if (value >= LONG_END || (Math.abs(value) < WHOLE_FROM && !Number.isInteger(value))) {
    return { type: 'double', value }
  }
  if (!Number.isFinite(value)) return { type: 'double', value }
  if (value >= -BYTE_END && value < BYTE_END) return { type: 'byte', value }
  if (value >= -SHORT_END && value < SHORT_END) return { type: 'short', value }
  if (value >= -INT_END && value < INT_END) return { type: 'signedint', value }
  return { type: 'long', value: Number.isSafeInteger(value) ? value : BigInt(value) }
}

function objectField(value: object): FieldValue {
  if (Object.hasOwn(value, '!')) {
    const tagged = value as { readonly '!': unknown; readonly value: unknown }
    return taggedField(String(tagged['!']), tagged.value)
  }
  if (Array.isArray(value)) return { type: 'array', value: value.map(fieldOf) }
  if (value instanceof Uint8Array) return { type: 'binary', value }
  return { type: 'table', value: tableOf(value as Readonly<Record<string, unknown>>) }
}

/** The words amqplib takes for a type, beside RabbitMQ's own. */
const NUMBER_WORDS: Readonly<Record<string, NumberType>> = {
  byte: 'byte',
  int8: 'byte',
  unsignedbyte: 'unsignedbyte',
  uint8: 'unsignedbyte',
  short: 'short',
  int16: 'short',
  unsignedshort: 'unsignedshort',
  uint16: 'unsignedshort',
  int: 'signedint',
  int32: 'signedint',
  unsignedint: 'unsignedint',
  uint32: 'unsignedint',
  float: 'float',
  double: 'double',
  float64: 'double',
}

function taggedField(word: string, value: unknown): FieldValue {
  const type = Object.hasOwn(NUMBER_WORDS, word) ? NUMBER_WORDS[word] : undefined
  if (type !== undefined) return { type, value: Number(value) }
  switch (word) {
    case 'long':
    case 'int64':
      return { type: 'long', value: exact(BigInt(value as number)) }
    case 'timestamp':
      return { type: 'timestamp', value: exact(BigInt(value as number)) }
    case 'decimal': {
      const { places, digits } = value as { readonly places: number; readonly digits: number }
      return { type: 'decimal', scale: places, value: digits }
    }
    default:
      throw new TypeError(`Unknown type to encode: ${word}`)
  }
}

function plainField(field: FieldValue): unknown {
  switch (field.type) {
    case 'void':
      return null
    case 'table':
      return plainOf(field.value)
    case 'array':
      return field.value.map(plainField)
    case 'long':
      return Number(field.value)
    case 'timestamp':
      return { '!': 'timestamp', value: Number(field.value) }
    case 'decimal':
      return { '!': 'decimal', value: { places: field.scale, digits: field.value } }
    case 'longstr':
    case 'binary':
    case 'bool':
    case 'byte':
    case 'unsignedbyte':
    case 'short':
    case 'unsignedshort':
    case 'signedint':
    case 'unsignedint':
    case 'float':
    case 'double':
      return field.value
  }
}
