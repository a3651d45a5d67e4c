import { test as unguarded, type Page } from '@playwright/test'
import { expect, test } from './console-guard.ts'

/** What somebody does in the browser's console. */
async function ask(
  page: Page,
  method: 'GET' | 'POST',
  address: string,
  body: string | null = null,
) {
  return page.evaluate(
    async (asked) => {
      const response = await fetch(asked.address, asked)
      return { status: response.status, body: (await response.json()) as unknown }
    },
    { method, address, body },
  )
}

async function openControlled(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
    .toBe(true)
}

test('the shop answers fetch from the console, at the playhead', async ({ page, context }) => {
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  await openControlled(page, '/lessons/order-that-waits?lang=en')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled()
  expect(loaded.filter((url) => /msw|player-api|handlers/.test(url))).toEqual([])

  expect(await ask(page, 'GET', '/api/orders')).toEqual({
    status: 200,
    body: { total: 0, orders: [] },
  })
  const first = { order: 1, state: 'placed', emails: 0, placedAtMs: 0 }
  expect(await ask(page, 'POST', '/api/orders')).toMatchObject({ status: 201, body: first })
  expect(await ask(page, 'GET', '/api/orders')).toMatchObject({
    body: { total: 1, orders: [first] },
  })

  await page.getByRole('button', { name: 'Play', exact: true }).click()
  // While time runs the answer comes when the shop has stored the order, as for a customer.
  expect(await ask(page, 'POST', '/api/orders', '{}')).toMatchObject({
    status: 201,
    body: { order: 2, state: 'stored' },
  })
  await expect
    .poll(async () => (await ask(page, 'GET', '/api/orders/1')).body, { timeout: 20_000 })
    .toMatchObject({ order: 1, state: 'processed', emails: 1 })
  await page.getByRole('button', { name: 'Pause', exact: true }).click()

  // The same playhead, the same answer; an earlier one knows less.
  await page.keyboard.press('End')
  const atEnd = await ask(page, 'GET', '/api/orders')
  expect(atEnd.body).toMatchObject({ total: 2 })
  await page.keyboard.press('Home')
  expect(await ask(page, 'GET', '/api/orders')).toMatchObject({
    body: { total: 1, orders: [first] },
  })
  await page.keyboard.press('End')
  expect(await ask(page, 'GET', '/api/orders')).toEqual(atEnd)

  expect((await ask(page, 'GET', '/api/menu')).body).toMatchObject({
    speeds: ['normal', 'express'],
  })

  await context.setOffline(true)
  await page.reload()
  await expect(page.locator('h1')).toBeVisible()
  expect((await ask(page, 'GET', '/api/orders')).status).toBe(200)
})

test('the help says how to ask', async ({ page }) => {
  await page.goto('/?lang=en')
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await expect(page.getByText("fetch('/api/orders')", { exact: true })).toBeVisible()
})

// The browser itself writes each of these answers to the console, so nothing guards it here.
unguarded('what the API cannot do it says in a sentence', async ({ page }) => {
  await openControlled(page, '/?lang=en')
  expect(await ask(page, 'GET', '/api/orders')).toEqual({
    status: 503,
    body: { error: 'No shop runs on this page: open a lesson or the sandbox.' },
  })
  await page.goto('/lessons/order-that-waits?lang=en')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled()
  expect(await ask(page, 'POST', '/api/orders', '{"dish":')).toMatchObject({ status: 400 })
  expect(await ask(page, 'POST', '/api/orders', 'x'.repeat(10_000_000))).toMatchObject({
    status: 413,
  })
  expect(await ask(page, 'GET', '/api/orders/1')).toMatchObject({ status: 404 })
  expect(await ask(page, 'GET', '/api/nothing')).toMatchObject({ status: 404 })
})

unguarded('a web process that was killed is told to who orders', async ({ page }) => {
  await openControlled(page, '/lessons/order-that-waits?lang=en')
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await page.getByRole('button', { name: 'Stop or kill web' }).click()
  await page.getByRole('button', { name: /^SIGKILL/ }).click()
  expect(await ask(page, 'POST', '/api/orders')).toMatchObject({ status: 503 })
})
