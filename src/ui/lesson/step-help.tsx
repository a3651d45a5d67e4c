import { Lightbulb, Play } from 'lucide-react'
import type { LessonStep } from '#lessons'
import { useText } from '../i18n/text.ts'
import { Prose } from './prose.tsx'

interface StepHelpProps {
  readonly step: LessonStep
  /** How many hints are open. */
  readonly hints: number
  readonly isSolutionShown: boolean
  readonly say: (key: string) => string
  openHint(): void
  showSolution(): void
  playSolution(): void
}

/** Hints one by one, and the solution for whoever asks. */
export function StepHelp(props: StepHelpProps) {
  const { step, hints, isSolutionShown, say, openHint, showSolution, playSolution } = props
  const { t } = useText()
  const opened = Array.from({ length: hints }, (_, index) => index + 1)
  return (
    <section className="help" aria-label={t('lesson.help')}>
      {opened.map((hint) => (
        <div key={hint} className="help__hint">
          <Lightbulb size={16} aria-hidden />
          <Prose html={say(`hint.${hint}`)} />
        </div>
      ))}
      {isSolutionShown && (
        <div className="help__solution">
          <Prose html={say('solution')} />
          <button type="button" className="button button--small" onClick={playSolution}>
            <Play size={14} aria-hidden />
            {t('lesson.playSolution')}
          </button>
        </div>
      )}
      <div className="help__buttons">
        {hints < step.hints && (
          <button type="button" className="button button--quiet button--small" onClick={openHint}>
            {t('lesson.hint', { number: hints + 1, count: step.hints })}
          </button>
        )}
        {!isSolutionShown && (
          <button
            type="button"
            className="button button--quiet button--small"
            onClick={showSolution}
          >
            {t('lesson.solution')}
          </button>
        )}
      </div>
    </section>
  )
}
