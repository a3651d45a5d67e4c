import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './console-guard.ts'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('a shop is built, changed, undone and kept', async ({ page }) => {
  await page.goto('/sandbox?lang=en')
  await page.getByRole('button', { name: 'Empty shop' }).click()
  await expect(page.locator('.react-flow__node')).toHaveCount(0)
  for (const part of ['producer', 'exchange', 'queue', 'worker']) {
    await page.getByRole('button', { name: part, exact: true }).click()
  }
  await expect(page.locator('.react-flow__node')).toHaveCount(4)
  for (const [from, to, key] of [
    ['producer', 'exchange', ''],
    ['exchange', 'queue', 'a'],
    ['exchange', 'queue', 'b'],
    ['queue', 'worker', ''],
  ] as const) {
    await choose(page, 'From', from)
    await choose(page, 'To', to)
    await page.getByLabel('Routing key').fill(key)
    await page.getByRole('button', { name: 'Connect them' }).click()
  }
  await expect(page.locator('.wire--binding')).toHaveCount(2)
  await page.getByRole('button', { name: 'Undo the last action' }).click()
  await page.getByRole('button', { name: 'Undo the last action' }).click()
  await expect(page.locator('.wire--binding')).toHaveCount(1)
  await page.waitForTimeout(800)
  await page.reload()
  await expect(page.locator('.react-flow__node')).toHaveCount(4)
  await expect(page.locator('.wire--binding')).toHaveCount(1)
})

test('a shop with dead letters is built by hand, and what nobody can handle ends there', async ({
  page,
}) => {
  await page.goto('/sandbox?lang=en')
  await page.getByRole('button', { name: 'Empty shop' }).click()
  for (const part of ['producer', 'exchange', 'queue', 'queue', 'worker']) {
    await page.getByRole('button', { name: part, exact: true }).click()
  }
  await expect(page.locator('.react-flow__node')).toHaveCount(5)
  for (const [from, to] of [
    ['producer-1', 'queue-1'],
    ['queue-1', 'worker-1'],
    ['queue-1', 'exchange-1'],
    ['exchange-1', 'queue-2'],
  ] as const) {
    await page.getByRole('combobox', { name: 'From', exact: true }).selectOption(from)
    await page.getByRole('combobox', { name: 'To', exact: true }).selectOption(to)
    await page.getByRole('button', { name: 'Connect them' }).click()
  }
  await expect(page.locator('.wire--dead-letter')).toHaveCount(1)
  await set(page, 'exchange-1', null, 'Type', 'fanout')
  await set(page, 'worker-1', 'More', 'When it fails', 'reject')
  await open(page, 'producer-1', 'Trouble on purpose')
  await page.getByLabel('A broken order every').fill('2')
  await page.getByLabel('A broken order every').press('Enter')
  await page.getByRole('button', { name: 'Close the details' }).click()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(page.locator('[data-id=queue-2] .copies__count').first()).not.toHaveText('0', {
    timeout: 20_000,
  })
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('log')).toContainText('given up by queue queue-1 (rejected)')
  await page.getByRole('tab', { name: 'Ledger' }).click()
  await page.getByRole('button', { name: 'Show order 2' }).first().click()
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText(
    'goes to exchange exchange-1 as message',
  )
  const chip = page.locator('.feature', { hasText: 'DLX' })
  await expect(chip).toHaveAttribute(
    'aria-label',
    'DLX: What it gives up goes to exchange exchange-1',
  )
})

test('a memory alarm blocks who publishes, and its end lets everything through', async ({
  page,
}) => {
  await page.goto('/sandbox?lang=en')
  await page.getByRole('button', { name: 'Load an example' }).click()
  await page.getByRole('button', { name: 'Memory alarm', exact: true }).click()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(page.getByText('blocked: the broker does not read it')).toBeVisible()
  await expect(page.getByText('Broker low on memory')).toBeVisible()
  await page.getByRole('button', { name: 'Memory alarm', exact: true }).click()
  await expect(page.getByText('blocked: the broker does not read it')).toHaveCount(0)
  await expect(page.getByRole('log')).toContainText('The broker reads from producer-1 again')
})

test('a line is drawn with the mouse', async ({ page }) => {
  await page.goto('/sandbox?lang=en')
  await page.getByRole('button', { name: 'Empty shop' }).click()
  await page.getByRole('button', { name: 'queue', exact: true }).click()
  await page.getByRole('button', { name: 'worker', exact: true }).click()
  await page.waitForTimeout(600)
  const [queue, worker] = [page.locator('[data-id^=queue]'), page.locator('[data-id^=worker]')]
  await queue.locator('.react-flow__handle-right').hover()
  await page.mouse.down()
  await worker.locator('.react-flow__handle-left').hover()
  await worker.locator('.react-flow__handle-left').hover()
  await page.mouse.up()
  await expect(page.locator('.wire--consume')).toHaveCount(1)
})

test('a queue that is being consumed is removed, and nothing breaks', async ({ page }) => {
  await page.goto('/sandbox?lang=en')
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await page.waitForTimeout(2_000)
  const queue = page.locator('.card--queue .card__title').first()
  const name = (await queue.textContent()) ?? ''
  await queue.click()
  await page.getByRole('button', { name: `Remove ${name}` }).click()
  await expect(page.locator(`[data-id="${name}"]`)).toHaveCount(0)
  await page.getByLabel('Filter the trace').fill('no longer consumes')
  await page.getByRole('button', { name: 'All', exact: true }).click()
  await expect(page.getByRole('log')).toContainText(`no longer consumes from ${name}`)
  await page.getByRole('button', { name: 'Undo the last action' }).click()
  await expect(page.locator(`[data-id="${name}"]`)).toHaveCount(1)
})

test('a link carries shop, actions and instant to another visit', async ({ page, context }) => {
  await page.goto('/sandbox?lang=en')
  await page.getByRole('button', { name: 'Customers', exact: true }).click()
  await page.getByRole('button', { name: 'Place 10 orders' }).click()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await page.waitForTimeout(1_500)
  await page.getByRole('button', { name: 'Pause' }).click()
  const at = await page.getByRole('slider', { name: 'Timeline' }).inputValue()
  const summary = await page.getByRole('list', { name: 'State of the shop' }).textContent()
  await page.getByRole('button', { name: 'Copy a link' }).click()
  await expect(page.getByText('The link is in the clipboard')).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  const other = await context.newPage()
  await other.goto(link)
  await expect(other.getByText('Opened.')).toBeVisible()
  await expect(other.getByRole('slider', { name: 'Timeline' })).toHaveValue(at)
  await expect(other.getByRole('list', { name: 'State of the shop' })).toHaveText(summary ?? '')
})

test('a run is saved to a file and opened again', async ({ page }) => {
  await page.goto('/sandbox?lang=en')
  await page.getByRole('button', { name: 'exchange', exact: true }).click()
  await expect(page.locator('.card--exchange')).toHaveCount(2)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save to a file' }).click()
  const path = await (await download).path()
  await page.getByRole('button', { name: 'Empty shop' }).click()
  await expect(page.locator('.react-flow__node')).toHaveCount(0)
  await openFile(page, 'run.json', readFileSync(path, 'utf8'))
  await expect(page.locator('.card--exchange')).toHaveCount(2)
  await page.getByRole('button', { name: 'Back to my shop' }).click()
  await expect(page.locator('.react-flow__node')).toHaveCount(0)
})

async function openFile(page: Page, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: /^(Open a file|Відкрити файл)$/ }).click()
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) }
  await (await chooser).setFiles(file)
}

/** Opens the settings of a part, and a group of them that is put away. */
async function open(page: Page, part: string, group: string | null): Promise<void> {
  await page.locator(`[data-id=${part}] .card__title`).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByRole('heading', { name: part })).toBeVisible()
  if (group !== null) await details.getByText(group, { exact: true }).click()
}

async function set(
  page: Page,
  part: string,
  group: string | null,
  field: string,
  value: string,
): Promise<void> {
  await open(page, part, group)
  await page.getByRole('complementary', { name: 'Details' }).getByLabel(field).selectOption(value)
}

async function choose(page: Page, label: string, kind: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).selectOption(`${kind}-1`)
}
