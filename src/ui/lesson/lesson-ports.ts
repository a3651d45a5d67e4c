import type { Course, Lesson, LessonText, Progress } from '#lessons'
import type { Language } from '../i18n/text.ts'

/** A lesson with its words in one language, as HTML. */
export interface LoadedLesson {
  readonly lesson: Lesson
  readonly text: LessonText
}

/** Where lessons come from. */
export interface LessonLibrary {
  readonly course: Course
  /** A lesson of the course. */
  load(id: string, language: Language): Promise<LoadedLesson>
}

/** Where progress is kept between visits. */
export interface ProgressKeeper {
  /** The progress kept; `problem` is the key of a sentence when there was one that cannot be used. */
  read(): { readonly progress: Progress; readonly problem: string | null }
  /** @returns why it could not be kept, or null when it was. */
  write(progress: Progress): 'refused' | 'full' | null
}
