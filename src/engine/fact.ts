import type { Instant } from './time.ts'

/** The place of a fact in its trace: 0 for the first, then one more each. */
export type FactId = number & { readonly unit: 'fact' }

/** What one field of a fact may hold. Each may also be null: "there is none". */
export type FieldType = 'number' | 'text' | 'flag'

/** The fields of each kind of fact, by name; the order of the fields is the order of the text. */
export type FactCatalogue = Readonly<Record<string, Readonly<Record<string, FieldType>>>>

/** What a field of the given type is in TypeScript. */
export type FieldValue<Type extends FieldType> =
  null | (Type extends 'number' ? number : Type extends 'flag' ? boolean : string)

/** The fields a fact of one kind must be recorded with. */
export type Fields<Spec extends Readonly<Record<string, FieldType>>> = {
  readonly [Name in keyof Spec]: FieldValue<Spec[Name]>
}

/** One thing that happened: what, when, to whom, and which fact made it happen. */
export interface Fact {
  readonly id: FactId
  readonly at: Instant
  /** Past tense, room first: `amqp.message-queued`. */
  readonly kind: string
  readonly fields: Readonly<Record<string, number | string | boolean | null>>
  /** The fact that made this one happen; null for the start of the run and for inputs. */
  readonly cause: FactId | null
}

/** One fact as a line of JSON: the form of a trace file, the same bytes on every machine. */
export function formatFact(fact: Fact): string {
  return JSON.stringify({
    id: fact.id,
    at: fact.at,
    kind: fact.kind,
    ...fact.fields,
    cause: fact.cause,
  })
}
