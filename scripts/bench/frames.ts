import type { Page } from '@playwright/test'
import { START } from '#engine'
import { findScenario, writeShareLink, type ShopDefinition } from '#scenarios'

const SECONDS = 6

/** What the frames of a stretch of playing were like, milliseconds. */
interface Frames {
  readonly mean: number
  readonly p95: number
  readonly max: number
}

/**
 * Plays a shop with so many messages in flight at once in Chromium, and the same shop with none, and
 * says how long the frames were. Without a screen Chromium draws on the CPU.
 */
export async function frameLines(page: Page, flights: number): Promise<string> {
  const quiet = await framesOf(page, crowd(0))
  const busy = await framesOf(page, crowd(flights))
  const fast = await framesOf(page, shopCalled('pubsub'), '100')
  const line = (name: string, { mean, p95, max }: Frames) =>
    `frames, ${name}: mean ${mean.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, max ${max.toFixed(1)} ms`
  const ratio = `${(busy.mean / quiet.mean).toFixed(2)} × a stage with none`
  return [
    line('0 in flight', quiet),
    `${line(`${flights} in flight`, busy)}, ${ratio}`,
    line('a busy shop at 100× speed', fast),
  ].join('\n')
}

/** Polling is off; each order is one message that takes ten seconds to the broker. */
function crowd(flights: number): ShopDefinition {
  const shop = shopCalled('pubsub')
  const hopMs = 10_000
  // A little less: with more than that only a sample is drawn.
  const ordersPerSecond = (0.98 * flights) / (hopMs / 1_000)
  return {
    ...shop,
    hopMs,
    nodes: shop.nodes
      .filter((node) => node.kind !== 'worker' && node.kind !== 'mail')
      .map((node) =>
        node.kind === 'customers' ? { ...node, ordersPerSecond, arrivals: 'regular' } : node,
      ),
  }
}

function shopCalled(name: string): ShopDefinition {
  const shop = findScenario(name)
  if (shop === null)
    throw new Error(`Failed to find the scenario ${name}: it is not in the catalogue.`)
  return shop
}

async function framesOf(page: Page, definition: ShopDefinition, speed = '1'): Promise<Frames> {
  const link = writeShareLink({ definition, seed: 1, inputs: [], at: START })
  if (link === null) throw new Error('Failed to share the shop: the link is too long.')
  await page.goto('about:blank')
  await page.goto(`/sandbox/?lang=en#${link}`)
  await page.getByLabel('Speed').selectOption(speed)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  // Requests take one hop, so the air is full after ten virtual seconds; give it eleven.
  await page.waitForTimeout(11_000)
  const times = await page.evaluate<number[]>(frameTimes(SECONDS * 1_000))
  const sorted = times.toSorted((one, other) => one - other)
  return {
    mean: times.reduce((sum, time) => sum + time, 0) / times.length,
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
  }
}

/** Runs in the page as text: the loader of this script would put helpers of its own into a function. */
function frameTimes(milliseconds: number): string {
  return `new Promise((resolve) => {
    const found = []
    const start = performance.now()
    let last = start
    requestAnimationFrame(function frame(now) {
      found.push(now - last)
      last = now
      if (now - start < ${milliseconds}) requestAnimationFrame(frame)
      else resolve(found.slice(1))
    })
  })`
}
