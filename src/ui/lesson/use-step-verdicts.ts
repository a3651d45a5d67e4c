import type { Lesson, LessonStep } from '#lessons'
import type { Trace } from '#engine'
import type { JudgedRun } from '../exercise/code-runner.ts'
import { useExercise, useExerciseVerdicts, type StepExercise } from '../exercise/use-exercise.ts'
import { useVerdicts, type StepVerdicts } from './use-verdicts.ts'

/** What shows whether a step is done: the run on the stage, or the last run of its code. */
export interface StepEvidence {
  readonly verdicts: StepVerdicts
  /** The step's exercise, once it is loaded; null where there is none. */
  readonly exercise: StepExercise | null
  readonly hasFailed: boolean
  /** The run of code that the verdicts are about; null where the stage's run is judged. */
  readonly judged: JudgedRun | null
}

/** Judges a step by what it is judged by. */
export function useStepVerdicts(
  lesson: Lesson,
  step: LessonStep,
  answer: string | null,
  staleTrace: Trace | null,
): StepEvidence {
  const { exercise, hasFailed } = useExercise(lesson, step)
  const ofCode = useExerciseVerdicts(exercise, answer)
  const ofStage = useVerdicts(step, answer, staleTrace)
  const none = step.exercise === undefined ? ofStage : notYet(step)
  return {
    verdicts: ofCode?.verdicts ?? none,
    exercise,
    hasFailed,
    judged: ofCode?.run ?? null,
  }
}

function notYet(step: LessonStep): StepVerdicts {
  const checks = step.checks.map(() => ({ isMet: false, decidedBy: null }))
  return { checks, isPassed: false, mistake: null }
}
