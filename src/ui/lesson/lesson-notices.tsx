import type { Lesson, LessonProgress } from '#lessons'
import { useText } from '../i18n/text.ts'

interface LessonNoticesProps {
  readonly lesson: Lesson
  /** The progress as it was when the lesson was opened. */
  readonly progress: LessonProgress
  /** The key of a sentence about kept progress that cannot be used, or null. */
  readonly problem: string | null
  readonly refusal: 'refused' | 'full' | null
}

/** What a learner has to know about their kept progress. */
export function LessonNotices({ lesson, progress, problem, refusal }: LessonNoticesProps) {
  const { t } = useText()
  const hasChanged = progress.version !== 0 && progress.version !== lesson.version
  const notices = [
    problem === null ? null : t(problem),
    refusal === null ? null : t('lesson.notKept', { reason: t(`reason.${refusal}`) }),
    hasChanged ? t('lesson.changed') : null,
  ].filter((notice) => notice !== null)
  return notices.map((notice) => (
    <p key={notice} className="lesson__notice" role="status">
      {notice}
    </p>
  ))
}
