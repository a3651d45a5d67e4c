import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Lesson, LessonStep } from '#lessons'
import { loadTexts } from '../i18n/text.ts'
import type { StepVerdicts } from '../lesson/use-verdicts.ts'
import { usePlayer } from '../player-context.tsx'
import type { JudgedRun } from './code-runner.ts'
import { useExercisePorts } from './exercise-ports.ts'
import type { ExerciseSession } from './exercise-session.ts'

/** The exercise of a step, once everything it needs is loaded. */
export interface StepExercise {
  readonly session: ExerciseSession
  judge(step: LessonStep, run: JudgedRun, answer: string | null): StepVerdicts
}

/** What a step's exercise comes to; null where there is none, or not yet. */
export function useExercise(
  lesson: Lesson,
  step: LessonStep,
): { readonly exercise: StepExercise | null; readonly hasFailed: boolean } {
  const loadPorts = useExercisePorts()
  const player = usePlayer()
  const [loaded, setLoaded] = useState<StepExercise | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  useEffect(() => {
    const { exercise } = step
    if (exercise === undefined) return undefined
    let session: ExerciseSession | null = null
    let isWanted = true
    const load = async () => {
      try {
        const [{ ExerciseSession: Session }, { judge }, ports] = await Promise.all([
          import('./exercise-session.ts'),
          import('./judge.ts'),
          loadPorts(),
          loadTexts('code'),
          loadTexts('facts'),
        ])
        const start = await ports.library.start(lesson.id, step.id)
        if (!isWanted) return
        session = new Session({ lesson, step, exercise, start, ports, player })
        setLoaded({ session, judge })
      } catch {
        if (isWanted) setHasFailed(true)
      }
    }
    void load()
    const keep = () => {
      session?.flush()
    }
    window.addEventListener('pagehide', keep)
    return () => {
      isWanted = false
      window.removeEventListener('pagehide', keep)
      session?.dispose()
      setLoaded(null)
      setHasFailed(false)
    }
  }, [lesson, step, loadPorts, player])
  const isOfStep = loaded?.session.settings.step === step
  return { exercise: isOfStep ? loaded : null, hasFailed }
}

/** What the last run of an exercise shows; null before there is one. */
export function useExerciseVerdicts(
  exercise: StepExercise | null,
  answer: string | null,
): { readonly run: JudgedRun; readonly verdicts: StepVerdicts } | null {
  const run = useSessionRun(exercise?.session ?? null)
  return useMemo(() => {
    if (exercise === null || run === null) return null
    return { run, verdicts: exercise.judge(exercise.session.settings.step, run, answer) }
  }, [exercise, run, answer])
}

function useSessionRun(session: ExerciseSession | null): JudgedRun | null {
  const subscribe = useCallback(
    (listener: () => void) => session?.store.subscribe(listener) ?? (() => undefined),
    [session],
  )
  return useSyncExternalStore(subscribe, () => session?.store.getState().run ?? null)
}
