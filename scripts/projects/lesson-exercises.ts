import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCourse, readLesson, shopOf } from '#lessons'
import { readExerciseCode } from '../lessons/read-code.ts'
import type { ProjectCase } from './fixture-exercises.ts'

/**
 * Every exercise of the course with its solution.
 *
 * @throws Error when a lesson cannot be read; `npm run lessons:check` says more.
 */
export function lessonExercises(): readonly ProjectCase[] {
  const course = readCourse(readJson('lessons/course.json'))
  if (course === null) throw new Error('Failed to read lessons/course.json: it is not a course.')
  return course.lessons.flatMap(({ id }) => exercisesOf(id))
}

function exercisesOf(id: string): readonly ProjectCase[] {
  const read = readLesson(readJson(join('lessons', id, 'lesson.json')))
  if (!read.ok) throw new Error(`Failed to read lesson ${id}: ${read.problems.join('; ')}.`)
  const { lesson } = read
  return lesson.steps.flatMap((step) => {
    const { exercise, seed } = step
    if (exercise === undefined) return []
    const folder = join('lessons', id, 'code', step.id)
    const files = readExerciseCode(folder, exercise, []).code.solution
    return [{ name: `${id} ${step.id}`, exercise, definition: shopOf(lesson, step), seed, files }]
  })
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
