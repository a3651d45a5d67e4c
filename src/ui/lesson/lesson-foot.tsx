import { ArrowRight, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/text.ts'

interface LessonFootProps {
  /** What to do next, in a sentence. */
  readonly children: ReactNode
  readonly isDone: boolean
  readonly hasNext: boolean
  /** True when one has left one's step to look at another. */
  readonly isAway: boolean
  goOn(): void
  goBack(): void
}

/** Always in sight: what to do next, and the way on. */
export function LessonFoot({ children, isDone, hasNext, isAway, goOn, goBack }: LessonFootProps) {
  const { t } = useText()
  return (
    <footer className="lesson__foot">
      {isAway && (
        <button type="button" className="button button--quiet button--small" onClick={goBack}>
          <Undo2 size={14} aria-hidden />
          {t('lesson.return')}
        </button>
      )}
      <p className="lesson__todo" role="status">
        {children}
      </p>
      {hasNext && (
        <button
          type="button"
          className={isDone ? 'button button--primary' : 'button'}
          disabled={!isDone}
          onClick={goOn}
        >
          {t('lesson.next')}
          <ArrowRight size={16} aria-hidden />
        </button>
      )}
    </footer>
  )
}
