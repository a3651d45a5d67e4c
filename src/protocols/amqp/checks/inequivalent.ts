import { fieldText, sameField } from '../state/table-key.ts'
import { isInteger, type FieldValue, type Table } from '../state/table.ts'
import { preconditionFailed, type BrokerError, type MethodName } from './broker-error.ts'

/** A property two declarations must agree on: its name, and both values as the broker writes them. */
export interface ComparedProperty {
  readonly name: string
  readonly received: string
  readonly current: string
}

/** The first property that differs, as the error 406; null when all agree. */
export function firstInequivalent(
  of: string,
  properties: readonly ComparedProperty[],
  method: MethodName,
): BrokerError | null {
  for (const { name, received, current } of properties) {
    if (received === current) continue
    const values = `received '${received}' but current is '${current}'`
    return preconditionFailed(`inequivalent arg '${name}' for ${of}: ${values}`, method)
  }
  return null
}

/** The first of the named arguments that differs, as the error 406; null when all agree. */
export function firstInequivalentArgument(
  of: string,
  names: Iterable<string>,
  tables: { readonly received: Table; readonly current: Table },
  method: MethodName,
): BrokerError | null {
  for (const name of names) {
    const received = tables.received.get(name)
    const current = tables.current.get(name)
    if (agree(received, current)) continue
    const both = received !== undefined && current !== undefined
    const values = both
      ? `received '${fieldText(received)}' but current is '${fieldText(current)}'`
      : `received ${typedText(received)} but current is ${typedText(current)}`
    return preconditionFailed(`inequivalent arg '${name}' for ${of}: ${values}`, method)
  }
  return null
}

/** Whole numbers agree whatever their size, everything else has to be of the same type. */
function agree(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  const isOfOneClass = one.type === other.type || (isInteger(one) && isInteger(other))
  return isOfOneClass && sameField(one, other)
}

function typedText(field: FieldValue | undefined): string {
  return field === undefined ? 'none' : `the value '${fieldText(field)}' of type '${field.type}'`
}
