import type { ShopDefinition, ShopInput } from '#scenarios'
import type { Predicate } from './predicate.ts'

/** A lesson: structure and checks from its JSON, words from one text file a language. */
export interface Lesson {
  readonly id: string
  readonly version: number
  readonly minutes: number
  /** Points of the workshop it teaches, `W-01` … */
  readonly covers: readonly string[]
  readonly steps: readonly LessonStep[]
}

/** One idea of a lesson, ending in something to do or to predict. */
export interface LessonStep {
  readonly id: string
  readonly covers: readonly string[]
  /** The shop the step begins with; null goes on with the run of the step before. */
  readonly shop: ShopDefinition | null
  readonly seed: number
  /** Virtual seconds per second to begin with. */
  readonly speed: number
  /** Settings shown beside the text. */
  readonly controls: readonly StepControl[]
  readonly prediction: Prediction | null
  readonly checks: readonly StepCheck[]
  /** How many hints there are. */
  readonly hints: number
  /** What brings every check about; also shown to a learner who asks. */
  readonly solution: readonly StepAction[]
  readonly mistakes: readonly ForeseenMistake[]
}

export interface StepControl {
  readonly node: string
  readonly field: string
}

/** A question before the run; `answer` is among the choices. */
export interface Prediction {
  readonly choices: readonly string[]
  readonly answer: string
}

export interface StepCheck {
  readonly id: string
  readonly predicate: Predicate
}

/** What a learner can do: answer, act on the shop, let time pass. */
export type StepAction =
  | { readonly answer: string }
  | { readonly until: number }
  | { readonly at: number; readonly input: ShopInput }

/** A way to go wrong that is foreseen: it has words of its own, and actions that lead there. */
export interface ForeseenMistake {
  readonly id: string
  readonly predicate: Predicate
  readonly sample: readonly StepAction[]
}

/** A lesson's words in one language: blocks of Markdown by key. */
export type LessonText = ReadonlyMap<string, string>
