import type { Page } from '@playwright/test'
import { expect, test } from './console-guard.ts'

/** Presses Tab until what has the focus fits, as somebody without a mouse does. */
async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement
      // A select stands inside its label: the label's own words come first in it.
      const words = isField ? element.labels?.[0]?.innerText.split('\n')[0] : element?.textContent
      return (element?.getAttribute('aria-label') ?? words ?? '').trim()
    })
    if (typeof name === 'string' ? focused === name : name.test(focused)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Failed to reach ${String(name)} with ${key}.`)
}

test('two steps of a lesson are taken with the keyboard alone', async ({ page }) => {
  await page.goto('/?lang=en')
  await tabTo(page, 'Start with the first lesson')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('One order')
  await tabTo(page, 'Place 1 order')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Play')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Step done.')).toBeVisible({ timeout: 30_000 })
  await tabTo(page, 'Next step')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await tabTo(page, /^Almost no time/)
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('input[value=half]')).toBeChecked()
  // A page of its own: the space bar plays, the arrows step.
  await tabTo(page, 'Step')
  await page.keyboard.press('Enter')
  const list = page.getByRole('list', { name: 'Checks' })
  await expect(list.getByRole('listitem').first()).toContainText('passed')
})

test('a worker is killed with the keyboard alone', async ({ page }) => {
  await page.goto('/lessons/worker-that-died?lang=en')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await tabTo(page, 'Stop or kill worker-1')
  await page.keyboard.press('Enter')
  await tabTo(page, /^SIGKILL/)
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-id=worker-1]')).toContainText('killed: SIGKILL')
})

test('a shop is built with the keyboard alone', async ({ page }) => {
  await page.goto('/sandbox?lang=en')
  await tabTo(page, 'Empty shop')
  await page.keyboard.press('Enter')
  for (const part of ['producer', 'queue', 'worker']) {
    await tabTo(page, part)
    await page.keyboard.press('Enter')
  }
  await expect(page.getByRole('combobox', { name: 'To' }).locator('option')).toHaveCount(3)
  // Each round goes one down in both lists: producer to queue, then queue to worker.
  for (let round = 0; round < 2; round++) {
    for (const list of ['From', 'To']) {
      await tabTo(page, list)
      await page.keyboard.press('ArrowDown')
    }
    await tabTo(page, 'Connect them')
    await page.keyboard.press('Enter')
  }
  await tabTo(page, 'Play')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('log', { name: 'Trace' })).toContainText('worker-1 starts on order 1')
})

test('the keys of time work anywhere on the page', async ({ page }) => {
  await page.goto('/lessons/order-that-waits?lang=en')
  await page.getByRole('heading', { level: 1 }).focus()
  const slider = page.getByRole('slider', { name: 'Timeline' })
  await page.keyboard.press('Shift+ArrowRight')
  await expect(slider).toHaveValue('1000000')
  await page.keyboard.press('ArrowRight')
  await expect(slider).not.toHaveValue('1000000')
  await page.keyboard.press('Home')
  await expect(slider).toHaveValue('0')
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})
