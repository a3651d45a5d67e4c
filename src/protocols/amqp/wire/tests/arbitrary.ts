import fc from 'fast-check'
import type { MessageProperties } from '../../state/message.ts'
import type { FieldValue, Table } from '../../state/table.ts'
import { METHODS, type WireMethodName, type WireType } from '../method-table.ts'
import type { WireMethod } from '../method.ts'

/** Arbitrary wire data. Texts have no half surrogate pairs: those cannot be written in UTF-8. */
const text = fc.string({ unit: 'grapheme', maxLength: 20 })
const bytes = fc.uint8Array({ maxLength: 40 })
const whole64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(exactNumber)
const unsigned64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(exactNumber)

/** Any field value, tables in tables included. */
export const fieldValue: fc.Arbitrary<FieldValue> = fc.letrec<{
  field: FieldValue
  table: Table
}>((tie) => ({
  field: fc.oneof(
    { maxDepth: 3 },
    fc.record({ type: fc.constant('longstr' as const), value: text }),
    fc.record({ type: fc.constant('binary' as const), value: bytes }),
    fc.record({ type: fc.constant('byte' as const), value: fc.integer({ min: -128, max: 127 }) }),
    fc.record({ type: fc.constant('unsignedbyte' as const), value: fc.nat(255) }),
    fc.record({
      type: fc.constant('short' as const),
      value: fc.integer({ min: -32768, max: 32767 }),
    }),
    fc.record({ type: fc.constant('unsignedshort' as const), value: fc.nat(65535) }),
    fc.record({ type: fc.constant('signedint' as const), value: fc.integer() }),
    fc.record({ type: fc.constant('unsignedint' as const), value: fc.nat(0x7fffffff) }),
    fc.record({ type: fc.constant('float' as const), value: fc.float() }),
    fc.record({ type: fc.constant('double' as const), value: fc.double() }),
    fc.record({ type: fc.constant('long' as const), value: whole64 }),
    fc.record({ type: fc.constant('timestamp' as const), value: unsigned64 }),
    fc.record({ type: fc.constant('bool' as const), value: fc.boolean() }),
    fc.record({
      type: fc.constant('decimal' as const),
      scale: fc.nat(255),
      value: fc.nat(0xffffffff),
    }),
    fc.constant<FieldValue>({ type: 'void' }),
    fc.record({
      type: fc.constant('array' as const),
      value: fc.array(tie('field'), { maxLength: 4 }),
    }),
    fc.record({ type: fc.constant('table' as const), value: tie('table') }),
  ) as fc.Arbitrary<FieldValue>,
  table: fc
    .array(fc.tuple(text, tie('field')), { maxLength: 4 })
    .map((entries) => new Map(entries)),
})).field

/** Any field table. */
export const table: fc.Arbitrary<Table> = fc
  .array(fc.tuple(text, fieldValue), { maxLength: 5 })
  .map((entries) => new Map(entries))

const VALUES: Readonly<Record<WireType, fc.Arbitrary<unknown>>> = {
  octet: fc.nat(255),
  short: fc.nat(65535),
  long: fc.nat(0xffffffff),
  longlong: fc.nat(Number.MAX_SAFE_INTEGER),
  bit: fc.boolean(),
  shortstr: text,
  longstr: bytes,
  table,
}

/** Any method with any fields. */
export const wireMethod: fc.Arbitrary<WireMethod> = fc
  .constantFrom(...(Object.keys(METHODS) as WireMethodName[]))
  .chain((method) => {
    const fields = (METHODS[method][2] ?? {}) as Readonly<Record<string, WireType>>
    const values = Object.fromEntries(
      Object.entries(fields).map(([field, type]) => [field, VALUES[type]]),
    )
    return fc.record({ method: fc.constant(method), ...values }) as fc.Arbitrary<unknown>
  }) as fc.Arbitrary<WireMethod>

/** Any properties of a message, each of them there or not. */
export const properties: fc.Arbitrary<MessageProperties> = fc.record(
  {
    contentType: text,
    contentEncoding: text,
    headers: table,
    deliveryMode: fc.nat(255),
    priority: fc.nat(255),
    correlationId: text,
    replyTo: text,
    expiration: text,
    messageId: text,
    timestamp: unsigned64,
    type: text,
    userId: text,
    appId: text,
    clusterId: text,
  },
  { requiredKeys: [] },
)

function exactNumber(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
