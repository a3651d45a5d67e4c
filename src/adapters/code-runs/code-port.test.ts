import { expect, it, vi } from 'vitest'
import { atSeconds, START, type FactId, type Instant } from '#engine'
import type { CodeSource } from '#lessons'
import { compileFiles, createExerciseRun } from '#sandbox'
import { findScenario, type ShopInput } from '#scenarios'
import { assert } from '#std'
import type { ModelFailure, ModelReport } from '#ui'
import { createLibraries } from 'virtual:client-libraries'
import { EPOCH_MS } from '../client-worker/epoch.ts'
import { createNodeRealm } from '../client-worker/node-realm.ts'
import type { LearnerSource } from '../learner-frame/messages.ts'
import type { LearnerThread } from '../learner-frame/open-learner-run.ts'
import { CodeRefusedError, RunEndedError } from '../learner-frame/run-errors.ts'
import { CodePort } from './code-port.ts'
import { CodeRuns } from './code-runs.ts'

const WEB = `
import { onOrder } from 'shop'
onOrder((order) => console.log(order.order))
`

function sourceOf(files: CodeSource['code']['files'] = { 'web.ts': WEB }): CodeSource {
  const definition = findScenario('pubsub')
  assert(definition !== null && definition !== undefined, 'the catalogue has the shop')
  const script: readonly { readonly at: Instant; readonly input: ShopInput }[] = [
    { at: atSeconds(1), input: { type: 'place-orders', count: 2 } },
  ]
  const nodes = definition.nodes.map((node) =>
    node.kind === 'customers' ? { ...node, ordersPerSecond: 0 } : node,
  )
  const code = { files, players: { web: 'web.ts' }, script, until: atSeconds(5) }
  return { definition: { ...definition, nodes }, seed: 1, inputs: [], at: START, code }
}

/** The thread of a learner's frame, without the frame. */
function openInNode({ files, ...source }: LearnerSource): LearnerThread {
  const compiled = compileFiles(files)
  if (!compiled.ok) {
    return {
      runTo: () => Promise.reject(new CodeRefusedError(compiled.errors)),
      close: vi.fn<() => void>(),
    }
  }
  const realm = createNodeRealm()
  const settings = { ...source, files: compiled.files, realm, createLibraries, epochMs: EPOCH_MS }
  const run = createExerciseRun(settings)
  let known = { facts: 0, words: 0 }
  return {
    async runTo(at) {
      await run.runToEnd(at)
      const slice = run.trace.slice(known.facts, known.words)
      known = { facts: run.trace.length, words: run.trace.wordCount }
      const { now, isIdle, stoppedBy } = run
      return { slice, now, isIdle, stoppedBy, waiting: run.waiting() }
    },
    close() {
      run.close()
    },
  }
}

function createPort(open: (source: LearnerSource) => LearnerThread = openInNode) {
  const mark = { wasCutOff: false, begin: vi.fn<() => void>(), end: vi.fn<() => void>() }
  const opened = vi.fn<typeof open>(open)
  const runs = new CodeRuns({ mark, open: opened, prepare: vi.fn<() => void>() })
  const port = new CodePort(runs)
  const reports: ModelReport[] = []
  const failures: ModelFailure[] = []
  port.listen({
    onReport: (report) => reports.push(report),
    onFailure: (failure) => failures.push(failure),
  })
  const heard = (count: number) => vi.waitFor(() => expect(reports.length).toBe(count))
  return { runs, port, mark, opened, reports, failures, heard }
}

it('a run that was judged is shown without running again', async () => {
  const { runs, port, opened, reports, heard, mark } = createPort()
  const source = sourceOf()
  const outcome = await runs.run(source)
  expect(outcome.type).toBe('ran')
  port.open(source)
  await heard(1)
  expect(opened).toHaveBeenCalledOnce()
  expect(reports[0]).toMatchObject({ answered: 0, isIdle: true, inputs: [], stoppedBy: null })
  expect(reports[0]?.slice?.from).toBe(0)
  expect(mark.begin).toHaveBeenCalledTimes(mark.end.mock.calls.length)
})

it('what is idle goes on into the quiet, as far as one asks', async () => {
  const { runs, port, reports, heard } = createPort()
  const source = sourceOf()
  await runs.run(source)
  port.open(source)
  port.runTo(atSeconds(60))
  await heard(2)
  expect(reports[1]).toMatchObject({ head: atSeconds(60), slice: null })
})

it('an input begins the run anew, with everything that was done until then', async () => {
  const { port, opened, reports, heard } = createPort()
  port.open(sourceOf())
  await heard(1)
  const kill: ShopInput = { type: 'signal', process: 'web', signal: 'SIGKILL' }
  const order: ShopInput = { type: 'place-orders', count: 1 }
  port.input(atSeconds(3), kill)
  port.input(atSeconds(2), order)
  await heard(3)
  expect(opened).toHaveBeenCalledTimes(3)
  expect(reports[1]).toMatchObject({ answered: 1, inputs: [{ at: atSeconds(3), input: kill }] })
  // What came later than the second is taken back, the exercise's own script is not.
  expect(reports[2]).toMatchObject({ answered: 2, inputs: [{ at: atSeconds(2), input: order }] })
  expect(opened.mock.calls[2]?.[0].inputs.map(({ at }) => at)).toEqual([atSeconds(1), atSeconds(2)])
})

it('a step finds the next fact', async () => {
  const { runs, port, reports, heard } = createPort()
  const source = sourceOf()
  const outcome = await runs.run(source)
  assert(outcome.type === 'ran', 'it runs')
  const { trace } = outcome.run
  expect(trace.at((trace.length - 1) as FactId)).toBeGreaterThan(atSeconds(1))
  port.open(source)
  port.runToNext(START, atSeconds(1))
  await heard(2)
  expect(reports[1]?.isIdle).toBe(true)
})

it('code that does not compile, or is ended, is told and not shown', async () => {
  const { runs } = createPort()
  const refused = await runs.run(sourceOf({ 'web.ts': 'const = 1' }))
  expect(refused).toMatchObject({ type: 'refused', errors: [{ file: 'web.ts', line: 1 }] })
  const ended = createPort(() => ({
    runTo: () => Promise.reject(new RunEndedError('no-answer', '')),
    close: vi.fn<() => void>(),
  }))
  expect(await ended.runs.run(sourceOf())).toMatchObject({ type: 'ended', reason: 'no-answer' })
  ended.port.open(sourceOf())
  await vi.waitFor(() => expect(ended.failures).toMatchObject([{ reason: 'code' }]))
  expect(ended.reports).toEqual([])
})
