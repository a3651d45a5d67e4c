import { ArrowRight, PartyPopper } from 'lucide-react'
import { Link } from 'wouter'
import type { Course } from '#lessons'
import { useText } from '../i18n/text.ts'

interface LessonEndProps {
  readonly course: Course
  readonly lesson: string
  readonly doneSteps: readonly string[]
}

/** The end of a lesson, and where it goes on. */
export function LessonEnd({ course, lesson, doneSteps }: LessonEndProps) {
  const { t, language } = useText()
  const index = course.lessons.findIndex(({ id }) => id === lesson)
  const next = course.lessons[index + 1]
  const open = (course.lessons[index]?.steps ?? 0) - doneSteps.length
  return (
    <section className="lesson__end" aria-label={t('lesson.end')}>
      <p>
        <PartyPopper size={18} aria-hidden />
        {open > 0 ? t('lesson.endOpen', { count: open }) : t('lesson.endDone')}
      </p>
      {next === undefined ? (
        <Link className="button button--primary" href="/sandbox">
          {t('lesson.toSandbox')}
          <ArrowRight size={16} aria-hidden />
        </Link>
      ) : (
        <Link className="button button--primary" href={`/lessons/${next.id}`}>
          {t('lesson.nextLesson', { title: next.title[language] })}
          <ArrowRight size={16} aria-hidden />
        </Link>
      )}
    </section>
  )
}
