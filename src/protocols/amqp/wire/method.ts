import { exhaustive } from '#std'
import { EMPTY_TABLE, type Table } from '../state/table.ts'
import { readLong, readLongBytes, readLongLong, readOctet, readShort } from './byte-reader.ts'
import { readName, readShortString, type ByteReader } from './byte-reader.ts'
import { grow, writeLong, writeLongLong, writeLongString, writeOctet } from './byte-writer.ts'
import { writeShort, writeShortString, type ByteWriter } from './byte-writer.ts'
import { readTable, writeTable } from './field-table.ts'
import { METHODS, type MethodLayout, type WireMethodName, type WireType } from './method-table.ts'

interface WireValues {
  readonly octet: number
  readonly short: number
  readonly long: number
  readonly longlong: number
  readonly bit: boolean
  readonly shortstr: string
  readonly longstr: string | Uint8Array
  readonly table: Table
}

type FieldsOf<Name extends WireMethodName> = (typeof METHODS)[Name] extends readonly [
  number,
  number,
  infer Fields extends Readonly<Record<string, WireType>>,
]
  ? { readonly [Field in keyof Fields]: WireValues[Fields[Field]] }
  : object

/** A method as it was read: its name and all its fields. Long strings are bytes. */
export type WireMethod = {
  [Name in WireMethodName]: { readonly method: Name } & FieldsOf<Name>
}[WireMethodName]

/** A method to be written: fields that are missing are written as nothing, 0 or false. */
export type WireAnswer = {
  [Name in WireMethodName]: { readonly method: Name } & Partial<FieldsOf<Name>>
}[WireMethodName]

/** Where a method's fields are, made once from the table. */
interface Plan {
  readonly name: WireMethodName
  readonly classId: number
  readonly methodId: number
  readonly fields: readonly (readonly [field: string, type: WireType])[]
}

const LAYOUTS: Readonly<Record<WireMethodName, MethodLayout>> = METHODS

const PLANS: readonly Plan[] = Object.entries(LAYOUTS).map(
  ([name, [classId, methodId, fields = {}]]) => ({
    name: name as WireMethodName,
    classId,
    methodId,
    fields: Object.entries(fields),
  }),
)

const BY_NUMBER: ReadonlyMap<number, Plan> = new Map(
  PLANS.map((plan) => [numberOf(plan.classId, plan.methodId), plan]),
)

const BY_NAME: ReadonlyMap<string, Plan> = new Map(PLANS.map((plan) => [plan.name, plan]))

/** The name of a method that exists; null when there is none with these numbers. */
export function methodName(classId: number, methodId: number): WireMethodName | null {
  return BY_NUMBER.get(numberOf(classId, methodId))?.name ?? null
}

/** The class and the number of a method. */
export function methodIds(name: WireMethodName): readonly [classId: number, methodId: number] {
  const [classId, methodId] = METHODS[name]
  return [classId, methodId]
}

/**
 * Reads the fields of a method; null when they do not fill the bytes exactly, or when a name is no
 * text. What is published may have any bytes for a key: there a name nobody knows is enough.
 */
export function readMethod(reader: ByteReader, name: WireMethodName): WireMethod | null {
  const fields = BY_NAME.get(name)?.fields ?? []
  const isPublish = name === 'basic.publish'
  const method: Record<string, unknown> = { method: name }
  // Bits in a row share an octet; `mask` walks through it.
  let bits = 0
  let mask = 0
  for (const [field, type] of fields) {
    if (type !== 'bit') {
      mask = 0
      method[field] =
        type === 'shortstr' && isPublish ? readShortString(reader) : readValue(reader, type)
      continue
    }
    if (mask === 0 || mask === 0x100) {
      bits = readOctet(reader)
      mask = 1
    }
    method[field] = (bits & mask) !== 0
    mask <<= 1
  }
  if (reader.isBroken || reader.hasBadText || reader.at !== reader.end) return null
  return method as unknown as WireMethod
}

/** Writes class, number and fields of a method. */
export function writeMethod(writer: ByteWriter, method: WireAnswer): void {
  const plan = BY_NAME.get(method.method) as Plan
  const values = method as unknown as Readonly<Record<string, unknown>>
  writeShort(writer, plan.classId)
  writeShort(writer, plan.methodId)
  let bitsAt = -1
  let mask = 0
  for (const [field, type] of plan.fields) {
    if (type !== 'bit') {
      mask = 0
      writeValue(writer, type, values[field])
      continue
    }
    if (mask === 0 || mask === 0x100) {
      bitsAt = grow(writer, 1)
      writer.bytes[bitsAt] = 0
      mask = 1
    }
    if (values[field] === true) writer.bytes[bitsAt] = (writer.bytes[bitsAt] as number) | mask
    mask <<= 1
  }
}

function numberOf(classId: number, methodId: number): number {
  return classId * 0x10000 + methodId
}

function readValue(reader: ByteReader, type: Exclude<WireType, 'bit'>): unknown {
  switch (type) {
    case 'octet':
      return readOctet(reader)
    case 'short':
      return readShort(reader)
    case 'long':
      return readLong(reader)
    case 'longlong':
      return readLongLong(reader)
    case 'shortstr':
      return readName(reader)
    case 'longstr':
      return readLongBytes(reader)
    case 'table':
      return readTable(reader)
    default:
      return exhaustive(type)
  }
}

function writeValue(writer: ByteWriter, type: Exclude<WireType, 'bit'>, value: unknown): void {
  switch (type) {
    case 'octet':
      writeOctet(writer, (value as number | undefined) ?? 0)
      return
    case 'short':
      writeShort(writer, (value as number | undefined) ?? 0)
      return
    case 'long':
      writeLong(writer, (value as number | undefined) ?? 0)
      return
    case 'longlong':
      writeLongLong(writer, (value as number | undefined) ?? 0)
      return
    case 'shortstr':
      writeShortString(writer, (value as string | undefined) ?? '')
      return
    case 'longstr':
      writeLongString(writer, (value as string | Uint8Array | undefined) ?? '')
      return
    case 'table':
      writeTable(writer, (value as Table | undefined) ?? EMPTY_TABLE)
      return
    default:
      exhaustive(type)
  }
}
