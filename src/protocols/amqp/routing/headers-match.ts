import { fieldText, sameField } from '../state/table-key.ts'
import type { FieldValue, Table } from '../state/table.ts'
import type { Binding } from './binding.ts'

/** How a headers binding compares: `with-x` looks at names that begin with `x-` too (R-35). */
export type HeadersMode = 'all' | 'any' | 'all-with-x' | 'any-with-x'

/** A headers binding, ready to be compared. */
export interface HeadersPattern {
  readonly binding: Binding
  readonly isAny: boolean
  /** Name and value, or null for "is there, whatever it holds". */
  readonly wanted: readonly (readonly [string, FieldValue | null])[]
}

/** The mode a binding's arguments ask for; null when `x-match` is none of the four (R-36). */
export function headersMode(bindingArguments: Table): HeadersMode | null {
  const value = bindingArguments.get('x-match')
  if (value === undefined) return 'all'
  if (value.type !== 'longstr') return null
  const mode = value.value
  return mode === 'all' || mode === 'any' || mode === 'all-with-x' || mode === 'any-with-x'
    ? mode
    : null
}

/** Why a binding's arguments are wrong, in the broker's words (R-36); null when they are right. */
export function headersModeError(bindingArguments: Table): string | null {
  if (headersMode(bindingArguments) !== null) return null
  const field = bindingArguments.get('x-match')
  if (field?.type === 'longstr') {
    const expected = 'expected all, any, all-with-x, or any-with-x'
    const value = fieldText(field)
    return `Invalid x-match field value ${value === '' ? '<<>>' : `<<"${value}">>`}; ${expected}`
  }
  const value = field === undefined ? 'undefined' : termText(field)
  return `Invalid x-match field type ${field?.type ?? 'void'} (value ${value}); expected longstr`
}

/** A value as Erlang writes it: the broker shows it as it is. */
function termText(field: FieldValue): string {
  if (field.type !== 'array') return fieldText(field)
  const members = field.value.map((one) => {
    const value = one.type === 'longstr' ? `<<"${fieldText(one)}">>` : termText(one)
    return `{${one.type},${value}}`
  })
  return `[${members.join(',')}]`
}

/** Prepares a binding for comparing. */
export function headersPattern(binding: Binding): HeadersPattern {
  const mode = headersMode(binding.arguments) ?? 'all'
  const withX = mode === 'all-with-x' || mode === 'any-with-x'
  const wanted: [string, FieldValue | null][] = []
  for (const [name, value] of binding.arguments) {
    if (name === 'x-match' || (!withX && name.startsWith('x-'))) continue
    wanted.push([name, value.type === 'void' ? null : value])
  }
  return { binding, isAny: mode === 'any' || mode === 'any-with-x', wanted }
}

/** Whether a message's headers satisfy the pattern (R-34); nothing wanted fits `all`, never `any`. */
export function matchesHeaders(pattern: HeadersPattern, headers: Table | undefined): boolean {
  const { isAny, wanted } = pattern
  for (const [name, value] of wanted) {
    const found = headers?.get(name)
    const fits = found !== undefined && (value === null || sameField(value, found))
    if (fits === isAny) return isAny
  }
  return !isAny
}
