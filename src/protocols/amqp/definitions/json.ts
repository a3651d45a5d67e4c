import { exact, type FieldValue, type Table } from '../state/table.ts'
import { pathTo, type DefinitionProblem } from './problem.ts'

/** What became of a text: its value, or where and why it is no JSON. */
export type ParsedJson =
  | { readonly ok: true; readonly value: FieldValue }
  | { readonly ok: false; readonly problem: DefinitionProblem }

/**
 * Reads JSON the way RabbitMQ does: 1 is a whole number and 1.0 is not, and whole numbers of 64
 * bits stay exact. Objects become tables in which no name is there twice.
 */
export function parseJson(text: string): ParsedJson {
  const cursor: Cursor = { text, at: text.startsWith('\uFEFF') ? 1 : 0, depth: 0 }
  try {
    const value = readValue(cursor, '')
    skipSpace(cursor)
    if (cursor.at < text.length) throw new JsonFault(cursor, '', 'the end of the document')
    return { ok: true, value }
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    return { ok: false, problem: error.problem }
  }
}

/** The deepest nesting that is read; a real document has less than ten levels. */
const DEPTH_MAX = 64

interface Cursor {
  readonly text: string
  at: number
  depth: number
}

/** Leaves the reading at the first place that is wrong; never leaves this file. */
class JsonFault extends Error {
  readonly problem: DefinitionProblem

  constructor(cursor: Cursor, path: string, expected: string) {
    super('not JSON')
    this.problem = { path, text: faultText(cursor, expected) }
  }
}

function faultText({ text, at }: Cursor, expected: string): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const place = `line ${String(line)}, column ${String(column)}`
  if (at >= text.length) return `is cut off at ${place}: expected ${expected}`
  const found = JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))
  return `is not JSON at ${place}: found ${found}, expected ${expected}`
}

const SPACE = new Set([' ', '\t', '\n', '\r'])

function skipSpace(cursor: Cursor): void {
  while (SPACE.has(cursor.text.charAt(cursor.at))) cursor.at++
}

function readValue(cursor: Cursor, path: string): FieldValue {
  skipSpace(cursor)
  switch (cursor.text.charAt(cursor.at)) {
    case '{':
      return { type: 'table', value: nested(cursor, path, readMembers) }
    case '[':
      return { type: 'array', value: nested(cursor, path, readItems) }
    case '"':
      return { type: 'longstr', value: readString(cursor, path) }
    case 't':
      return readWord(cursor, path, 'true', { type: 'bool', value: true })
    case 'f':
      return readWord(cursor, path, 'false', { type: 'bool', value: false })
    case 'n':
      return readWord(cursor, path, 'null', { type: 'void' })
    default:
      return readNumber(cursor, path)
  }
}

function nested<Value>(
  cursor: Cursor,
  path: string,
  read: (cursor: Cursor, path: string) => Value,
): Value {
  if (++cursor.depth > DEPTH_MAX) throw new JsonFault(cursor, path, 'less nesting')
  cursor.at++
  const value = read(cursor, path)
  cursor.depth--
  return value
}

function readMembers(cursor: Cursor, path: string): Table {
  const members = new Map<string, FieldValue>()
  while (!ends(cursor, path, { close: '}', isFirst: members.size === 0, item: 'a field' })) {
    if (cursor.text.charAt(cursor.at) !== '"') {
      throw new JsonFault(cursor, path, 'a field’s name in quotes')
    }
    const start = cursor.at
    const name = readString(cursor, path)
    const memberPath = pathTo(path, name)
    if (members.has(name)) {
      cursor.at = start
      throw new JsonFault(cursor, memberPath, 'each field once')
    }
    skipSpace(cursor)
    if (cursor.text.charAt(cursor.at) !== ':') throw new JsonFault(cursor, memberPath, '":"')
    cursor.at++
    members.set(name, readValue(cursor, memberPath))
  }
  return members
}

function readItems(cursor: Cursor, path: string): readonly FieldValue[] {
  const items: FieldValue[] = []
  while (!ends(cursor, path, { close: ']', isFirst: items.length === 0, item: 'a value' })) {
    items.push(readValue(cursor, pathTo(path, items.length)))
  }
  return items
}

interface Ending {
  readonly close: string
  readonly isFirst: boolean
  readonly item: string
}

/** Whether the list or object ends here; else goes on to its next item. */
function ends(cursor: Cursor, path: string, { close, isFirst, item }: Ending): boolean {
  skipSpace(cursor)
  const next = cursor.text.charAt(cursor.at)
  if (next === close) {
    cursor.at++
    return true
  }
  if (isFirst) {
    if (next === '') throw new JsonFault(cursor, path, `${item} or "${close}"`)
    return false
  }
  if (next !== ',') throw new JsonFault(cursor, path, `"," or "${close}"`)
  cursor.at++
  skipSpace(cursor)
  return false
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function readString(cursor: Cursor, path: string): string {
  const { text } = cursor
  cursor.at++
  let value = ''
  for (;;) {
    const character = text.charAt(cursor.at)
    if (character === '"') {
      cursor.at++
      return value
    }
    if (character < ' ') throw new JsonFault(cursor, path, 'the rest of a text and its quote')
    cursor.at++
    value += character === '\\' ? readEscape(cursor, path) : character
  }
}

function readEscape(cursor: Cursor, path: string): string {
  const letter = cursor.text.charAt(cursor.at)
  if (letter === 'u') {
    const digits = cursor.text.slice(cursor.at + 1, cursor.at + 5)
    if (!/^[0-9a-fA-F]{4}$/u.test(digits)) {
      if (/^[0-9a-fA-F]*$/u.test(digits)) cursor.at += digits.length + 1
      throw new JsonFault(cursor, path, 'four hexadecimal digits')
    }
    cursor.at += 5
    return String.fromCharCode(Number.parseInt(digits, 16))
  }
  const character = ESCAPES[letter]
  if (character === undefined) throw new JsonFault(cursor, path, 'one of " \\ / b f n r t u')
  cursor.at++
  return character
}

function readWord(cursor: Cursor, path: string, word: string, value: FieldValue): FieldValue {
  for (const letter of word) {
    if (cursor.text.charAt(cursor.at) !== letter) throw new JsonFault(cursor, path, word)
    cursor.at++
  }
  return value
}

/** What a number that is cut off ends with. */
const CUT_NUMBER = /^(?:-|\.|[eE][+-]?)$/u
/** One more than it is long, so that nothing stands behind it. */
const CUT_LENGTH = 3

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/uy

function readNumber(cursor: Cursor, path: string): FieldValue {
  NUMBER.lastIndex = cursor.at
  const found = NUMBER.exec(cursor.text)
  const [digits = '', fraction, exponent] = found ?? []
  const end = cursor.at + digits.length
  if (CUT_NUMBER.test(cursor.text.slice(end, end + CUT_LENGTH))) {
    cursor.at = cursor.text.length
    throw new JsonFault(cursor, path, digits === '' ? 'a value' : 'the rest of a number')
  }
  if (found === null) throw new JsonFault(cursor, path, 'a value')
  if (fraction === undefined && exponent === undefined) {
    cursor.at += digits.length
    return { type: 'long', value: exact(BigInt(digits)) }
  }
  const value = Number(digits)
  if (!Number.isFinite(value)) throw new JsonFault(cursor, path, 'a number that is not so large')
  cursor.at += digits.length
  return { type: 'double', value }
}
