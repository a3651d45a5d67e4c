import { patternProblem } from '../checks/name-pattern.ts'
import { EMPTY_TABLE, type FieldValue, type Table } from '../state/table.ts'
import { pathTo, type DefinitionProblem } from './problem.ts'
import { writeJson } from './write-json.ts'

/**
 * The fields of one object of a document. Each reading function gives the field's value; when the
 * field is missing or wrong it notes the problem and gives something of the right type.
 */
export interface Fields {
  readonly path: string
  readonly table: Table
  readonly problems: DefinitionProblem[]
}

/** A text; `fallback` is for a field that may be missing. */
export function readText(fields: Fields, name: string, fallback?: string): string {
  const field = fields.table.get(name)
  if (field === undefined && fallback !== undefined) return fallback
  if (field?.type === 'longstr' && typeof field.value === 'string') return field.value
  return noteWrong(fields, name, 'a text', '')
}

/** Yes or no; `fallback` is for a field that may be missing. */
export function readFlag(fields: Fields, name: string, fallback?: boolean): boolean {
  const field = fields.table.get(name)
  if (field === undefined && fallback !== undefined) return fallback
  if (field?.type === 'bool') return field.value
  return noteWrong(fields, name, 'true or false', false)
}

/** A whole number; 0 when it is missing. */
export function readWhole(fields: Fields, name: string): number {
  const field = fields.table.get(name)
  if (field === undefined) return 0
  if (field.type === 'long' && typeof field.value === 'number') return field.value
  return noteWrong(fields, name, 'a whole number', 0)
}

/** One of several texts; `fallback` is for a field that may be missing. */
export function readChoice<Choice extends string>(
  fields: Fields,
  name: string,
  choices: readonly [Choice, ...Choice[]],
  fallback?: Choice,
): Choice {
  const field = fields.table.get(name)
  if (field === undefined && fallback !== undefined) return fallback
  const choice = choices.find((one) => field?.type === 'longstr' && field.value === one)
  if (choice !== undefined) return choice
  return noteWrong(fields, name, `one of ${choices.join(', ')}`, choices[0])
}

/** A regular expression over names. */
export function readPattern(fields: Fields, name: string): string {
  const pattern = readText(fields, name)
  const problem = patternProblem(pattern)
  if (problem !== null) noteWrong(fields, name, `a regular expression (${problem})`, '')
  return pattern
}

/** An object; missing it is empty, and so is a list without items, as old brokers write it. */
export function readTable(fields: Fields, name: string): Table {
  const field = fields.table.get(name)
  if (field === undefined || (field.type === 'array' && field.value.length === 0)) {
    return EMPTY_TABLE
  }
  return field.type === 'table' ? field.value : noteWrong(fields, name, 'an object', EMPTY_TABLE)
}

/** An object, also as the list of pairs RabbitMQ writes where it has kept one. */
export function readPairs(fields: Fields, name: string): Table {
  const field = fields.table.get(name)
  const isList = field?.type === 'array' && field.value.length > 0
  if (!isList) {
    if (field === undefined) return noteWrong(fields, name, 'an object', EMPTY_TABLE)
    return readTable(fields, name)
  }
  const table = new Map<string, FieldValue>()
  for (const pair of field.value) {
    const [first, value, third] = pair.type === 'array' ? pair.value : []
    const isPair = value !== undefined && third === undefined
    if (!isPair || first?.type !== 'longstr' || typeof first.value !== 'string') {
      return noteWrong(fields, name, 'an object or a list of pairs', EMPTY_TABLE)
    }
    table.set(first.value, value)
  }
  return table
}

/** The arguments of a queue, an exchange or a binding; JSON's null is no value for them. */
export function readArguments(fields: Fields): Table {
  const table = readTable(fields, 'arguments')
  const path = pathTo(fields.path, 'arguments')
  noteNulls({ ...fields, path }, { type: 'table', value: table }, path)
  return table
}

/** Notes what is wrong with a field, and gives what stands in for it. */
export function noteWrong<Value>(
  { path, table, problems }: Fields,
  name: string,
  expected: string,
  standIn: Value,
): Value {
  const field = table.get(name)
  const found = field === undefined ? 'is missing' : `is ${shortened(field)}`
  problems.push({ path: pathTo(path, name), text: `${found}; expected ${expected}` })
  return standIn
}

/** A value as it stands in the document, its beginning when it is long. */
export function shortened(field: FieldValue): string {
  const text = writeJson(field)
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`
}

const SHOWN_LENGTH = 60

function noteNulls(fields: Fields, field: FieldValue, path: string): void {
  switch (field.type) {
    case 'void':
      fields.problems.push({ path, text: 'is null; expected a value' })
      return
    case 'table':
      for (const [name, one] of field.value) noteNulls(fields, one, pathTo(path, name))
      return
    case 'array':
      field.value.forEach((one, index) => {
        noteNulls(fields, one, pathTo(path, index))
      })
      return
    default:
  }
}
