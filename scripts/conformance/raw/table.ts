import { long, longstr, shortstr } from './primitives.ts'
import type { Arguments, Reader } from './primitives.ts'

/** A value with its type on the wire, where the plain value does not tell it. */
export interface TypedValue {
  readonly wire: string
  readonly bytes: Buffer
}

/** A field of a table with exactly this type and these bytes, right or wrong. */
export function typed(wire: string, bytes: Buffer | readonly number[]): TypedValue {
  return { wire, bytes: Buffer.from(bytes) }
}

export function writeTable(fields: Arguments): Buffer {
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.concat([shortstr(name), writeValue(value)]),
  )
  return longstr(Buffer.concat(parts))
}

/** Every value with its wire type in front, as `I 1`, so that a change of type is seen. */
export function readTable(reader: Reader): Record<string, unknown> {
  const end = reader.offset + 4 + reader.bytes.readUInt32BE(reader.offset)
  reader.offset += 4
  const fields: Record<string, unknown> = {}
  while (reader.offset < end) {
    const size = reader.bytes.readUInt8(reader.offset)
    const name = reader.bytes.toString('utf8', reader.offset + 1, reader.offset + 1 + size)
    reader.offset += 1 + size
    fields[name] = readValue(reader)
  }
  return fields
}

function writeValue(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.concat([Buffer.from('S'), longstr(value)])
  if (typeof value === 'boolean') return Buffer.from([0x74, value ? 1 : 0])
  if (typeof value === 'number') return Buffer.concat([Buffer.from('I'), long(value >>> 0)])
  if (value === null || value === undefined) return Buffer.from('V')
  if (Array.isArray(value)) {
    return Buffer.concat([Buffer.from('A'), longstr(Buffer.concat(value.map(writeValue)))])
  }
  if (isTyped(value)) return Buffer.concat([Buffer.from(value.wire), value.bytes])
  return Buffer.concat([Buffer.from('F'), writeTable(value as Arguments)])
}

function isTyped(value: unknown): value is TypedValue {
  return typeof value === 'object' && value !== null && 'wire' in value
}

/** How many bytes a value of fixed size has. */
const SIZES: Readonly<Record<string, number>> = {
  t: 1,
  b: 1,
  B: 1,
  s: 2,
  u: 2,
  I: 4,
  i: 4,
  l: 8,
  f: 4,
  d: 8,
  D: 5,
  T: 8,
  V: 0,
}

function readValue(reader: Reader): unknown {
  const { bytes } = reader
  const wire = String.fromCharCode(bytes.readUInt8(reader.offset))
  reader.offset++
  if (wire === 'F') return readTable(reader)
  if (wire === 'A') return readArray(reader)
  if (wire === 'S' || wire === 'x') {
    const start = reader.offset + 4
    reader.offset = start + bytes.readUInt32BE(start - 4)
    return `${wire} ${bytes.toString('utf8', start, reader.offset)}`
  }
  const size = SIZES[wire]
  if (size === undefined) throw new Error(`no field has the type ${wire}`)
  const start = reader.offset
  reader.offset += size
  return `${wire} ${bytes.toString('hex', start, reader.offset)}`.trim()
}

function readArray(reader: Reader): unknown[] {
  const end = reader.offset + 4 + reader.bytes.readUInt32BE(reader.offset)
  reader.offset += 4
  const items: unknown[] = []
  while (reader.offset < end) items.push(readValue(reader))
  return items
}
