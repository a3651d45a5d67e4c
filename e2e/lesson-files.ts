import { readFileSync } from 'node:fs'
import { readLesson, readLessonText, type Lesson, type LessonText } from '#lessons'
import type { Language } from './learner.ts'

/** A lesson as it stands in its folder. */
export function lessonOf(id: string): Lesson {
  const read = readLesson(JSON.parse(readFileSync(`lessons/${id}/lesson.json`, 'utf8')))
  if (!read.ok) throw new Error(`Failed to read ${id}: ${read.problems.join('; ')}.`)
  return read.lesson
}

/** A lesson's words, as Markdown. */
export function wordsOf(id: string, language: Language): LessonText {
  return readLessonText(readFileSync(`lessons/${id}/${language}.md`, 'utf8'))
}

/** The lessons in the order they are taken. */
export function courseLessons(): readonly {
  readonly id: string
  readonly title: Record<Language, string>
}[] {
  const { lessons } = JSON.parse(readFileSync('lessons/course.json', 'utf8')) as {
    readonly lessons: readonly { readonly id: string; readonly title: Record<Language, string> }[]
  }
  return lessons
}
