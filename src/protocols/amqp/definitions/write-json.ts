import { exhaustive } from '#std'
import type { FieldValue, Table } from '../state/table.ts'
import { encodeBase64 } from './base64.ts'

/** Writes a value as JSON in one line; what is not a whole number keeps its fraction, 1.0. */
export function writeJson(field: FieldValue): string {
  switch (field.type) {
    case 'void':
      return 'null'
    case 'bool':
      return String(field.value)
    case 'longstr':
    case 'binary':
      return JSON.stringify(typeof field.value === 'string' ? field.value : bytesText(field.value))
    case 'table':
      return `{${[...field.value].map(([name, one]) => `${JSON.stringify(name)}:${writeJson(one)}`).join()}}`
    case 'array':
      return `[${field.value.map(writeJson).join()}]`
    case 'float':
    case 'double':
      return doubleText(field.value)
    case 'decimal':
      return decimalText(field)
    case 'byte':
    case 'unsignedbyte':
    case 'short':
    case 'unsignedshort':
    case 'signedint':
    case 'unsignedint':
    case 'long':
    case 'timestamp':
      return String(field.value)
    default:
      return exhaustive(field)
  }
}

/** The plain value JSON.parse would give; whole numbers beyond 2^53 are rounded. */
export function plainJson(field: FieldValue): unknown {
  return JSON.parse(writeJson(field))
}

/**
 * A table as RabbitMQ exports it: by name, types JSON does not have made into others. What has no
 * value becomes the text `undefined` there.
 */
export function exportedTable(table: Table): Table {
  const names = [...table.keys()].sort()
  return new Map(names.map((name) => [name, exportedField(table.get(name) ?? { type: 'void' })]))
}

function exportedField(field: FieldValue): FieldValue {
  switch (field.type) {
    case 'void':
      return { type: 'longstr', value: 'undefined' }
    case 'table':
      return { type: 'table', value: exportedTable(field.value) }
    case 'array':
      return { type: 'array', value: field.value.map(exportedField) }
    case 'longstr':
    case 'binary': {
      const { value } = field
      return { type: 'longstr', value: typeof value === 'string' ? value : bytesText(value) }
    }
    case 'decimal':
      return { type: 'double', value: Number(decimalText(field)) }
    case 'float':
    case 'double':
    case 'bool':
      return field
    case 'byte':
    case 'unsignedbyte':
    case 'short':
    case 'unsignedshort':
    case 'signedint':
    case 'unsignedint':
    case 'long':
    case 'timestamp':
      return { type: 'long', value: field.value }
    default:
      return exhaustive(field)
  }
}

function bytesText(bytes: Uint8Array): string {
  return `Not UTF-8, base64 is: ${encodeBase64(bytes)}`
}

/** RabbitMQ writes the scale, a point and the digits, which is not the number. */
function decimalText({ scale, value }: { readonly scale: number; readonly value: number }): string {
  return `${String(scale)}.${String(Math.abs(value))}`
}

function doubleText(value: number): string {
  if (!Number.isFinite(value)) return 'null'
  const text = String(value)
  return /^-?\d+$/u.test(text) ? `${text}.0` : text
}
