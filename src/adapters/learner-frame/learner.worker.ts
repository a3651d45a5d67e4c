import { compileFiles, createExerciseRun, type ExerciseRun, type Realm } from '#sandbox'
import { createLibraries } from 'virtual:client-libraries'
import { EPOCH_MS } from '../client-worker/epoch.ts'
import { createWorkerRealm } from '../client-worker/worker-realm.ts'
import { createTaskQueue } from '../model-worker/task-queue.ts'
import { respondAsShop } from '../shop-api/shop-responder.ts'
import { limitOutput } from './limit-output.ts'
import { lockDown } from './lock-down.ts'
import type { EndReason, FromWorker, LearnerReport, RunBegin, ToRelay } from './messages.ts'
import { createFunctionMaker } from './script-functions.ts'

/** Real milliseconds the run goes on before it looks for messages. */
const SLICE_MS = 50

self.onmessage = ({ ports }: MessageEvent) => {
  self.onmessage = null
  const [port] = ports
  if (port !== undefined) host(port)
}

/** Waits for a run and holds it. Everything outside of the language is taken before its code is here. */
function host(port: MessagePort): void {
  const say = (message: FromWorker) => {
    port.postMessage(message)
  }
  const over = (reason: EndReason, detail = '') => {
    say({ type: 'over', reason, detail })
  }
  const fail = (error: unknown) => {
    over('failed', `The run was ended: ${String(error)}. Run it again.`)
  }
  const sayAlive = () => {
    say({ type: 'alive' })
  }
  const nextTask = createTaskQueue()
  const nowMs = performance.now.bind(performance)
  const realm = createWorkerRealm(createFunctionMaker(sayAlive))
  lockDown()

  let held: HeldRun | null = null
  function begin(given: RunBegin): void {
    const compiled = compileFiles(given.source.files)
    if (compiled.ok) {
      held = holdRun(given, compiled.files, realm, over)
      say({ type: 'ready' })
    } else say({ type: 'refused', errors: compiled.errors.slice(0, ERRORS_MAX) })
  }
  async function runTo(at: Parameters<ExerciseRun['runUntil']>[0]): Promise<void> {
    if (held === null) return
    const { run, limits, report } = held
    let until = nowMs() + SLICE_MS
    const isFull = () => run.trace.length > limits.facts
    const mayGoOn = () => nowMs() < until && !isFull() && !run.isIdle
    while (!(await run.runUntil(at, mayGoOn)) && !run.isIdle) {
      if (isFull()) {
        over('facts')
        return
      }
      await new Promise<void>((resolve) => {
        nextTask(resolve)
      })
      until = nowMs() + SLICE_MS
    }
    say({ type: 'report', report: report() })
  }

  port.onmessage = ({ data }: MessageEvent<ToRelay>) => {
    try {
      if (data.type === 'ping') sayAlive()
      else if (data.type === 'begin') begin(data)
      else runTo(data.at).catch(fail)
    } catch (error) {
      fail(error)
    }
  }
  sayAlive()
}

const ERRORS_MAX = 100

interface HeldRun {
  readonly run: ExerciseRun
  readonly limits: RunBegin['limits']
  /** What has happened since the last time it was asked. */
  report(): LearnerReport
}

function holdRun(
  { source, limits }: RunBegin,
  files: Readonly<Record<string, string>>,
  realm: Realm,
  over: (reason: EndReason) => void,
): HeldRun {
  let facts = 0
  let words = 0
  const run = createExerciseRun({
    ...source,
    files,
    realm,
    createLibraries,
    epochMs: EPOCH_MS,
    respond: respondAsShop,
    mayPrint: limitOutput(limits, () => {
      over('lines')
    }),
  })
  return {
    run,
    limits,
    report() {
      const { trace, now, isIdle, stoppedBy } = run
      const slice = trace.slice(facts, words)
      facts = trace.length
      words = trace.wordCount
      return { slice, now, isIdle, stoppedBy, waiting: run.waiting() }
    },
  }
}
