import { readFileSync } from 'node:fs'
import { readLesson, type Lesson } from '#lessons'
import { expect, test } from './console-guard.ts'
import { Learner, type Language } from './learner.ts'

const course = JSON.parse(readFileSync('lessons/course.json', 'utf8')) as {
  readonly lessons: readonly { readonly id: string; readonly title: Record<Language, string> }[]
}

for (const language of ['en', 'uk'] as const) {
  for (const { id, title } of course.lessons) {
    test(`a learner finishes "${title[language]}" (${id}, ${language})`, async ({ page }) => {
      const lesson = lessonOf(id)
      const learner = new Learner(page, language)
      await page.goto(`/lessons/${id}?lang=${language}`)
      for (const [index, step] of lesson.steps.entries()) {
        await learner.solve(lesson, step)
        if (index < lesson.steps.length - 1) await learner.button(learner.words.next).click()
      }
      await page.reload()
      const done = page.locator('.steps__step[data-done="true"]')
      await expect(done).toHaveCount(lesson.steps.length)
    })
  }
}

function lessonOf(id: string): Lesson {
  const read = readLesson(JSON.parse(readFileSync(`lessons/${id}/lesson.json`, 'utf8')))
  if (!read.ok) throw new Error(`Failed to read ${id}: ${read.problems.join('; ')}.`)
  return read.lesson
}
