import { useMachine } from '@xstate/react'
import { ArrowRight, Undo2 } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { progressIn, type Course } from '#lessons'
import { assert } from '#std'
import { useText } from '../i18n/text.ts'
import { Workbench } from '../workbench/workbench.tsx'
import { LessonEnd } from './lesson-end.tsx'
import { lessonMachine, stepAfter } from './lesson-machine.ts'
import type { LoadedLesson, ProgressKeeper } from './lesson-ports.ts'
import { InlineProse, Prose } from './prose.tsx'
import { StepChecks } from './step-checks.tsx'
import { StepControls } from './step-controls.tsx'
import { StepHelp } from './step-help.tsx'
import { StepNav } from './step-nav.tsx'
import { StepPrediction } from './step-prediction.tsx'
import { useKeptProgress } from './use-kept-progress.ts'
import { useLessonRun } from './use-lesson-run.ts'
import { useVerdicts } from './use-verdicts.ts'

interface LessonPlayerProps {
  readonly loaded: LoadedLesson
  readonly course: Course
  readonly keeper: ProgressKeeper
}

/** A lesson being taken: the words at the left, the run beside them. */
export function LessonPlayer({ loaded, course, keeper }: LessonPlayerProps) {
  const { lesson, text } = loaded
  const { t, language } = useText()
  const kept = useMemo(() => keeper.read(), [keeper])
  const progress = progressIn(kept.progress, lesson.id)
  const [first, ...rest] = lesson.steps
  assert(first !== undefined, 'a lesson has a step')
  const [state, send] = useMachine(lessonMachine, { input: { steps: [first, ...rest], progress } })
  const { context } = state
  const { current } = context
  const answer = context.answers[current.id] ?? null
  const run = useLessonRun(lesson, current)
  const verdicts = useVerdicts(current, answer, run.staleTrace)
  const refusal = useKeptProgress(keeper, lesson, context)
  const isDone = state.matches('done')
  useEffect(() => {
    if (verdicts.isPassed) send({ type: 'PASSED' })
  }, [verdicts.isPassed, send])

  const title = useRef<HTMLHeadingElement>(null)
  const shownStep = useRef(current)
  useEffect(() => {
    if (shownStep.current !== current) title.current?.focus()
    shownStep.current = current
  }, [current])

  const say = (key: string) => text[`${current.id}.${key}`] ?? ''
  const entry = course.lessons.find(({ id }) => id === lesson.id)
  const firstMissing = verdicts.checks.findIndex((verdict) => !verdict.isMet)
  const missing = current.checks[firstMissing]
  return (
    <Workbench sideName={t('lesson.name')}>
      <div className="lesson">
        <header className="lesson__head">
          <p className="lesson__of">{entry?.title[language]}</p>
          <StepNav
            steps={lesson.steps}
            current={current}
            doneSteps={context.doneSteps}
            titleOf={(step) => text[`${step.id}.title`] ?? ''}
            go={(step) => {
              send({ type: 'GO', step })
            }}
          />
        </header>
        <div className="lesson__body">
          {kept.problem !== null && (
            <p className="lesson__notice" role="status">
              {t(kept.problem)}
            </p>
          )}
          {refusal !== null && (
            <p className="lesson__notice" role="status">
              {t('lesson.notKept', { reason: t(`reason.${refusal}`) })}
            </p>
          )}
          {progress.version !== 0 && progress.version !== lesson.version && (
            <p className="lesson__notice" role="status">
              {t('lesson.changed')}
            </p>
          )}
          <h1 ref={title} tabIndex={-1}>
            {say('title')}
          </h1>
          <Prose html={say('text')} />
          {current.prediction !== null && (
            <StepPrediction
              key={current.id}
              prediction={current.prediction}
              answer={answer}
              isRevealed={isDone}
              say={say}
              choose={(choice) => {
                send({ type: 'ANSWER', choice })
              }}
            />
          )}
          {current.controls.length > 0 && <StepControls controls={current.controls} />}
          <StepChecks
            key={`checks ${current.id}`}
            step={current}
            verdicts={verdicts}
            isDone={isDone}
            say={say}
          />
          {verdicts.mistake !== null && !isDone && (
            <div className="lesson__mistake" role="status">
              <Prose html={say(`mistake.${verdicts.mistake}`)} />
            </div>
          )}
          {isDone && (
            <section className="lesson__explain" aria-label={t('lesson.explain')}>
              <h2 className="lesson__label">{t('lesson.explain')}</h2>
              <Prose html={say('explain')} />
            </section>
          )}
          {isDone && stepAfter(context) === null && (
            <LessonEnd course={course} lesson={lesson.id} doneSteps={context.doneSteps} />
          )}
          {!isDone && (
            <StepHelp
              step={current}
              hints={context.hints[current.id] ?? 0}
              isSolutionShown={context.isSolutionShown}
              say={say}
              openHint={() => {
                send({ type: 'HINT' })
              }}
              showSolution={() => {
                send({ type: 'SHOW_SOLUTION' })
              }}
              playSolution={() => {
                if (answer === null && current.prediction !== null) {
                  send({ type: 'ANSWER', choice: current.prediction.answer })
                }
                run.playSolution()
              }}
            />
          )}
        </div>
        <footer className="lesson__foot">
          {context.leftStep !== null && context.leftStep !== current.id && (
            <button
              type="button"
              className="button button--quiet button--small"
              onClick={() => {
                send({ type: 'RETURN' })
              }}
            >
              <Undo2 size={14} aria-hidden />
              {t('lesson.return')}
            </button>
          )}
          <p className="lesson__todo" role="status">
            {isDone && t('lesson.done')}
            {state.matches('predicting') && t('lesson.todoPredict')}
            {state.matches('trying') && missing !== undefined && (
              <>
                <strong>{t('lesson.todo')}</strong>{' '}
                <InlineProse html={say(`check.${missing.id}.missing`)} />
              </>
            )}
          </p>
          {stepAfter(context) !== null && (
            <button
              type="button"
              className={isDone ? 'button button--primary' : 'button'}
              disabled={!isDone}
              onClick={() => {
                send({ type: 'NEXT' })
              }}
            >
              {t('lesson.next')}
              <ArrowRight size={16} aria-hidden />
            </button>
          )}
        </footer>
      </div>
    </Workbench>
  )
}
