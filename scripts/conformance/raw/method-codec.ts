import type { ArgumentType, MethodShape } from './methods.ts'
import { long, longlong, longstr, short, shortstr } from './primitives.ts'
import type { Arguments, Reader } from './primitives.ts'
import { readTable, writeTable } from './table.ts'

/** The payload of a method frame; arguments left out are 0, '' or {}. */
export function encodeMethod(shape: MethodShape, values: Arguments): Buffer {
  const parts: Buffer[] = [short(shape.classId), short(shape.methodId)]
  let bits: number[] = []
  for (const [name, type] of shape.parameters) {
    if (type === 'bit') {
      bits.push(values[name] === true ? 1 : 0)
      continue
    }
    if (bits.length > 0) parts.push(packed(bits))
    bits = []
    parts.push(encodeArgument(type, values[name]))
  }
  if (bits.length > 0) parts.push(packed(bits))
  return Buffer.concat(parts)
}

/** The arguments in a method frame's payload, after its two numbers. */
export function decodeMethod(shape: MethodShape, payload: Buffer): Record<string, unknown> {
  const reader = { bytes: payload, offset: 4 }
  const values: Record<string, unknown> = {}
  let bit = 0
  for (const [name, type] of shape.parameters) {
    if (type === 'bit') {
      if (bit === 0) reader.offset++
      values[name] = ((payload[reader.offset - 1] ?? 0) & (1 << bit)) !== 0
      bit++
    } else {
      bit = 0
      values[name] = decodeArgument(type, reader)
    }
  }
  return values
}

function encodeArgument(type: ArgumentType, value: unknown): Buffer {
  if (Buffer.isBuffer(value) && type !== 'longstr') return value
  switch (type) {
    case 'octet':
      return Buffer.of(Number(value ?? 0))
    case 'short':
      return short(Number(value ?? 0))
    case 'long':
      return long(Number(value ?? 0))
    case 'longlong':
      return longlong(Number(value ?? 0))
    case 'shortstr':
      return shortstr((value as string | undefined) ?? '')
    case 'longstr':
      return longstr((value as string | Buffer | undefined) ?? '')
    case 'table':
      return writeTable((value as Arguments | undefined) ?? {})
    case 'bit':
      throw new Error('bits are packed by their method')
  }
}

function decodeArgument(type: ArgumentType, reader: Reader): unknown {
  const { bytes, offset } = reader
  const sizes = { octet: 1, short: 2, long: 4, longlong: 8 } as const
  switch (type) {
    case 'octet':
    case 'short':
    case 'long':
    case 'longlong':
      reader.offset += sizes[type]
      return Number(BigInt(`0x${bytes.toString('hex', offset, offset + sizes[type])}`))
    case 'shortstr':
      reader.offset += 1 + bytes.readUInt8(offset)
      return bytes.toString('utf8', offset + 1, reader.offset)
    case 'longstr':
      reader.offset += 4 + bytes.readUInt32BE(offset)
      return bytes.toString('utf8', offset + 4, reader.offset)
    case 'table':
      return readTable(reader)
    case 'bit':
      throw new Error('bits are unpacked by their method')
  }
}

function packed(bits: readonly number[]): Buffer {
  return Buffer.of(bits.reduce((sum, bit, index) => sum + bit * 2 ** index, 0))
}
