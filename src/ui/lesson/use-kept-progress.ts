import { useEffect, useState } from 'react'
import { withLesson, type Lesson } from '#lessons'
import type { LessonContext } from './lesson-machine.ts'
import type { ProgressKeeper } from './lesson-ports.ts'

/**
 * Keeps what was done in a lesson.
 *
 * @returns why it could not be kept, or null.
 */
export function useKeptProgress(
  keeper: ProgressKeeper,
  lesson: Lesson,
  context: LessonContext,
): 'refused' | 'full' | null {
  const [refusal, setRefusal] = useState<'refused' | 'full' | null>(null)
  const { doneSteps, answers, hints, current } = context
  useEffect(() => {
    const kept = { doneSteps, answers, hints, version: lesson.version, lastStep: current.id }
    setRefusal(keeper.write(withLesson(keeper.read().progress, lesson.id, kept)))
  }, [keeper, lesson, doneSteps, answers, hints, current])
  return refusal
}
