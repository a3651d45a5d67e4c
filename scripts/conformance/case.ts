import type { Session } from './session.ts'

/** Plain JSON: what a case saw, the same on every machine once it is normalised. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** One thing a client does to a broker, and what comes of it. */
export interface Case {
  /** Unique, kebab-case; the names of its queues and exchanges begin with it. */
  readonly id: string
  /** A present-tense fact. */
  readonly title: string
  /** The rules of the broker it observes, as 'R-95'. */
  readonly rules: readonly string[]
  /** Does what only an operator can: without one it has no outcome. */
  readonly needsOperator?: boolean
  /** Needs the operator and disturbs every other client: runs alone, at the end. */
  readonly isAlone?: boolean
  /** What it returns, and what it logged meanwhile, is its outcome. */
  run(session: Session): Promise<unknown>
}

/** What a case came to: what it returned and, in order, what happened on the way. */
export interface Outcome {
  readonly result: Json
  readonly events: readonly Json[]
}
