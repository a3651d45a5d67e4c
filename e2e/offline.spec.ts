import { test as anyTest, type BrowserContext, type Page } from '@playwright/test'
import { expect, test } from './console-guard.ts'
import { openExercise, PUBLISH, status } from './exercise-page.ts'

test('after one visit every page works offline', async ({ page, context }) => {
  await visitAndGoOffline(page, context)
  for (const path of ['/', '/lessons/threads-and-processes', '/sandbox']) {
    await page.goto(`${path}?lang=uk`)
    await expect(page.locator('h1')).toBeVisible()
  }
  await page.getByRole('button', { name: 'Пуск', exact: true }).click()
  await page.getByRole('tab', { name: 'Графіки' }).click()
  await expect(page.locator('.uplot').first()).toBeVisible()
})

// What is not there is said on the console, by the browser.
anyTest('an exercise runs offline too, in the plain editor', async ({ page, context }) => {
  await visitAndGoOffline(page, context)
  const learner = await openExercise(page, PUBLISH, { isPlain: true })
  await learner.run()
  await expect(status(page)).toContainText('0 of 3 checks passed')
})

async function visitAndGoOffline(page: Page, context: BrowserContext): Promise<void> {
  await page.goto('/?lang=en')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  // The worker is ready once everything is kept; from the next load on it answers.
  await page.reload()
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
    .toBe(true)
  await context.setOffline(true)
}
