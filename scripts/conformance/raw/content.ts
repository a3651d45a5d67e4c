import { longlong, longstr, short, shortstr } from './primitives.ts'
import type { Arguments, Reader } from './primitives.ts'
import { readTable, writeTable } from './table.ts'

/** The properties of basic, in the order of their flags. */
const PROPERTIES = [
  ['contentType', 'shortstr'],
  ['contentEncoding', 'shortstr'],
  ['headers', 'table'],
  ['deliveryMode', 'octet'],
  ['priority', 'octet'],
  ['correlationId', 'shortstr'],
  ['replyTo', 'shortstr'],
  ['expiration', 'shortstr'],
  ['messageId', 'shortstr'],
  ['timestamp', 'longlong'],
  ['type', 'shortstr'],
  ['userId', 'shortstr'],
  ['appId', 'shortstr'],
  ['clusterId', 'shortstr'],
] as const

/** The payload of a content header frame. */
export function encodeHeader(bodySize: number, properties: Arguments, classId = 60): Buffer {
  const parts: Buffer[] = []
  let flags = 0
  for (const [index, [name, type]] of PROPERTIES.entries()) {
    const value = properties[name]
    if (value === undefined) continue
    flags += 2 ** (15 - index)
    if (Buffer.isBuffer(value)) parts.push(value)
    else if (type === 'table') parts.push(writeTable(value as Arguments))
    else if (type === 'octet') parts.push(Buffer.of(Number(value)))
    else if (type === 'longlong') parts.push(longlong(Number(value)))
    else parts.push(shortstr(value as string))
  }
  return Buffer.concat([short(classId), short(0), longlong(bodySize), short(flags), ...parts])
}

/** The body's size and the properties that are there; tables tell their wire types. */
export function decodeHeader(payload: Buffer): Record<string, unknown> {
  const reader: Reader = { bytes: payload, offset: 14 }
  const flags = payload.readUInt16BE(12)
  const properties: Record<string, unknown> = {}
  for (const [index, [name, type]] of PROPERTIES.entries()) {
    if ((flags & (1 << (15 - index))) === 0) continue
    const { offset } = reader
    if (type === 'table') properties[name] = readTable(reader)
    else if (type === 'octet') {
      properties[name] = payload.readUInt8(offset)
      reader.offset++
    } else if (type === 'longlong') {
      properties[name] = Number(payload.readBigUInt64BE(offset))
      reader.offset += 8
    } else {
      reader.offset += 1 + payload.readUInt8(offset)
      properties[name] = payload.toString('utf8', offset + 1, reader.offset)
    }
  }
  return { bodySize: Number(payload.readBigUInt64BE(4)), properties }
}

/** The PLAIN answer to the server's challenge. */
export function plainResponse(user: string, password: string): Buffer {
  return Buffer.from(`\0${user}\0${password}`)
}

/** The AMQPLAIN answer: a table without its size. */
export function amqplainResponse(user: string, password: string): Buffer {
  const login = [shortstr('LOGIN'), Buffer.from('S'), longstr(user)]
  const secret = [shortstr('PASSWORD'), Buffer.from('S'), longstr(password)]
  return Buffer.concat([...login, ...secret])
}
