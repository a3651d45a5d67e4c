import { Check } from 'lucide-react'
import type { LessonStep } from '#lessons'
import { useText } from '../i18n/text.ts'

interface StepNavProps {
  readonly steps: readonly LessonStep[]
  readonly current: LessonStep
  readonly doneSteps: readonly string[]
  readonly titleOf: (step: LessonStep) => string
  go(step: string): void
}

/** All steps of the lesson, which are done, and where one is. */
export function StepNav({ steps, current, doneSteps, titleOf, go }: StepNavProps) {
  const { t } = useText()
  return (
    <nav aria-label={t('lesson.steps')}>
      <ol className="steps">
        {steps.map((step, index) => {
          const isDone = doneSteps.includes(step.id)
          const name = t(isDone ? 'lesson.stepDone' : 'lesson.step', {
            number: index + 1,
            title: titleOf(step),
          })
          return (
            <li key={step.id}>
              <button
                type="button"
                className="steps__step"
                data-done={isDone}
                aria-label={name}
                title={name}
                {...(step === current ? { 'aria-current': 'step' } : {})}
                onClick={() => {
                  go(step.id)
                }}
              >
                {isDone ? <Check size={14} aria-hidden /> : index + 1}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
