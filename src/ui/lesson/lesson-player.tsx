import { useMachine } from '@xstate/react'
import { useEffect, useMemo } from 'react'
import { progressIn, type Course, type Lesson, type LessonProgress } from '#lessons'
import { assert } from '#std'
import { useText } from '../i18n/text.ts'
import { Workbench } from '../workbench/workbench.tsx'
import { LessonEnd } from './lesson-end.tsx'
import { LessonFoot } from './lesson-foot.tsx'
import { lessonMachine, stepAfter, type LessonInput } from './lesson-machine.ts'
import { LessonNotices } from './lesson-notices.tsx'
import type { LoadedLesson, ProgressKeeper } from './lesson-ports.ts'
import { InlineProse } from './prose.tsx'
import { StepBody } from './step-body.tsx'
import { StepCode } from './step-code.tsx'
import { StepNav } from './step-nav.tsx'
import { useKeptProgress } from './use-kept-progress.ts'
import { useLessonRun } from './use-lesson-run.ts'
import { useStepVerdicts } from './use-step-verdicts.ts'

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
  const [state, send] = useMachine(lessonMachine, { input: inputOf(lesson, progress) })
  const { context } = state
  const { current } = context
  const answer = context.answers[current.id] ?? null
  const run = useLessonRun(lesson, current)
  const evidence = useStepVerdicts(lesson, current, answer, run.staleTrace)
  const { verdicts, exercise } = evidence
  const refusal = useKeptProgress(keeper, lesson, context)
  const isDone = state.matches('done')
  useEffect(() => {
    if (verdicts.isPassed) send({ type: 'PASSED' })
  }, [verdicts.isPassed, send])
  const playSolution = () => {
    const { prediction } = current
    if (answer === null && prediction !== null) send({ type: 'ANSWER', choice: prediction.answer })
    if (exercise === null) run.playSolution()
    else void exercise.session.runSolution()
  }

  const say = (key: string) => text[`${current.id}.${key}`] ?? ''
  const missing = current.checks.find((_, index) => verdicts.checks[index]?.isMet !== true)
  const hasNext = stepAfter(context) !== null
  return (
    <Workbench
      sideName={t('lesson.name')}
      {...(current.exercise === undefined ? {} : { players: current.exercise.players })}
      code={
        current.exercise === undefined ? null : (
          <StepCode step={current} title={say('title')} evidence={evidence} />
        )
      }
    >
      <div className="lesson">
        <header className="lesson__head">
          <p className="lesson__of">
            {course.lessons.find(({ id }) => id === lesson.id)?.title[language]}
          </p>
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
          <LessonNotices
            lesson={lesson}
            progress={progress}
            problem={kept.problem}
            refusal={refusal}
          />
          <StepBody
            context={context}
            isDone={isDone}
            verdicts={verdicts}
            judged={evidence.judged}
            say={say}
            send={send}
            playSolution={playSolution}
          />
          {isDone && !hasNext && (
            <LessonEnd course={course} lesson={lesson.id} doneSteps={context.doneSteps} />
          )}
        </div>
        <LessonFoot
          isDone={isDone}
          hasNext={hasNext}
          isAway={context.leftStep !== null && context.leftStep !== current.id}
          goOn={() => {
            send({ type: 'NEXT' })
          }}
          goBack={() => {
            send({ type: 'RETURN' })
          }}
        >
          {isDone && t('lesson.done')}
          {state.matches('predicting') && t('lesson.todoPredict')}
          {state.matches('trying') && missing !== undefined && (
            <>
              <strong>{t('lesson.todo')}</strong>{' '}
              <InlineProse html={say(`check.${missing.id}.missing`)} />
            </>
          )}
        </LessonFoot>
      </div>
    </Workbench>
  )
}

function inputOf({ steps: [first, ...rest] }: Lesson, progress: LessonProgress): LessonInput {
  assert(first !== undefined, 'a lesson has a step')
  return { steps: [first, ...rest], progress }
}
