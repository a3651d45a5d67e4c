/** Which sentence says what is wrong; the interface has each in every language. */
export type ProblemKey =
  /** `expected`: number, text, yes-no, list, object, scalar. */
  | 'wrong-type'
  /** `min`, `max`, both included. */
  | 'out-of-range'
  /** `min`, `max`: as `out-of-range`, and without a fraction. */
  | 'not-whole'
  /** `min`, `max`: bytes of UTF-8. */
  | 'text-length'
  /** `allowed`: the choices, separated by commas. */
  | 'not-a-choice'
  /** `field`. */
  | 'unknown-field'
  /** `field`. */
  | 'missing-field'
  /** `max`. */
  | 'too-many'
  /** `id`. */
  | 'duplicate-id'
  /** `kind` and `id` of what is named but not there. */
  | 'unknown-reference'
  /** `kind`: a shop has one of it at most. */
  | 'one-of-kind'
  /** `field`: it is fixed once the node exists. */
  | 'fixed-field'
  /** `field` and `type`: a queue of this type cannot have it. */
  | 'not-for-queue-type'
  /** A dead-letter key without an exchange. */
  | 'key-without-exchange'
  /** A binding that leads to nothing, or to a queue and an exchange at once. */
  | 'one-target'
  /** `allowed`: an x-match that no headers exchange knows. */
  | 'unknown-x-match'
  /** Inputs whose instants go back in time. */
  | 'out-of-order'

/** One thing that is wrong with a document or an input: where, which sentence, with which values. */
export interface Problem {
  /** The way to the value, steps separated by dots (`nodes.3.cpuMs`); '' is the whole. */
  readonly path: string
  readonly key: ProblemKey
  readonly params: Readonly<Record<string, string | number>>
}

/** What a check says: the value with its type, or everything that is wrong with it. */
export type Checked<Name extends string, Value> =
  | ({ readonly ok: true } & { readonly [Key in Name]: Value })
  | { readonly ok: false; readonly problems: readonly Problem[] }
