import type { Page } from '@playwright/test'
import { expect, test } from './console-guard.ts'

const PROGRESS = 'queue-workshop/progress'

test('a damaged link says so, in the language of the page, and the shop stays', async ({
  page,
}) => {
  await page.goto('/sandbox?lang=uk#w1.AAAAbrokenlink')
  await expect(page.getByRole('status').first()).toContainText('пошкоджен')
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
  await page.goto('/?lang=en')
  await page.goto('/sandbox?lang=en#w9.abcdef')
  await expect(page.getByRole('status').first()).toContainText('newer version')
  await page.goto('/?lang=en')
  await page.goto('/sandbox?lang=en#hello')
  await expect(page.getByRole('status').first()).toContainText('not a run of this workshop')
})

test('a damaged file says so, and nothing is lost', async ({ page }) => {
  await page.goto('/sandbox?lang=en')
  const nodes = 5
  await expect(page.locator('.react-flow__node')).toHaveCount(nodes)
  for (const text of ['', '{"format":', '{"format":"something else"}', '[1,2,3]']) {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open a file' }).click()
    await (
      await chooser
    ).setFiles({
      name: 'run.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    })
    await expect(page.getByRole('status').first()).toContainText('This is not a run')
    await expect(page.locator('.react-flow__node')).toHaveCount(nodes)
  }
})

test('a number that makes no sense is refused in a sentence', async ({ page }) => {
  await page.goto('/lessons/order-that-waits?lang=en')
  await page.getByRole('button', { name: /^Step 4/ }).click()
  const field = page.getByLabel('Interval, ms')
  for (const [text, sentence] of [
    ['-5', 'must lie between'],
    ['1e99', 'must lie between'],
    ['soon', 'is not a number'],
  ] as const) {
    await field.fill(text)
    await field.press('Enter')
    await expect(page.getByRole('alert')).toContainText(sentence)
  }
  await field.fill('700')
  await field.press('Enter')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page.getByText('every 0.7 s')).toBeVisible()
})

test('a queue that grows without end is stopped by a limit, with a sentence', async ({ page }) => {
  await page.goto('/sandbox?lang=uk')
  await page.getByRole('button', { name: 'producer-1', exact: true }).click()
  const rate = page.getByLabel('Замовлень за секунду')
  await rate.fill('10000')
  await rate.press('Enter')
  await page.getByLabel('Швидкість').selectOption('100')
  await page.getByRole('button', { name: 'Пуск', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Прогін зупинено', { timeout: 90_000 })
  await page.getByRole('button', { name: 'Почати цей прогін спочатку' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('damaged progress is put aside and told', async ({ page }) => {
  await page.addInitScript((key) => {
    if (sessionStorage.getItem('done') === null) localStorage.setItem(key, '{"version":1,"val')
    sessionStorage.setItem('done', 'yes')
  }, PROGRESS)
  await page.goto('/lessons/order-that-waits?lang=en')
  await expect(page.getByText('Your kept progress is damaged')).toBeVisible()
  const kept = await page.evaluate(() => Object.keys(localStorage).join())
  expect(kept, 'the unreadable text is kept').toContain('backup/progress')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText('Your kept progress is damaged')).toHaveCount(0)
})

for (const [name, reason] of [
  ['QuotaExceededError', 'storage is full'],
  ['SecurityError', 'storage is not allowed'],
] as const) {
  test(`a browser that keeps nothing is told (${name})`, async ({ page }) => {
    await refuseStorage(page, name)
    await page.goto('/lessons/order-that-waits?lang=en')
    await expect(page.getByText(`keeps nothing for this page (${reason})`)).toBeVisible()
    await page.getByRole('button', { name: 'Show the solution' }).click()
    await page.getByRole('button', { name: 'Play it from the start' }).click()
    await expect(page.getByText('Step done.')).toBeVisible({ timeout: 20_000 })
    await page.getByRole('link', { name: 'Sandbox' }).click()
    await page.getByRole('button', { name: 'queue', exact: true }).click()
    await expect(page.getByText('Save your shop to a file')).toBeVisible()
  })
}

async function refuseStorage(page: Page, name: string): Promise<void> {
  await page.addInitScript((errorName) => {
    Storage.prototype.setItem = () => {
      throw new DOMException('refused', errorName)
    }
  }, name)
}

test('an address that leads nowhere says so', async ({ page }) => {
  await page.goto('/lessons/order-that-waits?lang=en')
  await page.evaluate(() => {
    history.pushState(null, '', '/lessons/nothing-here')
    dispatchEvent(new PopStateEvent('popstate'))
  })
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
})
