import * as v from 'valibot'

/** How far a learner has come in one lesson. Steps are named by id, so a new one moves nobody's progress. */
export interface LessonProgress {
  /** The lesson's version when it was last open. */
  readonly version: number
  readonly doneSteps: readonly string[]
  /** The predictions given, by step. */
  readonly answers: Readonly<Record<string, string>>
  /** How many hints were opened, by step. */
  readonly hints: Readonly<Record<string, number>>
  /** The step one was at. */
  readonly lastStep: string | null
}

/** The whole course, as one learner stands in it. */
export interface Progress {
  readonly lessons: Readonly<Record<string, LessonProgress>>
  readonly lastLesson: string | null
}

export const noProgress: Progress = { lessons: {}, lastLesson: null }

const NO_LESSON: LessonProgress = {
  version: 0,
  doneSteps: [],
  answers: {},
  hints: {},
  lastStep: null,
}

const lessonProgress = v.strictObject({
  version: v.number(),
  doneSteps: v.array(v.string()),
  answers: v.record(v.string(), v.string()),
  hints: v.record(v.string(), v.number()),
  lastStep: v.nullable(v.string()),
})

const schema = v.strictObject({
  lessons: v.record(v.string(), lessonProgress),
  lastLesson: v.nullable(v.string()),
})

/** Reads kept progress; null when it is not what it should be. */
export function readProgress(value: unknown): Progress | null {
  const result = v.safeParse(schema, value)
  return result.success ? result.output : null
}

/** How far one has come in a lesson; nowhere, when it was never opened. */
export function progressIn(progress: Progress, lesson: string): LessonProgress {
  return progress.lessons[lesson] ?? NO_LESSON
}

/** The progress with one lesson's part changed, and that lesson as the last. */
export function withLesson(
  progress: Progress,
  lesson: string,
  change: Partial<LessonProgress>,
): Progress {
  const changed = { ...progressIn(progress, lesson), ...change }
  return { lessons: { ...progress.lessons, [lesson]: changed }, lastLesson: lesson }
}

/** The progress with a step done; done once is done. */
export function withDoneStep(progress: Progress, lesson: string, step: string): Progress {
  const { doneSteps } = progressIn(progress, lesson)
  if (doneSteps.includes(step)) return progress
  return withLesson(progress, lesson, { doneSteps: [...doneSteps, step] })
}
