import type { LessonProgress, LessonStep } from '#lessons'
import { assign, setup } from 'xstate'

/** What a learner does in a lesson, and what the run shows. */
export type LessonEvent =
  | { readonly type: 'ANSWER'; readonly choice: string }
  /** Every check of the step holds at once. */
  | { readonly type: 'PASSED' }
  | { readonly type: 'NEXT' }
  | { readonly type: 'GO'; readonly step: string }
  /** Back to the step one left to look at another. */
  | { readonly type: 'RETURN' }
  | { readonly type: 'HINT' }
  | { readonly type: 'SHOW_SOLUTION' }

/** Where a learner stands in a lesson. */
export interface LessonContext {
  readonly steps: readonly LessonStep[]
  readonly current: LessonStep
  readonly doneSteps: readonly string[]
  readonly answers: Readonly<Record<string, string>>
  readonly hints: Readonly<Record<string, number>>
  readonly isSolutionShown: boolean
  /** The step one left to look at another; null when one is where one was. */
  readonly leftStep: string | null
}

export interface LessonInput {
  readonly steps: readonly [LessonStep, ...LessonStep[]]
  readonly progress: LessonProgress
}

/** The flow of a lesson: each step is predicted, then tried out until its checks hold. */
export const lessonMachine = setup({
  types: {
    context: {} as LessonContext,
    events: {} as LessonEvent,
    input: {} as LessonInput,
  },
  guards: {
    isDone: ({ context }) => context.doneSteps.includes(context.current.id),
    isPredicted: ({ context: { current, answers } }) =>
      current.prediction === null || answers[current.id] !== undefined,
    hasNext: ({ context }) => stepAfter(context) !== null,
  },
  actions: {
    go: assign((_, step: LessonStep) => ({ current: step, isSolutionShown: false })),
    remember: assign(({ context }) => ({ leftStep: context.leftStep ?? context.current.id })),
    forget: assign({ leftStep: null }),
    finish: assign(({ context: { doneSteps, current } }) => ({
      doneSteps: doneSteps.includes(current.id) ? doneSteps : [...doneSteps, current.id],
    })),
  },
}).createMachine({
  id: 'lesson',
  context: ({ input: { steps, progress } }) => ({
    steps,
    isSolutionShown: false,
    leftStep: null,
    doneSteps: progress.doneSteps,
    answers: progress.answers,
    hints: progress.hints,
    current: steps.find(({ id }) => id === progress.lastStep) ?? steps[0],
  }),
  initial: 'entering',
  on: {
    GO: {
      target: '.entering',
      actions: [
        'remember',
        {
          type: 'go',
          params: ({ context, event }) => stepCalled(context, event.step),
        },
      ],
    },
    RETURN: {
      target: '.entering',
      actions: [
        { type: 'go', params: ({ context }) => stepCalled(context, context.leftStep) },
        'forget',
      ],
    },
    HINT: {
      actions: assign(({ context: { hints, current } }) => ({
        hints: {
          ...hints,
          [current.id]: Math.min(current.hints, (hints[current.id] ?? 0) + 1),
        },
      })),
    },
    SHOW_SOLUTION: { actions: assign({ isSolutionShown: true }) },
  },
  states: {
    entering: {
      always: [
        { guard: 'isDone', target: 'done' },
        { guard: 'isPredicted', target: 'trying' },
        { target: 'predicting' },
      ],
    },
    predicting: {
      on: { ANSWER: { target: 'trying', actions: assign(answerOf) } },
    },
    trying: {
      on: {
        ANSWER: { actions: assign(answerOf) },
        PASSED: { target: 'done', actions: 'finish' },
      },
    },
    done: {
      on: {
        NEXT: {
          guard: 'hasNext',
          target: 'entering',
          actions: [
            { type: 'go', params: ({ context }) => stepAfter(context) ?? context.current },
            'forget',
          ],
        },
      },
    },
  },
})

/** The step after the current one; null at the end. */
export function stepAfter({ steps, current }: LessonContext): LessonStep | null {
  return steps[steps.indexOf(current) + 1] ?? null
}

function stepCalled({ steps, current }: LessonContext, id: string | null): LessonStep {
  return steps.find((step) => step.id === id) ?? current
}

interface AnswerArgs {
  readonly context: LessonContext
  readonly event: Extract<LessonEvent, { readonly type: 'ANSWER' }>
}

function answerOf({ context, event }: AnswerArgs): Pick<LessonContext, 'answers'> {
  return { answers: { ...context.answers, [context.current.id]: event.choice } }
}
