import { ArrowRight, CheckCircle2, FlaskConical } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { progressIn, type Course, type CourseLesson } from '#lessons'
import { useText } from '../i18n/text.ts'
import type { ProgressKeeper } from '../lesson/lesson-ports.ts'
import './home.css'

interface HomePageProps {
  readonly course: Course
  readonly keeper: ProgressKeeper
}

/** The first page: what this is, and where to begin or go on. */
export function HomePage({ course, keeper }: HomePageProps) {
  const { t, language } = useText()
  const { progress, problem } = useMemo(() => keeper.read(), [keeper])
  const last = course.lessons.find(({ id }) => id === progress.lastLesson)
  const goal = last ?? course.lessons[0]
  return (
    <div className="page home">
      <h1 className="home__title">{t('home.title')}</h1>
      <p className="home__lead">{t('home.lead')}</p>
      {problem !== null && (
        <p className="home__notice" role="status">
          {t(problem)}
        </p>
      )}
      {goal !== undefined && (
        <Link className="button button--primary home__start" href={`/lessons/${goal.id}`}>
          {last === undefined
            ? t('home.start')
            : t('home.continue', { title: last.title[language] })}
          <ArrowRight size={17} aria-hidden="true" />
        </Link>
      )}
      <h2>{t('home.lessons')}</h2>
      <ol className="home__lessons">
        {course.lessons.map((lesson, index) => (
          <LessonRow
            key={lesson.id}
            lesson={lesson}
            number={index + 1}
            done={progressIn(progress, lesson.id).doneSteps.length}
          />
        ))}
      </ol>
      <Link className="home__sandbox" href="/sandbox">
        <FlaskConical size={22} aria-hidden="true" />
        <span>
          <strong>{t('home.sandboxTitle')}</strong>
          <span>{t('home.sandboxText')}</span>
        </span>
      </Link>
    </div>
  )
}

interface LessonRowProps {
  readonly lesson: CourseLesson
  readonly number: number
  /** How many of its steps are done. */
  readonly done: number
}

function LessonRow({ lesson, number, done }: LessonRowProps) {
  const { t, language } = useText()
  const { id, title, summary, minutes, steps } = lesson
  const isDone = done >= steps
  return (
    <li>
      <Link className="home__lesson" href={`/lessons/${id}`}>
        <span className="home__number" data-done={isDone}>
          {isDone ? <CheckCircle2 size={20} aria-hidden="true" /> : number}
        </span>
        <span className="home__text">
          <strong>{title[language]}</strong>
          <span>{summary[language]}</span>
        </span>
        <span className="home__meta">
          <span>{t('home.minutes', { count: minutes })}</span>
          <span>
            {isDone ? t('home.allDone', { count: steps }) : t('home.steps', { done, count: steps })}
          </span>
        </span>
      </Link>
    </li>
  )
}
