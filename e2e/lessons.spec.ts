import { expect, test } from './console-guard.ts'
import { Learner } from './learner.ts'
import { courseLessons, lessonOf } from './lesson-files.ts'

for (const language of ['en', 'uk'] as const) {
  for (const { id, title } of courseLessons()) {
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
