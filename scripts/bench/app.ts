import { chromium, type Page } from '@playwright/test'
import { build, preview } from 'vite'
import { ensureChromium } from '../ensure-chromium.ts'

const PORT = 4_174

/** Builds the app and opens Chromium on it; addresses begin with a slash. */
export async function withApp(measure: (page: Page) => Promise<void>): Promise<void> {
  await build({ logLevel: 'error' })
  const server = await preview({ preview: { port: PORT, strictPort: true } })
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const viewport = { width: 1440, height: 900 }
    await measure(await browser.newPage({ viewport, baseURL: `http://localhost:${PORT}` }))
  } finally {
    await browser.close()
    await server.close()
  }
}
