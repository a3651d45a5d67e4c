import type { MessageProperties } from '../state/message.ts'
import { exact } from '../state/table.ts'
import { readOctet, readShort, readShortString, take, type ByteReader } from './byte-reader.ts'
import { grow, writeBytes, writeOctet, writeShortString } from './byte-writer.ts'
import type { ByteWriter } from './byte-writer.ts'
import { readTable, writeTable } from './field-table.ts'

type PropertyType = 'shortstr' | 'table' | 'octet' | 'timestamp'
type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** The properties in the order of their flags, the highest bit first. */
const PROPERTIES: readonly (readonly [keyof MessageProperties, PropertyType])[] = [
  ['contentType', 'shortstr'],
  ['contentEncoding', 'shortstr'],
  ['headers', 'table'],
  ['deliveryMode', 'octet'],
  ['priority', 'octet'],
  ['correlationId', 'shortstr'],
  ['replyTo', 'shortstr'],
  ['expiration', 'shortstr'],
  ['messageId', 'shortstr'],
  ['timestamp', 'timestamp'],
  ['type', 'shortstr'],
  ['userId', 'shortstr'],
  ['appId', 'shortstr'],
  ['clusterId', 'shortstr'],
]

const HIGHEST_FLAG = 0x8000

/** Says that more flags follow: for more properties than basic has. */
const MORE_FLAGS = 0x0001

/** Reads flags and properties; null when they do not fill the bytes exactly. */
export function readProperties(reader: ByteReader): MessageProperties | null {
  const flags = readShort(reader)
  if ((flags & MORE_FLAGS) !== 0) reader.isBroken = true
  const properties: Mutable<MessageProperties> = {}
  const values = properties as Record<string, unknown>
  let flag = HIGHEST_FLAG
  for (const [name, type] of PROPERTIES) {
    if ((flags & flag) !== 0) values[name] = readProperty(reader, type)
    flag >>= 1
  }
  return reader.isBroken || reader.at !== reader.end ? null : Object.freeze(properties)
}

/** Writes the flags of the properties there are, then these. */
export function writeProperties(writer: ByteWriter, properties: MessageProperties): void {
  const flagsAt = grow(writer, 2)
  const values = properties as Readonly<Record<string, unknown>>
  let flags = 0
  let flag = HIGHEST_FLAG
  for (const [name, type] of PROPERTIES) {
    const value = values[name]
    if (value !== undefined) {
      flags |= flag
      writeProperty(writer, type, value)
    }
    flag >>= 1
  }
  writer.view.setUint16(flagsAt, flags)
}

/**
 * The bytes properties had when they arrived, by the properties: what a message carries through
 * unchanged is sent on as it came, without being written again.
 */
export type PropertyBytes = WeakMap<MessageProperties, Uint8Array>

/** Writes the payload of a content header: class, body size, flags and properties. */
export function writeContentHeader(
  writer: ByteWriter,
  content: { readonly bodyBytes: number; readonly properties: MessageProperties },
  known: PropertyBytes,
): void {
  const at = grow(writer, CONTENT_HEADER_SIZE)
  writer.view.setUint32(at, BASIC_CLASS << 16)
  writer.view.setUint32(at + 4, Math.floor(content.bodyBytes / 2 ** 32))
  writer.view.setUint32(at + 8, content.bodyBytes >>> 0)
  const bytes = known.get(content.properties)
  if (bytes === undefined) writeProperties(writer, content.properties)
  else writeBytes(writer, bytes)
}

/** The class of basic, the only one with content. */
export const BASIC_CLASS = 60

/** Class, weight and body size; flags and properties follow. */
export const CONTENT_HEADER_SIZE = 12

function readProperty(reader: ByteReader, type: PropertyType): unknown {
  switch (type) {
    case 'shortstr':
      return readShortString(reader)
    case 'table':
      return readTable(reader)
    case 'octet':
      return readOctet(reader)
    case 'timestamp': {
      const at = take(reader, 8)
      return at < 0 ? 0 : exact(reader.view.getBigUint64(at))
    }
  }
}

function writeProperty(writer: ByteWriter, type: PropertyType, value: unknown): void {
  switch (type) {
    case 'shortstr':
      writeShortString(writer, value as string)
      return
    case 'table':
      writeTable(writer, value as NonNullable<MessageProperties['headers']>)
      return
    case 'octet':
      writeOctet(writer, value as number)
      return
    case 'timestamp': {
      const at = grow(writer, 8)
      writer.view.setBigUint64(at, BigInt(value as number | bigint))
    }
  }
}
