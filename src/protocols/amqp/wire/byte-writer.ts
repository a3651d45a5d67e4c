import { utf8Length, writeUtf8 } from './utf8.ts'

/** Bytes that grow at their end. */
export interface ByteWriter {
  bytes: Uint8Array
  view: DataView
  length: number
}

/** An empty writer with room for so many bytes. */
export function createWriter(capacity: number = 256): ByteWriter {
  const bytes = new Uint8Array(capacity)
  return { bytes, view: new DataView(bytes.buffer), length: 0 }
}

/** Makes room for `count` more bytes, and gives the place where they go. */
export function grow(writer: ByteWriter, count: number): number {
  const start = writer.length
  const needed = start + count
  if (needed > writer.bytes.length) {
    const bytes = new Uint8Array(Math.max(needed, writer.bytes.length * 2))
    bytes.set(writer.bytes.subarray(0, start))
    writer.bytes = bytes
    writer.view = new DataView(bytes.buffer)
  }
  writer.length = needed
  return start
}

/** The bytes written so far, as a copy of their own. */
export function written(writer: ByteWriter): Uint8Array {
  return writer.bytes.slice(0, writer.length)
}

/** Writes an unsigned number of 8 bits. */
export function writeOctet(writer: ByteWriter, value: number): void {
  const at = grow(writer, 1)
  writer.bytes[at] = value
}

/** Writes an unsigned number of 16 bits. */
export function writeShort(writer: ByteWriter, value: number): void {
  const at = grow(writer, 2)
  writer.view.setUint16(at, value)
}

/** Writes an unsigned number of 32 bits. */
export function writeLong(writer: ByteWriter, value: number): void {
  const at = grow(writer, 4)
  writer.view.setUint32(at, value)
}

/** Writes an unsigned number of 64 bits, which is exact up to 2^53. */
export function writeLongLong(writer: ByteWriter, value: number): void {
  const at = grow(writer, 8)
  writer.view.setUint32(at, Math.floor(value / 2 ** 32))
  writer.view.setUint32(at + 4, value % 2 ** 32)
}

/** Writes bytes as they are. */
export function writeBytes(writer: ByteWriter, bytes: Uint8Array): void {
  const at = grow(writer, bytes.length)
  writer.bytes.set(bytes, at)
}

/** Writes a text of at most 255 bytes; a longer one is cut at a character. */
export function writeShortString(writer: ByteWriter, text: string): void {
  let fitting = text
  while (utf8Length(fitting) > 255) fitting = fitting.slice(0, Math.min(255, fitting.length - 1))
  const length = utf8Length(fitting)
  const at = grow(writer, length + 1)
  writer.bytes[at] = length
  writeUtf8(fitting, writer.bytes, at + 1)
}

/** Writes a long string: its length in 32 bits, then the text or the bytes. */
export function writeLongString(writer: ByteWriter, value: string | Uint8Array): void {
  if (typeof value !== 'string') {
    writeLong(writer, value.length)
    writeBytes(writer, value)
    return
  }
  const length = utf8Length(value)
  writeLong(writer, length)
  const at = grow(writer, length)
  writeUtf8(value, writer.bytes, at)
}
