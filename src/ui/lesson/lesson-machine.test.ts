import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createActor } from 'xstate'
import { noProgress, progressIn, readLesson, type LessonProgress, type LessonStep } from '#lessons'
import { assert } from '#std'
import { lessonMachine } from './lesson-machine.ts'

const read = readLesson(JSON.parse(readFileSync('lessons/order-that-waits/lesson.json', 'utf8')))
assert(read.ok, 'the lesson can be read')
const [first, ...rest] = read.lesson.steps
assert(first !== undefined, 'the lesson has a step')
const steps: readonly [LessonStep, ...LessonStep[]] = [first, ...rest]

function start(progress: Partial<LessonProgress> = {}) {
  const input = { steps, progress: { ...progressIn(noProgress, 'x'), ...progress } }
  const actor = createActor(lessonMachine, { input })
  actor.start()
  const state = () => {
    const { value, context } = actor.getSnapshot()
    return `${context.current.id} ${value}`
  }
  return { actor, state }
}

it('a step without a question is tried at once, one with a question is predicted first', () => {
  const { actor, state } = start()
  expect(state()).toBe('one-order trying')
  actor.send({ type: 'PASSED' })
  expect(state()).toBe('one-order done')
  actor.send({ type: 'NEXT' })
  expect(state()).toBe('how-long predicting')
  actor.send({ type: 'PASSED' })
  expect(state()).toBe('how-long predicting')
  actor.send({ type: 'ANSWER', choice: 'half' })
  expect(state()).toBe('how-long trying')
})

it('one begins where one was', () => {
  const { state } = start({ lastStep: 'how-long', doneSteps: ['one-order'] })
  expect(state()).toBe('how-long predicting')
})

it('progress of a step that is no longer there begins at the first', () => {
  expect(start({ lastStep: 'gone' }).state()).toBe('one-order trying')
})

it('next leads on only from a step that is done, and nowhere from the last', () => {
  const { actor, state } = start()
  actor.send({ type: 'NEXT' })
  expect(state()).toBe('one-order trying')
  const last = start({ lastStep: 'mail-inside', doneSteps: ['mail-inside'] })
  last.actor.send({ type: 'NEXT' })
  expect(last.state()).toBe('mail-inside done')
})

it('looking at other steps keeps the way back to the first one left', () => {
  const { actor, state } = start()
  actor.send({ type: 'GO', step: 'how-long' })
  actor.send({ type: 'GO', step: 'mail-inside' })
  expect(state()).toBe('mail-inside predicting')
  actor.send({ type: 'RETURN' })
  expect(state()).toBe('one-order trying')
  expect(actor.getSnapshot().context.leftStep).toBeNull()
})

it('there are no more hints than the step has', () => {
  const { actor } = start()
  for (let count = 0; count < 5; count++) actor.send({ type: 'HINT' })
  expect(actor.getSnapshot().context.hints).toEqual({ 'one-order': first?.hints })
})

it('a step done twice is done once', () => {
  const { actor } = start({ doneSteps: ['one-order'] })
  actor.send({ type: 'GO', step: 'one-order' })
  expect(actor.getSnapshot().context.doneSteps).toEqual(['one-order'])
})
