import * as v from 'valibot'

/** The languages every lesson is written in. */
export const lessonLanguages = ['en', 'uk'] as const

/** A language every lesson is written in. */
export type LessonLanguage = (typeof lessonLanguages)[number]

/** The lessons in the order they are taken, with what a list of them shows. */
export interface Course {
  readonly lessons: readonly CourseLesson[]
}

/** A lesson as a list shows it. */
export interface CourseLesson {
  readonly id: string
  /** How long it takes, roughly. */
  readonly minutes: number
  readonly steps: number
  readonly title: Readonly<Record<LessonLanguage, string>>
  readonly summary: Readonly<Record<LessonLanguage, string>>
}

const words = v.strictObject({ en: v.string(), uk: v.string() })

const courseSchema = v.strictObject({
  lessons: v.array(
    v.strictObject({
      id: v.string(),
      minutes: v.number(),
      steps: v.number(),
      title: words,
      summary: words,
    }),
  ),
})

/** Reads the course's JSON; null when it is not one. */
export function readCourse(value: unknown): Course | null {
  const result = v.safeParse(courseSchema, value)
  return result.success ? result.output : null
}
