import * as v from 'valibot'

/** Which sentence says what is wrong; the interface has each in every language. */
export type ProblemKey =
  /** `expected`: number, text, yes-no, list, object. */
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

/** The message of a schema's rule, in the form {@link toProblem} reads back. */
export function sentence(key: ProblemKey, params: Problem['params']): string {
  return JSON.stringify({ key, params })
}

/** What the schema found, as a problem. Rules of our own say their sentence, the others their type. */
export function toProblem(issue: v.BaseIssue<unknown>): Problem {
  const path = v.getDotPath(issue) ?? ''
  if (issue.message.startsWith('{')) {
    const { key, params } = JSON.parse(issue.message) as Omit<Problem, 'path'>
    return { path, key, params }
  }
  const field = path.slice(path.lastIndexOf('.') + 1)
  if (issue.expected === 'never') return { path, key: 'unknown-field', params: { field } }
  // An absent field is expected by its quoted name, a wrong value by its type.
  if (issue.expected === `"${field}"`) return { path, key: 'missing-field', params: { field } }
  return { path, key: 'wrong-type', params: { expected: EXPECTED[issue.type] ?? 'object' } }
}

const EXPECTED: Readonly<Record<string, string>> = {
  number: 'number',
  string: 'text',
  boolean: 'yes-no',
  array: 'list',
}
