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

/** Figures of the last load, once it is finished. Answer times in seconds, the rate per second. */
export type LoadMetric = 'loadMean' | 'loadP95' | 'loadFailed' | 'loadRate'

/** The figures a check may ask for: the ledger's, and a load's. Times in seconds. */
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
  | LoadMetric

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
      /** Where in time the other one must be, seen from the first. @defaultValue anywhere */
      readonly when?: 'before' | 'after'
      /** How far away it may be, virtual seconds. @defaultValue any time */
      readonly within?: number
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
  /**
   * A call stands in the code of an exercise: of a function or method of this name, with a literal
   * among its arguments, or with an option in an object literal among them.
   */
  | {
      readonly type: 'source'
      readonly call: string
      readonly file?: string
      readonly argument?: number | string | boolean
      readonly option?: string
      /** The option's value; without it any will do. */
      readonly is?: number | string | boolean
    }
  /** The run has reached an instant. */
  | { readonly type: 'time'; readonly atLeast: number }
  /** The prediction is given; `right`: and it is the right one. */
  | { readonly type: 'answer'; readonly right?: boolean }
  | { readonly type: 'all'; readonly of: readonly Predicate[] }
  | { readonly type: 'any'; readonly of: readonly Predicate[] }
  | { readonly type: 'not'; readonly of: Predicate }
