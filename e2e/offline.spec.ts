import { expect, test } from './console-guard.ts'

test('after one visit every page works offline', async ({ page, context }) => {
  await page.goto('/?lang=en')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  // The worker is ready once everything is kept; from the next load on it answers.
  await page.reload()
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
    .toBe(true)
  await context.setOffline(true)
  for (const path of ['/', '/lessons/threads-and-processes', '/sandbox']) {
    await page.goto(`${path}?lang=uk`)
    await expect(page.locator('h1')).toBeVisible()
  }
  await page.getByRole('button', { name: 'Пуск', exact: true }).click()
  await page.getByRole('tab', { name: 'Графіки' }).click()
  await expect(page.locator('.uplot').first()).toBeVisible()
})
