import type { Table } from '../state/table.ts'

/** The way from an exchange to a queue or to another exchange. Frozen. */
export interface Binding {
  readonly id: string
  /** Grows with every binding made: the order in which they are looked at. */
  readonly serial: number
  /** The exchange it begins at. */
  readonly exchange: string
  readonly destinationKind: 'queue' | 'exchange'
  readonly destination: string
  readonly routingKey: string
  readonly arguments: Table
  /** The arguments as text, the same for equal ones: two bindings with other arguments are two. */
  readonly argumentsKey: string
}

/** What tells two bindings of one exchange apart. */
export type BindingEnds = Pick<
  Binding,
  'destinationKind' | 'destination' | 'routingKey' | 'argumentsKey'
>

/** The length in front keeps two names apart wherever one ends and the other begins. */
export function endsKey(ends: BindingEnds): string {
  const { destinationKind, destination, routingKey, argumentsKey } = ends
  const kind = destinationKind === 'queue' ? 'q' : 'x'
  return `${kind}${destination.length}:${destination}${routingKey.length}:${routingKey}${argumentsKey}`
}
