import { atSeconds, START, type Trace } from '#engine'
import type { PlayedCode, RunSource } from '#scenarios'
import { sourceCalls, type SourceFiles } from '#sandbox'
import { evaluate, type Evidence } from './evaluate.ts'
import { shopOf, type Exercise, type Lesson, type LessonStep } from './lesson.ts'
import { OTHER_SEEDS, type Demand } from './prove.ts'
import { evidenceOf, missingChecks } from './whole-run.ts'

/** The texts of an exercise, each set whole. */
export interface ExerciseCode {
  readonly start: SourceFiles
  readonly solution: SourceFiles
  readonly mistakes: Readonly<Record<string, SourceFiles>>
  readonly variants: Readonly<Record<string, SourceFiles>>
  /** The solution with one change taken back, for each change from the start. */
  readonly shortened: readonly SourceFiles[]
}

/** The run of an exercise as a value. */
export interface CodeSource extends RunSource {
  readonly code: PlayedCode
}

/** A run of an exercise that has come to its end; null when its code does not compile. */
export type PlayExercise = (source: CodeSource) => Promise<{
  readonly trace: Trace
} | null>

/** The run of files in place of an exercise's own, from its start. */
export function exerciseSource(
  lesson: Lesson,
  step: LessonStep,
  exercise: Exercise,
  files: SourceFiles,
): CodeSource {
  return {
    definition: shopOf(lesson, step),
    seed: step.seed,
    inputs: [],
    at: START,
    code: {
      files,
      players: exercise.players,
      script: exercise.inputs.map(({ at, input }) => ({ at: atSeconds(at), input })),
      until: atSeconds(exercise.seconds),
    },
  }
}

/**
 * Plays an exercise without a screen: the start compiles and fails a check, the solution and each
 * tolerated variant pass with any luck and the same twice, taking back any change of the solution
 * fails a check, and each foreseen mistake is recognised, alone.
 */
export async function proveExercise(
  lesson: Lesson,
  step: LessonStep,
  code: ExerciseCode,
  play: PlayExercise,
  demand: Demand,
): Promise<void> {
  const { exercise } = step
  if (exercise === undefined) return
  const judge = async (files: SourceFiles, seed = step.seed): Promise<Evidence | null> => {
    const source = { ...exerciseSource(lesson, step, exercise, files), seed }
    const played = await play(source)
    if (played === null) return null
    const {
      definition,
      code: { until },
    } = source
    const answer = step.prediction?.answer ?? null
    const calls = sourceCalls(files)
    return evidenceOf(step, { trace: played.trace, definition, until, answer, calls })
  }
  const left = (evidence: Evidence | null) =>
    evidence === null ? ['it does not compile'] : missingChecks(step, evidence)
  const mistakesIn = (evidence: Evidence | null) =>
    evidence === null
      ? []
      : step.mistakes.filter((one) => evaluate(one.predicate, evidence).isMet).map(({ id }) => id)

  const start = await judge(code.start)
  demand(start !== null, `${step.id}: the start compiles`)
  demand(left(start).length > 0, `${step.id}: the start fails a check`)
  for (const [name, files] of [
    ['solution', code.solution] as const,
    ...Object.entries(code.variants),
  ]) {
    for (const seed of [step.seed, ...OTHER_SEEDS]) {
      const evidence = await judge(files, seed)
      const missing = left(evidence)
      const seen = mistakesIn(evidence)
      demand(
        missing.length === 0,
        `${step.id}: ${name} passes (seed ${seed}; left: ${missing.join()})`,
      )
      demand(seen.length === 0, `${step.id}: ${name} is no mistake (seed ${seed}; ${seen.join()})`)
    }
  }
  const [once, again] = [await judge(code.solution), await judge(code.solution)]
  const isSame = once?.trace.lines().join('\n') === again?.trace.lines().join('\n')
  demand(isSame, `${step.id}: the solution's trace is the same twice`)
  for (const [index, files] of code.shortened.entries()) {
    const missing = left(await judge(files))
    demand(missing.length > 0, `${step.id}: change ${index + 1} of the solution matters`)
  }
  for (const { id } of step.mistakes) {
    const evidence = await judge(code.mistakes[id] ?? {})
    const seen = mistakesIn(evidence).join()
    demand(seen === id, `${step.id}: mistake ${id} is recognised alone (${seen})`)
    demand(left(evidence).length > 0, `${step.id}: mistake ${id} fails a check`)
  }
}
