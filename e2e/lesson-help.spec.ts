import { expect, test } from './console-guard.ts'

test('hints come one by one, then the solution, and it can be played', async ({ page }) => {
  await page.goto('/lessons/worker-that-died?lang=en')
  await page.getByRole('button', { name: 'Hint 1 of 2' }).click()
  await expect(page.getByText('kill it at leisure')).toBeVisible()
  await page.getByRole('button', { name: 'Hint 2 of 2' }).click()
  await expect(page.getByRole('button', { name: /^Hint/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Show the solution' }).click()
  await page.getByRole('button', { name: 'Play it from the start' }).click()
  await expect(page.getByText('Step done.')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible()
})

test('a foreseen mistake has words of its own, in the language of the page', async ({ page }) => {
  await page.goto('/lessons/worker-that-died?lang=uk')
  await page.getByRole('button', { name: 'Зупинити або вбити worker-1' }).click()
  await page.getByRole('button', { name: /^SIGTERM/ }).click()
  await page.getByRole('button', { name: 'Крок', exact: true }).click()
  await expect(page.getByText('SIGTERM дає worker’ові доробити почате')).toBeVisible()
  await page.getByRole('button', { name: 'EN', exact: true }).click()
  await expect(page.getByText('SIGTERM lets the worker finish')).toBeVisible()
})

test('a check shows the instant that decided it, and the way back', async ({ page }) => {
  await page.goto('/lessons/order-that-waits?lang=en')
  await page.getByRole('button', { name: 'Show the solution' }).click()
  await page.getByRole('button', { name: 'Play it from the start' }).click()
  await expect(page.getByText('Step done.')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Pause' }).click()
  const slider = page.getByRole('slider', { name: 'Timeline' })
  const before = await slider.inputValue()
  const mailed = page.getByRole('listitem').filter({ hasText: 'The customer has the e' })
  await mailed.getByRole('button', { name: 'Show the instant that decided it' }).click()
  await expect(slider).not.toHaveValue(before)
  await page.getByRole('button', { name: 'Back to the instant I was at' }).click()
  await expect(slider).toHaveValue(before)
})

test('one looks at another step and comes back to where one was', async ({ page }) => {
  await page.goto('/lessons/order-that-waits?lang=en')
  await page.getByRole('button', { name: /^Step 3/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Questions at night')
  await page.getByRole('button', { name: 'Back to where I was' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('One order')
  await expect(page.getByRole('button', { name: 'Back to where I was' })).toHaveCount(0)
})

test('a lesson is continued where it was left', async ({ page }) => {
  await page.goto('/lessons/order-that-waits?lang=en')
  await page.getByRole('button', { name: /^Step 2/ }).click()
  await page.getByRole('radio', { name: /^Two seconds/ }).check()
  await page.goto('/?lang=en')
  await page.getByRole('link', { name: 'Continue: The order that waits' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('How long')
  await expect(page.getByRole('radio', { name: /^Two seconds/ })).toBeChecked()
})

test('an order’s journey answers “why?” back to its beginning', async ({ page }) => {
  await page.goto('/lessons/wake-me-when-there-is-work?lang=en')
  await page.getByRole('button', { name: 'Place 1 order' }).click()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await page
    .getByRole('button', { name: /^Order 1,/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Pause' }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('button', { name: 'Why?' }).last().click()
  await expect(details).toContainText('You: orders placed')
})
