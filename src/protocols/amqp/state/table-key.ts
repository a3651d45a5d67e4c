import type { FieldValue, Table } from './table.ts'

/** A table as text: tables that mean the same give equal texts, in whatever order they name things. */
export function tableKey(table: Table): string {
  if (table.size === 0) return ''
  const names = [...table.keys()].sort()
  return names.map((name) => `${JSON.stringify(name)}:${fieldKey(table.get(name))}`).join()
}

/** Whether two fields mean the same: numbers by their value whatever their size, 1 is not '1'. */
export function sameField(one: FieldValue, other: FieldValue): boolean {
  return fieldKey(one) === fieldKey(other)
}

function fieldKey(field: FieldValue | undefined): string {
  if (field === undefined) return ''
  switch (field.type) {
    case 'void':
      return 'void'
    case 'table':
      return `{${tableKey(field.value)}}`
    case 'array':
      return `[${field.value.map(fieldKey).join()}]`
    case 'decimal':
      return `decimal ${String(field.value)}/${String(field.scale)}`
    case 'bool':
      return `bool ${String(field.value)}`
    case 'longstr':
    case 'binary':
      return JSON.stringify(typeof field.value === 'string' ? field.value : [...field.value])
    default:
      return `number ${String(field.value)}`
  }
}

/** A table as people read it, `x-max-length=10, x-overflow=reject-publish`; null for an empty one. */
export function tableText(table: Table): string | null {
  if (table.size === 0) return null
  return [...table].map(([name, field]) => `${name}=${fieldText(field)}`).join(', ')
}

/** One value as people read it; a whole number of a type with fractions shows that it could have one. */
export function fieldText(field: FieldValue): string {
  switch (field.type) {
    case 'void':
      return 'null'
    case 'table':
      return `{${tableText(field.value) ?? ''}}`
    case 'array':
      return `[${field.value.map(fieldText).join()}]`
    case 'longstr':
    case 'binary':
      return typeof field.value === 'string' ? field.value : `<${field.value.length} bytes>`
    case 'double':
    case 'float':
      return Number.isInteger(field.value) ? `${String(field.value)}.0` : String(field.value)
    default:
      return String(field.value)
  }
}

/** A table in the order of its names, as the real broker leaves one it has changed. */
export function sortedTable(table: Table): Table {
  return new Map([...table].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Headers with one number more. */
export function withNumber(headers: Table | undefined, name: string, value: number): Table {
  return sortedTable(new Map([...(headers ?? []), [name, { type: 'long', value }]]))
}
