import { ArrowRight, CheckCircle2, FlaskConical } from 'lucide-react'
import { Link } from 'wouter'
import { useText } from '../i18n/text.ts'
import './home.css'

/** A lesson as the list shows it. */
export interface LessonCard {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly minutes: number
  readonly steps: number
  readonly done: number
}

interface HomePageProps {
  readonly lessons: readonly LessonCard[]
  /** The lesson one was in last, or null. */
  readonly last: string | null
}

/** The first page: what this is, and where to begin or go on. */
export function HomePage({ lessons, last }: HomePageProps) {
  const { t } = useText()
  const current = lessons.find(({ id }) => id === last)
  const first = lessons[0]
  return (
    <div className="page home">
      <h1 className="home__title">{t('home.title')}</h1>
      <p className="home__lead">{t('home.lead')}</p>
      {(current ?? first) !== undefined && (
        <Link
          className="button button--primary home__start"
          href={`/lessons/${(current ?? first)?.id}`}
        >
          {current === undefined ? t('home.start') : t('home.continue', { title: current.title })}
          <ArrowRight size={17} aria-hidden="true" />
        </Link>
      )}
      <h2>{t('home.lessons')}</h2>
      <ol className="home__lessons">
        {lessons.map((lesson, index) => (
          <LessonRow key={lesson.id} lesson={lesson} number={index + 1} />
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

function LessonRow({ lesson, number }: { readonly lesson: LessonCard; readonly number: number }) {
  const { t } = useText()
  const { id, title, summary, minutes, steps, done } = lesson
  const isDone = done === steps
  return (
    <li>
      <Link className="home__lesson" href={`/lessons/${id}`}>
        <span className="home__number" data-done={isDone}>
          {isDone ? <CheckCircle2 size={20} aria-hidden="true" /> : number}
        </span>
        <span className="home__text">
          <strong>{title}</strong>
          <span>{summary}</span>
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
