/** What a fact must look like to be counted. Values are compared exactly; a list means "one of". */
export interface FactPattern {
  readonly kind: string
  readonly where?: Readonly<Record<string, PatternValue>>
}

export type PatternValue =
  | number
  | string
  | boolean
  | null
  | readonly (number | string)[]
  | { readonly atLeast?: number; readonly atMost?: number }

/** The figures a check may ask for: the ledger's, and the database's. Times in seconds. */
export type Metric =
  | 'placed'
  | 'processed'
  | 'emailed'
  | 'refused'
  | 'lost'
  | 'doneTwice'
  | 'outOfOrder'
  | 'waitMean'
  | 'waitMax'
  | 'answerMean'
  | 'answerMax'

export type Comparison = 'atLeast' | 'atMost'

/**
 * What must hold of a run up to the playhead. A closed set of questions with data for arguments:
 * nothing in a lesson is ever evaluated.
 */
export type Predicate =
  /** So many facts like this have happened. */
  | {
      readonly type: 'count'
      readonly fact: FactPattern
      readonly atLeast?: number
      readonly atMost?: number
      /** Only what came before the first fact like this. */
      readonly before?: FactPattern
    }
  /** The second happened after the first. */
  | { readonly type: 'after'; readonly first: FactPattern; readonly then: FactPattern }
  /** For every fact of the one kind there is one of the other with the same value in a field. */
  | {
      readonly type: 'every'
      readonly fact: FactPattern
      readonly thereIs: FactPattern
      readonly same: string
      readonly atLeast: number
      /** Only what came after the last fact like this; nothing has to hold before there is one. */
      readonly since?: FactPattern
    }
  /** A figure of the run compares with a value. */
  | {
      readonly type: 'metric'
      readonly metric: Metric
      readonly compare: Comparison
      readonly value: number
      /** Only once so many orders are processed; before that it is not met. @defaultValue 0 */
      readonly orders?: number
    }
  /** A setting of a node, as the shop stands. */
  | {
      readonly type: 'setting'
      readonly node: string
      readonly field: string
      readonly is?: number | string | boolean | null
      readonly atLeast?: number
      readonly atMost?: number
    }
  /** The run has reached an instant. */
  | { readonly type: 'time'; readonly atLeast: number }
  /** The prediction is given; `right`: and it is the right one. */
  | { readonly type: 'answer'; readonly right?: boolean }
  | { readonly type: 'all'; readonly of: readonly Predicate[] }
  | { readonly type: 'any'; readonly of: readonly Predicate[] }
  | { readonly type: 'not'; readonly of: Predicate }
