import { readUtf8 } from './utf8.ts'

/**
 * A place in some bytes, from which values are read. Reading beyond the end gives nothing of use and
 * sets `isBroken`: whoever reads looks at it once, at the end.
 */
export interface ByteReader {
  readonly bytes: Uint8Array
  readonly view: DataView
  at: number
  readonly end: number
  isBroken: boolean
  /** A name that must be text was none. */
  hasBadText: boolean
}

/** Starts reading `bytes`, from `start` to `end` (excluded). */
export function readerOf(
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { bytes, view, at: start, end, isBroken: false, hasBadText: false }
}

/** Moves on by `count` bytes and gives the place before; -1 when there are not so many. */
export function take(reader: ByteReader, count: number): number {
  const start = reader.at
  if (reader.end - start < count) {
    reader.isBroken = true
    reader.at = reader.end
    return -1
  }
  reader.at = start + count
  return start
}

/** An unsigned number of 8 bits. */
export function readOctet(reader: ByteReader): number {
  const at = take(reader, 1)
  return at < 0 ? 0 : (reader.bytes[at] as number)
}

/** An unsigned number of 16 bits. */
export function readShort(reader: ByteReader): number {
  const at = take(reader, 2)
  return at < 0 ? 0 : reader.view.getUint16(at)
}

/** An unsigned number of 32 bits. */
export function readLong(reader: ByteReader): number {
  const at = take(reader, 4)
  return at < 0 ? 0 : reader.view.getUint32(at)
}

/** An unsigned number of 64 bits; beyond 2^53 the nearest number. */
export function readLongLong(reader: ByteReader): number {
  const at = take(reader, 8)
  return at < 0 ? 0 : reader.view.getUint32(at) * 2 ** 32 + reader.view.getUint32(at + 4)
}

/** A text of at most 255 bytes; bytes that are not UTF-8 are read as Latin-1, so nothing is lost. */
export function readShortString(reader: ByteReader): string {
  const length = readOctet(reader)
  const start = take(reader, length)
  if (start < 0) return ''
  return readUtf8(reader.bytes, start, start + length) ?? latin1(reader.bytes, start, length)
}

/** A text of at most 255 bytes that must be UTF-8, as names of things must. */
export function readName(reader: ByteReader): string {
  const length = readOctet(reader)
  const start = take(reader, length)
  if (start < 0) return ''
  const text = readUtf8(reader.bytes, start, start + length)
  if (text === null) reader.hasBadText = true
  return text ?? ''
}

/** A long string as bytes of its own. */
export function readLongBytes(reader: ByteReader): Uint8Array {
  const length = readLong(reader)
  const start = take(reader, length)
  return start < 0 ? new Uint8Array(0) : reader.bytes.slice(start, start + length)
}

function latin1(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length))
}
