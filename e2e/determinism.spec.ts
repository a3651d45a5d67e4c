import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atSeconds } from '#engine'
import { findScenario, scenarioNames, writeShareLink } from '#scenarios'
import { expect, test } from './console-guard.ts'

const SECONDS = 40

for (const scenario of scenarioNames) {
  test(`[E-12] ${scenario}: Chromium and Node write the same bytes`, async ({ page }) => {
    const definition = findScenario(scenario)
    if (definition === null) throw new Error(`Failed to find ${scenario}.`)
    const link = writeShareLink({ definition, seed: 5, inputs: [], at: atSeconds(SECONDS) })
    await page.goto(`/sandbox?lang=en#${link}`)
    const slider = page.getByRole('slider', { name: 'Timeline' })
    await expect(slider).toHaveValue(String(atSeconds(SECONDS)))
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save the trace' }).click()
    const inChromium = readFileSync(await (await download).path(), 'utf8')

    const file = join(mkdtempSync(join(tmpdir(), 'trace-')), 'trace.jsonl')
    const asked = ['--scenario', scenario, '--seed', '5', '--until', String(SECONDS)]
    execFileSync('npx', ['tsx', 'scripts/simulate.ts', ...asked, '--trace', file])
    const inNode = readFileSync(file, 'utf8')
    expect(inNode.length).toBeGreaterThan(1_000)
    expect(inChromium === inNode, 'the traces are the same').toBe(true)
  })
}
