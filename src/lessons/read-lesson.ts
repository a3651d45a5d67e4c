import * as v from 'valibot'
import type { Lesson } from './lesson.ts'
import { lessonSchema } from './lesson-schema.ts'

/** What came of reading a lesson's JSON. */
export type ReadLesson =
  | { readonly ok: true; readonly lesson: Lesson }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Reads a lesson's JSON; each problem says where it is. */
export function readLesson(value: unknown): ReadLesson {
  const result = v.safeParse(lessonSchema, value)
  if (result.success) return { ok: true, lesson: result.output }
  const problems = result.issues.map(
    (issue) => `${v.getDotPath(issue) ?? 'lesson'}: ${issue.message}`,
  )
  return { ok: false, problems }
}
