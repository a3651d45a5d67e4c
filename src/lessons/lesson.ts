import { assert } from '#std'
import type { ShopDefinition, ShopInput } from '#scenarios'
import type { Predicate } from './predicate.ts'

/** A lesson: structure and checks from its JSON, words from one text file a language. */
export interface Lesson {
  readonly id: string
  /** Counts up when a step changes so much that what was done in it no longer counts. */
  readonly version: number
  /** Points of the workshop it teaches, `W-01` … */
  readonly covers: readonly string[]
  /** The shops its steps begin with, by name. */
  readonly shops: Readonly<Record<string, ShopDefinition>>
  readonly steps: readonly LessonStep[]
}

/** One idea of a lesson, ending in something to do or to predict. */
export interface LessonStep {
  readonly id: string
  readonly covers: readonly string[]
  /** The name of the shop it begins with. */
  readonly shop: string
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
  /** The code one edits and runs in this step; its checks judge the whole run. */
  readonly exercise?: Exercise
}

/**
 * Code as a part of a step. Its texts are in `lessons/<lesson>/code/<step>`: `start` has every file,
 * `solution` those that differ from it, `mistakes/<mistake>` and `variants/<name>` those that differ
 * from the solution.
 */
export interface Exercise {
  /** The files in the order of their tabs; all in one folder. */
  readonly files: readonly string[]
  /** Files that are shown and cannot be edited. @defaultValue none */
  readonly given?: readonly string[]
  /** By node (a web process or a worker): the file it runs. */
  readonly players: Readonly<Record<string, string>>
  /** What happens to the shop while it runs; `at` in virtual seconds. */
  readonly inputs: readonly { readonly at: number; readonly input: ShopInput }[]
  /** The run is judged when nothing more can happen, or after so many virtual seconds. */
  readonly seconds: number
  /** Names of solutions that are different, and right as well. */
  readonly variants: readonly string[]
}

/** What can be changed beside a step’s text: a setting, or the bindings between one pair. */
export type StepControl =
  | { readonly node: string; readonly field: string }
  | { readonly exchange: string; readonly queue: string }

/** A question before the run; `answer` is among the choices. */
export interface Prediction {
  readonly choices: readonly string[]
  readonly answer: string
}

/** Something that has to be seen in the run. */
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

/** The shop a step begins with. */
export function shopOf(lesson: Lesson, step: LessonStep): ShopDefinition {
  const shop = lesson.shops[step.shop]
  assert(shop !== undefined, 'a step names a shop of its lesson')
  return shop
}
