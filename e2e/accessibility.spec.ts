import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './console-guard.ts'
import { openExercise, PUBLISH } from './exercise-page.ts'

const PAGES = ['/', '/lessons/order-that-waits', '/lessons/worker-that-died', '/sandbox']

for (const theme of ['light', 'dark'] as const) {
  for (const path of PAGES) {
    test(`${path} has no serious finding (${theme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme })
      await page.goto(`${path}?lang=uk`)
      await expect(page.locator('h1')).toBeVisible()
      await expectAccessible(page)
    })
  }
}

test('a run in full swing has no serious finding, with its details and every tab', async ({
  page,
}) => {
  await page.goto('/lessons/wake-me-when-there-is-work?lang=en')
  await page.getByRole('button', { name: 'Place 10 orders' }).click()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await page
    .getByRole('button', { name: /^Order 3,/ })
    .first()
    .click()
  await expect(page.getByText('Why?').first()).toBeVisible()
  await page.getByRole('button', { name: 'Pause' }).click()
  for (const tab of ['Trace', 'Ledger', 'Charts']) {
    await page.getByRole('tab', { name: tab }).click()
    await expectAccessible(page)
  }
})

test('a finished step and an open menu have no serious finding on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/lessons/order-that-waits?lang=en')
  await page.getByRole('button', { name: 'Show the solution' }).click()
  await page.getByRole('button', { name: 'Play it from the start' }).click()
  await expect(page.getByText('Step done.')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Stop or kill web' }).click()
  await expectAccessible(page)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width, 'nothing sticks out at the side').toBeLessThanOrEqual(390)
})

for (const theme of ['light', 'dark'] as const) {
  test(`an exercise has no serious finding, run and compared (${theme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme })
    const learner = await openExercise(page, PUBLISH)
    await learner.writeFile('throw new Error()\n')
    await learner.run()
    await expect(page.locator('.report')).toContainText('Error')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Compare' }).click()
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'Load' }).click()
    await expectAccessible(page)
  })
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
  expect(grave).toEqual([])
}
