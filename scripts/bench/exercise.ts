import type { Page } from '@playwright/test'
import { createNodeRealm, type LearnerSource } from '#adapters'
import { atSeconds } from '#engine'
import { compileFiles, createExerciseRun, type CreateLibraries } from '#sandbox'
import { findScenario } from '#scenarios'
import { entryOfClients } from '../../e2e/entry-of-clients.ts'
import { HANDLE, WEB, WORKER } from '../../src/sandbox/tests/exercise-files.ts'
import { middle } from './table.ts'

const ORDERS = 20
const RUNS = 5
const END = atSeconds(60)

/** Milliseconds from Run to the end of a run of one web process and one worker, on Node. */
export async function exerciseMs(createLibraries: CreateLibraries): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) times.push(await timeOf(exercise(), createLibraries))
  return middle(times)
}

/** The same in Chromium, in the frame that holds learners' code: as the first thing, and prepared. */
export async function exerciseLines(page: Page): Promise<string> {
  const cold: number[] = []
  const prepared: number[] = []
  for (let run = 0; run < RUNS; run++) {
    await page.goto('about:blank')
    await page.goto('/?lang=en')
    cold.push(await page.evaluate<number>(runText(false)))
    prepared.push(await page.evaluate<number>(runText(true)))
  }
  return [
    `an exercise of ${ORDERS} orders in Chromium, Run to verdict: ${middle(cold).toFixed(0)} ms as the first thing of a page`,
    `an exercise of ${ORDERS} orders in Chromium, Run to verdict: ${middle(prepared).toFixed(0)} ms prepared`,
  ].join('\n')
}

async function timeOf(source: LearnerSource, createLibraries: CreateLibraries): Promise<number> {
  const begin = performance.now()
  const compiled = compileFiles(source.files)
  if (!compiled.ok) throw new Error('Failed to measure an exercise: it does not compile.')
  const run = createExerciseRun({
    ...source,
    files: compiled.files,
    realm: createNodeRealm(),
    createLibraries,
    epochMs: Date.UTC(2026, 0, 1),
  })
  const { how } = await run.runToEnd(END)
  run.close()
  if (how !== 'idle') throw new Error('Failed to measure an exercise: it did not end by itself.')
  return performance.now() - begin
}

function exercise(): LearnerSource {
  const shop = findScenario('pubsub')
  if (shop === null) throw new Error('Failed to measure an exercise: its shop is not there.')
  const nodes = shop.nodes.map((node) =>
    node.kind === 'customers' ? { ...node, ordersMax: ORDERS } : node,
  )
  return {
    definition: { ...shop, nodes },
    seed: 1,
    inputs: [],
    files: { 'web.ts': WEB, 'worker.ts': WORKER, 'handle.ts': HANDLE },
    players: { web: 'web.ts', 'worker-1': 'worker.ts' },
  }
}

/** Runs in the page as text: the loader of this script would put helpers of its own into a function. */
function runText(isPrepared: boolean): string {
  return `(async () => {
    const { openLearnerRun, prepareLearnerRun } = await import(${JSON.stringify(entryOfClients())})
    if (${isPrepared}) {
      prepareLearnerRun()
      await new Promise((resolve) => setTimeout(resolve, 2_000))
    }
    const begin = performance.now()
    const thread = openLearnerRun(${JSON.stringify(exercise())})
    const { isIdle } = await thread.runTo(${END})
    const elapsed = performance.now() - begin
    thread.close()
    if (!isIdle) throw new Error('Failed to measure an exercise: it did not end by itself.')
    return elapsed
  })()`
}
