import { Circle, CircleCheck, Crosshair, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { FactId, Instant } from '#engine'
import type { LessonStep } from '#lessons'
import { useText } from '../i18n/text.ts'
import type { JudgedRun } from '../exercise/code-runner.ts'
import { useShowFact } from '../exercise/use-show-fact.ts'
import { usePlayer } from '../player-context.tsx'
import { InlineProse } from './prose.tsx'
import { DecidingFact } from './deciding-fact.tsx'
import type { StepVerdicts } from './use-verdicts.ts'

interface StepChecksProps {
  readonly step: LessonStep
  readonly verdicts: StepVerdicts
  /** The run of code that was judged; null where the stage's run is. */
  readonly judged: JudgedRun | null
  /** Once done a step stays done, wherever the playhead goes. */
  readonly isDone: boolean
  readonly say: (key: string) => string
}

/** What has to be seen in the run; each says whether it was, and what decided it. */
export function StepChecks({ step, verdicts, judged, isDone, say }: StepChecksProps) {
  const { t } = useText()
  const player = usePlayer()
  const showJudged = useShowFact()
  const [cameFrom, setCameFrom] = useState<Instant | null>(null)
  const show = (fact: FactId) => {
    setCameFrom((before) => before ?? player.store.getState().playhead)
    if (judged !== null) {
      showJudged(judged, fact)
      return
    }
    player.pause()
    player.seek(player.trace.at(fact))
  }
  return (
    <section className="checks">
      <h2 className="lesson__label">{t('lesson.checks')}</h2>
      <ul className="checks__list" aria-label={t('lesson.checks')}>
        {step.checks.map((check, index) => {
          const verdict = verdicts.checks[index]
          const isMet = isDone || verdict?.isMet === true
          const decidedBy = verdict?.decidedBy ?? null
          return (
            <li key={check.id} className="check" data-met={isMet}>
              {isMet ? <CircleCheck size={18} aria-hidden /> : <Circle size={18} aria-hidden />}
              <div>
                <InlineProse html={say(`check.${check.id}`)} />{' '}
                <span className="check__state">
                  {t(isMet ? 'lesson.passed' : 'lesson.notPassed')}
                </span>
                {judged !== null && !isMet && decidedBy !== null && (
                  <DecidingFact trace={judged.trace} fact={decidedBy} />
                )}
              </div>
              {decidedBy !== null && (
                <button
                  type="button"
                  className="button button--icon button--quiet button--small"
                  aria-label={t('lesson.showDeciding')}
                  title={t('lesson.showDeciding')}
                  onClick={() => {
                    show(decidedBy)
                  }}
                >
                  <Crosshair size={15} aria-hidden />
                </button>
              )}
            </li>
          )
        })}
      </ul>
      {cameFrom !== null && (
        <button
          type="button"
          className="button button--small"
          onClick={() => {
            player.seek(cameFrom)
            setCameFrom(null)
          }}
        >
          <Undo2 size={14} aria-hidden />
          {t('lesson.backInTime')}
        </button>
      )}
    </section>
  )
}
