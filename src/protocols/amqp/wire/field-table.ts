import { exhaustive } from '#std'
import { EMPTY_TABLE, exact, type FieldValue, type NumberType, type Table } from '../state/table.ts'
import { readLong, readLongBytes, readOctet, readShortString, take } from './byte-reader.ts'
import type { ByteReader } from './byte-reader.ts'
import { grow, writeBytes, writeLong, writeLongString, writeOctet } from './byte-writer.ts'
import { writeShortString, type ByteWriter } from './byte-writer.ts'
import { readUtf8 } from './utf8.ts'

/**
 * Tables in tables may go this deep; one that goes deeper is refused like one that is cut off. A
 * real broker has no such limit, and no client a use for it.
 */
const DEPTH_MAX = 200

/** Reads a field table, its length first. */
export function readTable(reader: ByteReader, depth: number = 0): Table {
  const inner = readInner(reader, depth)
  if (inner === null || inner.at === inner.end) return EMPTY_TABLE
  const table = readTableBody(inner, depth)
  reader.isBroken ||= inner.isBroken
  return table
}

/** Reads names and values up to the end of the bytes. */
export function readTableBody(reader: ByteReader, depth: number): Table {
  const table = new Map<string, FieldValue>()
  while (reader.at < reader.end && !reader.isBroken) {
    const name = readShortString(reader)
    table.set(name, readField(reader, depth))
  }
  return table
}

/** Writes a field table, its length first. */
export function writeTable(writer: ByteWriter, table: Table): void {
  const start = grow(writer, 4)
  for (const [name, field] of table) {
    writeShortString(writer, name)
    writeField(writer, field)
  }
  writer.view.setUint32(start, writer.length - start - 4)
}

function readArray(reader: ByteReader, depth: number): readonly FieldValue[] {
  const inner = readInner(reader, depth)
  const values: FieldValue[] = []
  if (inner === null) return values
  while (inner.at < inner.end && !inner.isBroken) values.push(readField(inner, depth))
  reader.isBroken ||= inner.isBroken
  return values
}

function readInner(reader: ByteReader, depth: number): ByteReader | null {
  const length = readLong(reader)
  const start = take(reader, length)
  if (depth > DEPTH_MAX) reader.isBroken = true
  if (start < 0 || reader.isBroken) return null
  const { bytes, view } = reader
  return { bytes, view, at: start, end: start + length, isBroken: false, hasBadText: false }
}

const VOID: FieldValue = { type: 'void' }

function readField(reader: ByteReader, depth: number): FieldValue {
  const tag = String.fromCharCode(readOctet(reader))
  switch (tag) {
    case 'S':
      return { type: 'longstr', value: textOrBytes(reader) }
    case 'x':
      return { type: 'binary', value: readLongBytes(reader) }
    case 'F':
      return { type: 'table', value: readTable(reader, depth + 1) }
    case 'A':
      return { type: 'array', value: readArray(reader, depth + 1) }
    case 't':
      return { type: 'bool', value: readOctet(reader) !== 0 }
    case 'D':
      return { type: 'decimal', scale: readOctet(reader), value: readLong(reader) }
    case 'V':
      return VOID
    default:
      return readNumber(reader, tag)
  }
}

function readNumber(reader: ByteReader, tag: string): FieldValue {
  const size = SIZES[tag]
  const at = size === undefined ? -1 : take(reader, size)
  const { view } = reader
  if (at < 0) {
    reader.isBroken = true
    return VOID
  }
  switch (tag) {
    case 'b':
      return { type: 'byte', value: view.getInt8(at) }
    case 'B':
      return { type: 'unsignedbyte', value: view.getUint8(at) }
    case 's':
      return { type: 'short', value: view.getInt16(at) }
    case 'u':
      return { type: 'unsignedshort', value: view.getUint16(at) }
    case 'I':
      return { type: 'signedint', value: view.getInt32(at) }
    case 'i':
      return { type: 'unsignedint', value: view.getUint32(at) }
    case 'f':
      return { type: 'float', value: view.getFloat32(at) }
    case 'd':
      return { type: 'double', value: view.getFloat64(at) }
    case 'l':
      return { type: 'long', value: exact(view.getBigInt64(at)) }
    default:
      return { type: 'timestamp', value: exact(view.getBigUint64(at)) }
  }
}

const SIZES: Readonly<Record<string, number>> = {
  b: 1,
  B: 1,
  s: 2,
  u: 2,
  I: 4,
  i: 4,
  f: 4,
  d: 8,
  l: 8,
  T: 8,
}

function textOrBytes(reader: ByteReader): string | Uint8Array {
  const length = readLong(reader)
  const start = take(reader, length)
  if (start < 0) return ''
  const text = readUtf8(reader.bytes, start, start + length)
  return text ?? reader.bytes.slice(start, start + length)
}

function writeField(writer: ByteWriter, field: FieldValue): void {
  switch (field.type) {
    case 'longstr':
      writeTag(writer, 'S')
      writeLongString(writer, field.value)
      return
    case 'binary':
      writeTag(writer, 'x')
      writeLong(writer, field.value.length)
      writeBytes(writer, field.value)
      return
    case 'table':
      writeTag(writer, 'F')
      writeTable(writer, field.value)
      return
    case 'array':
      writeTag(writer, 'A')
      writeArray(writer, field.value)
      return
    case 'bool':
      writeTag(writer, 't')
      writeOctet(writer, field.value ? 1 : 0)
      return
    case 'decimal':
      writeTag(writer, 'D')
      writeOctet(writer, field.scale)
      writeLong(writer, field.value)
      return
    case 'void':
      writeTag(writer, 'V')
      return
    case 'long':
      writeTag(writer, 'l')
      writeNumber(writer, 8, (view, at) => view.setBigInt64(at, BigInt(field.value)))
      return
    case 'timestamp':
      writeTag(writer, 'T')
      writeNumber(writer, 8, (view, at) => view.setBigUint64(at, BigInt(field.value)))
      return
    default:
      writeSmallNumber(writer, field.type, field.value)
  }
}

function writeSmallNumber(writer: ByteWriter, type: NumberType, value: number): void {
  switch (type) {
    case 'byte':
      writeTag(writer, 'b')
      writeNumber(writer, 1, (view, at) => view.setInt8(at, value))
      return
    case 'unsignedbyte':
      writeTag(writer, 'B')
      writeOctet(writer, value)
      return
    case 'short':
      writeTag(writer, 's')
      writeNumber(writer, 2, (view, at) => view.setInt16(at, value))
      return
    case 'unsignedshort':
      writeTag(writer, 'u')
      writeNumber(writer, 2, (view, at) => view.setUint16(at, value))
      return
    case 'signedint':
      writeTag(writer, 'I')
      writeNumber(writer, 4, (view, at) => view.setInt32(at, value))
      return
    case 'unsignedint':
      writeTag(writer, 'i')
      writeLong(writer, value)
      return
    case 'float':
      writeTag(writer, 'f')
      writeNumber(writer, 4, (view, at) => view.setFloat32(at, value))
      return
    case 'double':
      writeTag(writer, 'd')
      writeNumber(writer, 8, (view, at) => view.setFloat64(at, value))
      return
    default:
      exhaustive(type)
  }
}

function writeArray(writer: ByteWriter, values: readonly FieldValue[]): void {
  const start = grow(writer, 4)
  for (const value of values) writeField(writer, value)
  writer.view.setUint32(start, writer.length - start - 4)
}

function writeTag(writer: ByteWriter, tag: string): void {
  writeOctet(writer, tag.charCodeAt(0))
}

function writeNumber(
  writer: ByteWriter,
  size: number,
  set: (view: DataView, at: number) => void,
): void {
  const at = grow(writer, size)
  set(writer.view, at)
}
