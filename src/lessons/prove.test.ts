import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { assert } from '#std'
import type { Lesson, LessonStep } from './lesson.ts'
import { proveLesson } from './prove.ts'
import { readLesson } from './read-lesson.ts'

const read = readLesson(JSON.parse(readFileSync('lessons/worker-that-died/lesson.json', 'utf8')))
assert(read.ok, 'the lesson can be read')
const { lesson } = read

function withStep(change: (step: LessonStep) => Partial<LessonStep>): Lesson {
  const [first] = lesson.steps
  assert(first !== undefined, 'a lesson has a step')
  return { ...lesson, steps: [{ ...first, ...change(first) }] }
}

it('a lesson that is right has nothing to complain about', () => {
  const { proved, failures } = proveLesson(lesson)
  expect(failures).toEqual([])
  expect(proved).toBeGreaterThan(50)
})

it.each<[name: string, change: (step: LessonStep) => Partial<LessonStep>, complaint: RegExp]>([
  [
    'a start that passes',
    () => ({ checks: [{ id: 'now', predicate: { type: 'time', atLeast: 0 } }] }),
    /the start fails a check/,
  ],
  [
    'a solution that does not pass',
    ({ solution }) => ({ solution: solution.slice(0, -1) }),
    /the solution passes/,
  ],
  [
    'an action too many',
    ({ solution }) => ({ solution: [...solution, { until: 20 }] }),
    /action 4 .* matters|action 5 .* matters/,
  ],
  [
    'a mistake nobody makes',
    ({ mistakes }) => ({ mistakes: mistakes.map((one) => ({ ...one, sample: [] })) }),
    /recognised alone/,
  ],
  [
    'a solution taken for a mistake',
    ({ mistakes }) => ({
      mistakes: mistakes.map((one) => ({
        ...one,
        predicate: { type: 'time', atLeast: 0 } as const,
      })),
    }),
    /not taken for mistake/,
  ],
])('a lesson that is wrong is told so (%s)', (_, change, complaint) => {
  expect(proveLesson(withStep(change)).failures.join('\n')).toMatch(complaint)
})

it('a lesson with an unknown kind of fact or key is refused', () => {
  const broken = JSON.parse(JSON.stringify(lesson)) as { steps: { checks: unknown[] }[] }
  broken.steps[0]?.checks.push({ id: 'x', predicate: { type: 'count', fact: { kind: 'no.such' } } })
  expect(readLesson(broken).ok).toBe(false)
  expect(readLesson({ ...lesson, surprise: 1 }).ok).toBe(false)
})
