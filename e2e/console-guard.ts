import { test as base, expect } from '@playwright/test'

/** A test that fails when the page says an error or a warning, or throws. */
export const test = base.extend<{ guard: readonly string[] }>({
  guard: [
    async ({ page }, use) => {
      const said: string[] = []
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) said.push(message.text())
      })
      page.on('pageerror', (error) => said.push(error.message))
      await use(said)
      expect(said, 'nothing is said on the console').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
