import { lazy, Suspense, useEffect, useRef } from 'react'
import type { LessonStep } from '#lessons'
import type { JudgedRun } from '../exercise/code-runner.ts'
import { loadTexts, useText } from '../i18n/text.ts'
import type { LessonContext, LessonEvent } from './lesson-machine.ts'
import { Prose } from './prose.tsx'
import { Revealed } from './revealed.tsx'
import { StepChecks } from './step-checks.tsx'
import { StepHelp } from './step-help.tsx'
import { StepPrediction } from './step-prediction.tsx'
import type { StepVerdicts } from './use-verdicts.ts'

// With the fields comes the check of what is written into them; few steps need it.
const StepControls = lazy(async () => {
  const [{ StepControls: loaded }] = await Promise.all([
    import('./step-controls.tsx'),
    loadTexts('settings'),
  ])
  return { default: loaded }
})

interface StepBodyProps {
  readonly context: LessonContext
  readonly isDone: boolean
  readonly verdicts: StepVerdicts
  /** The run of code that was judged; null where the stage's run is. */
  readonly judged: JudgedRun | null
  /** The words of the step, by key. */
  readonly say: (key: string) => string
  send(event: LessonEvent): void
  playSolution(): void
}

/** A step from its title to its help: read, predict, change, check, see why. */
export function StepBody(props: StepBodyProps) {
  const { context, isDone, verdicts, judged, say, send, playSolution } = props
  const { t } = useText()
  const step: LessonStep = context.current
  const answer = context.answers[step.id] ?? null
  return (
    <>
      <StepTitle step={step} title={say('title')} />
      <Prose html={say('text')} />
      {step.prediction !== null && (
        <StepPrediction
          key={step.id}
          prediction={step.prediction}
          answer={answer}
          isRevealed={isDone}
          say={say}
          choose={(choice) => {
            send({ type: 'ANSWER', choice })
          }}
        />
      )}
      {step.controls.length > 0 && (
        <Suspense fallback={null}>
          <StepControls controls={step.controls} />
        </Suspense>
      )}
      <StepChecks
        key={`checks ${step.id}`}
        step={step}
        verdicts={verdicts}
        judged={judged}
        isDone={isDone}
        say={say}
      />
      {verdicts.mistake !== null && !isDone && (
        <Revealed key={verdicts.mistake}>
          <div className="lesson__mistake" role="status">
            <Prose html={say(`mistake.${verdicts.mistake}`)} />
          </div>
        </Revealed>
      )}
      {isDone && (
        <Revealed key={`explain ${step.id}`}>
          <section className="lesson__explain" aria-label={t('lesson.explain')}>
            <h2 className="lesson__label">{t('lesson.explain')}</h2>
            <Prose html={say('explain')} />
          </section>
        </Revealed>
      )}
      {!isDone && (
        <StepHelp
          step={step}
          hints={context.hints[step.id] ?? 0}
          isSolutionShown={context.isSolutionShown}
          say={say}
          openHint={() => {
            send({ type: 'HINT' })
          }}
          showSolution={() => {
            send({ type: 'SHOW_SOLUTION' })
          }}
          playSolution={playSolution}
        />
      )}
    </>
  )
}

/** A new step takes the focus, so that a keyboard and a screen reader go on where it begins. */
function StepTitle({ step, title }: { readonly step: LessonStep; readonly title: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current !== step) heading.current?.focus()
    shown.current = step
  }, [step])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  )
}
