import { expect, it } from 'vitest'
import { noProgress, progressIn, readProgress, withDoneStep, withLesson } from './progress.ts'

const some = withLesson(withDoneStep(noProgress, 'one', 'first'), 'one', {
  version: 2,
  answers: { first: 'half' },
  hints: { first: 1 },
  lastStep: 'second',
})

it('progress survives being written down', () => {
  expect(readProgress(JSON.parse(JSON.stringify(some)))).toEqual(some)
})

it.each([
  ['nothing', null],
  ['a list', []],
  ['no lessons', { lastLesson: null }],
  ['a lesson that is a text', { lessons: { one: 'done' }, lastLesson: null }],
  [
    'a step that is a number',
    { lessons: { one: { ...progressIn(some, 'one'), doneSteps: [1] } }, lastLesson: null },
  ],
  [
    'hints that are texts',
    { lessons: { one: { ...progressIn(some, 'one'), hints: { a: 'b' } } }, lastLesson: null },
  ],
])('what is not progress is not read as progress (%s)', (_, value) => {
  expect(readProgress(value)).toBeNull()
})

it('a step done twice is done once, and the lesson is the last one', () => {
  const twice = withDoneStep(withDoneStep(noProgress, 'one', 'a'), 'one', 'a')
  expect(progressIn(twice, 'one').doneSteps).toEqual(['a'])
  expect(twice.lastLesson).toBe('one')
})

it('a lesson that was never opened has no steps done', () => {
  expect(progressIn(some, 'other').doneSteps).toEqual([])
})
