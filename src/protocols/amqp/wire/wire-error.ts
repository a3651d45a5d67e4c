import { REPLIES, type BrokerError, type ReplyName } from '../checks/broker-error.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Frame } from './frame.ts'
import type { WireMethodName } from './method-table.ts'
import { methodIds } from './method.ts'

/** An error of the wire, which always ends the connection; without a method both numbers are 0. */
export function wireError(
  name: ReplyName,
  detail: string,
  method: WireMethodName | readonly [classId: number, methodId: number] | null = null,
): BrokerError {
  const [classId, methodId] =
    method === null ? [0, 0] : typeof method === 'string' ? methodIds(method) : method
  const text = detail === '' ? name : `${name} - ${detail}`
  return Object.freeze({
    code: REPLIES[name].code,
    name,
    text,
    level: 'connection',
    classId,
    methodId,
  })
}

/** 501: a frame nobody can read, with its first bytes, in RabbitMQ's words. */
export function frameError(type: number, payload: Uint8Array, reason: string): BrokerError {
  return wireError('FRAME_ERROR', `type ${type}, ${octets(payload)}: ${reason}`)
}

/** 501: a method whose fields do not fill its frame, or with a name that is no text. */
export function undecodable(
  reader: Pick<ByteReader, 'hasBadText'>,
  fields: Uint8Array,
  method: WireMethodName,
): BrokerError {
  if (reader.hasBadText) return wireError('FRAME_ERROR', 'Malformed UTF-8 in shortstr')
  // A reply text has at most 255 bytes: more numbers than that are cut off anyway.
  const numbers = [...fields.subarray(0, 255)].join(',')
  return wireError('FRAME_ERROR', `cannot decode <<${numbers}>>`, method)
}

/** 505: a frame where it does not belong, outside any channel. */
export function misplacedFrame(frame: Frame): BrokerError {
  const payload = frame.bytes.subarray(frame.start, frame.end)
  return wireError('UNEXPECTED_FRAME', `type ${frame.type}, ${octets(payload)}`)
}

/** How many bytes of a frame are shown. */
const SHOWN = 16

function octets(payload: Uint8Array): string {
  const shown = payload.subarray(0, SHOWN)
  return `${payload.length > SHOWN ? `first ${SHOWN}` : 'all'} octets = ${erlangBinary(shown)}`
}

/** Bytes as Erlang prints them: in quotes when all can be printed, else as numbers. */
function erlangBinary(bytes: Uint8Array): string {
  if (bytes.length === 0) return '<<>>'
  const isPrintable = bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || PRINTABLE.has(byte))
  if (!isPrintable) return `<<${bytes.join(',')}>>`
  const text = String.fromCharCode(...bytes)
  return `<<"${Array.from(text, (one) => ESCAPES[one] ?? one).join('')}">>`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001B': '\\e',
}

const PRINTABLE: ReadonlySet<number> = new Set([8, 9, 10, 11, 12, 13, 27])
