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

/** Where everybody begins. */
export const noProgress: Progress = { lessons: {}, lastLesson: null }

const NO_LESSON: LessonProgress = {
  version: 0,
  doneSteps: [],
  answers: {},
  hints: {},
  lastStep: null,
}

/**
 * Reads kept progress; null when it is not what it should be. By hand, because it is part of the
 * first load, and the schema library is not.
 */
export function readProgress(value: unknown): Progress | null {
  if (!isRecord(value) || !isRecord(value['lessons'])) return null
  const { lastLesson, lessons } = value
  if (lastLesson !== null && typeof lastLesson !== 'string') return null
  const read: Record<string, LessonProgress> = {}
  for (const [id, one] of Object.entries(lessons)) {
    const lesson = readLessonProgress(one)
    if (lesson === null) return null
    read[id] = lesson
  }
  return { lessons: read, lastLesson }
}

function readLessonProgress(value: unknown): LessonProgress | null {
  if (!isRecord(value)) return null
  const { version, doneSteps, answers, hints, lastStep } = value
  const isWhole =
    typeof version === 'number' &&
    Array.isArray(doneSteps) &&
    doneSteps.every((step) => typeof step === 'string') &&
    isRecordOf(answers, 'string') &&
    isRecordOf(hints, 'number') &&
    (lastStep === null || typeof lastStep === 'string')
  return isWhole ? ({ version, doneSteps, answers, hints, lastStep } as LessonProgress) : null
}

function isRecordOf(value: unknown, type: 'string' | 'number'): boolean {
  return isRecord(value) && Object.values(value).every((one) => typeof one === type)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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
