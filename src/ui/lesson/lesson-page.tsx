import { useEffect, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { NotFound } from '../shell/not-found.tsx'
import { LessonPlayer } from './lesson-player.tsx'
import type { LessonLibrary, LoadedLesson, ProgressKeeper } from './lesson-ports.ts'
import './lesson.css'

interface LessonPageProps {
  readonly id: string
  readonly library: LessonLibrary
  readonly keeper: ProgressKeeper
  /** Larger type, for the back of a classroom. */
  readonly isPresenting: boolean
}

/** A lesson: its words, its shop, its checks. */
export function LessonPage({ id, library, keeper, isPresenting }: LessonPageProps) {
  const { t, language } = useText()
  const [loaded, setLoaded] = useState<LoadedLesson | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const isKnown = library.course.lessons.some((lesson) => lesson.id === id)
  useEffect(() => {
    if (!isKnown) return undefined
    let isWanted = true
    const load = async () => {
      try {
        const lesson = await library.load(id, language)
        if (isWanted) setLoaded(lesson)
      } catch {
        if (isWanted) setHasFailed(true)
      }
    }
    void load()
    return () => {
      isWanted = false
    }
  }, [library, id, language, isKnown])
  useEffect(() => {
    if (!isPresenting) return undefined
    document.documentElement.dataset['present'] = ''
    return () => {
      delete document.documentElement.dataset['present']
    }
  }, [isPresenting])
  if (!isKnown) return <NotFound />
  if (hasFailed) {
    return (
      <p className="page" role="alert">
        {t('lesson.notLoaded')}
      </p>
    )
  }
  if (loaded?.lesson.id !== id) return null
  return <LessonPlayer key={id} loaded={loaded} course={library.course} keeper={keeper} />
}
