import { expect, it } from 'vitest'
import { runFacts, Trace, type Instant } from '#engine'
import type { CodeSource } from '#lessons'
import { exerciseFacts } from '#sandbox'
import type { ModelFailure, ModelReport } from '#ui'
import type { LearnerReport } from '../learner-frame/messages.ts'
import type { LearnerThread } from '../learner-frame/open-learner-run.ts'
import { CodePort } from './code-port.ts'
import { CodeRuns } from './code-runs.ts'

const UNTIL = 1_000_000 as Instant

function sourceOf(text: string): CodeSource {
  const code = { files: { 'web.ts': text }, players: { web: 'web.ts' }, script: [], until: UNTIL }
  return { definition: {} as CodeSource['definition'], seed: 1, inputs: [], at: UNTIL, code }
}

function reportAt(now: Instant, stoppedBy: string | null = null): LearnerReport {
  const slice = new Trace({ ...exerciseFacts, ...runFacts }).slice(0, 0)
  return { slice, now, isIdle: true, stoppedBy, waiting: [] }
}

interface FakeThread {
  answer: (report: LearnerReport) => void
  drop: (failure: Error) => void
  isClosed: boolean
}

/** Runs whose threads answer when the test says so. */
function createRuns(wasCutOff = false) {
  const threads: FakeThread[] = []
  const marks: string[] = []
  const runs = new CodeRuns({
    mark: {
      wasCutOff,
      begin: () => marks.push('begin'),
      end: () => marks.push('end'),
    },
    prepare: () => undefined,
    open(): LearnerThread {
      const nothing = () => undefined
      const thread: FakeThread = { answer: nothing, drop: nothing, isClosed: false }
      threads.push(thread)
      return {
        runTo: () =>
          new Promise((resolve, reject) => {
            thread.answer = resolve
            thread.drop = reject
          }),
        close() {
          thread.isClosed = true
          thread.drop(new Error('closed'))
        },
      }
    },
  })
  return { runs, threads, marks }
}

/** Lets everything happen that waits for nothing but its turn. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
}

it('gives up a run that goes on when another one is ordered', async () => {
  const { runs, threads, marks } = createRuns()
  const first = runs.run(sourceOf('one'))
  const second = runs.run(sourceOf('two'))
  expect(threads.map(({ isClosed }) => isClosed)).toEqual([true, false])
  expect(await first).toMatchObject({ type: 'ended' })
  threads[1]?.answer(reportAt(UNTIL))
  expect(await second).toMatchObject({ type: 'ran', run: { isIdle: true } })
  expect(marks.filter((mark) => mark === 'end')).toHaveLength(2)
})

it('says of a run that a limit stopped that something was still to be done', async () => {
  const { runs, threads } = createRuns()
  const run = runs.run(sourceOf('one'))
  threads[0]?.answer(reportAt(UNTIL, 'events'))
  expect(await run).toMatchObject({ type: 'ran', run: { isIdle: false } })
})

it('knows of a page that was cut off until code runs again', () => {
  const { runs } = createRuns(true)
  expect(runs.wasCutOff).toBe(true)
  void runs.run(sourceOf('one'))
  expect(runs.wasCutOff).toBe(false)
})

it('plays what is opened next when a run is closed before it has answered', async () => {
  const { runs, threads, marks } = createRuns()
  const port = new CodePort(runs)
  const heard: (ModelReport | ModelFailure)[] = []
  port.listen({
    onReport: (report) => heard.push(report),
    onFailure: (failure) => heard.push(failure),
  })
  port.open(sourceOf('one'))
  await settle()
  port.open(sourceOf('two'))
  await settle()
  expect(threads.map(({ isClosed }) => isClosed)).toEqual([true, false])
  threads[1]?.answer(reportAt(UNTIL))
  await settle()
  expect(heard).toMatchObject([{ head: UNTIL, isIdle: true }])
  expect(marks).toEqual(['begin', 'end', 'begin', 'end'])
})
