import { lazy, Suspense } from 'react'
import type { LessonStep } from '#lessons'
import { useText } from '../i18n/text.ts'
import type { StepEvidence } from './use-step-verdicts.ts'

const CodePanel = lazy(async () => ({
  default: (await import('../exercise/code-panel.tsx')).CodePanel,
}))

interface StepCodeProps {
  readonly step: LessonStep
  readonly title: string
  readonly evidence: StepEvidence
}

/** The code of a step's exercise, as soon as it is there. */
export function StepCode({
  step,
  title,
  evidence: { exercise, hasFailed, judged, verdicts },
}: StepCodeProps) {
  const { t } = useText()
  if (hasFailed) {
    return (
      <p className="dock__note" role="alert">
        {t('lesson.codeNotLoaded')}
      </p>
    )
  }
  const note = <p className="dock__note">{t('dock.loading')}</p>
  if (exercise === null) return note
  const count = verdicts.checks.filter(({ isMet }) => isMet).length
  return (
    <Suspense fallback={note}>
      <CodePanel
        key={step.id}
        session={exercise.session}
        title={title}
        passed={judged === null ? null : { count, of: verdicts.checks.length }}
      />
    </Suspense>
  )
}
