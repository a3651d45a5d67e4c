import type { ClientRun } from '#sandbox'
import { createLibraries } from 'virtual:client-libraries'
import { runSource } from '../client-worker/run-source.ts'
import { createWorkerRealm } from '../client-worker/worker-realm.ts'
import { createTaskQueue } from '../model-worker/task-queue.ts'
import { capOutput } from './cap-output.ts'
import { lockDown } from './lock-down.ts'
import type { EndReason, FromWorker, ToRelay, WorkerBegin } from './messages.ts'
import { createProgramLoader } from './program-loader.ts'

/** Real milliseconds the run goes on before it looks for messages. */
const SLICE_MS = 50

self.onmessage = ({ data, ports }: MessageEvent<WorkerBegin>) => {
  self.onmessage = null
  const [port] = ports
  if (port !== undefined) host(data, port)
}

/** Holds one run. Everything outside of the language is taken before a learner's code is here. */
function host({ source, limits }: WorkerBegin, port: MessagePort): void {
  const say = (message: FromWorker) => {
    port.postMessage(message)
  }
  const over = (reason: EndReason, detail: string) => {
    say({ type: 'over', reason, detail })
  }
  say({ type: 'alive' })
  const nextTask = createTaskQueue()
  const clock = performance
  const nowMs = clock.now.bind(clock)
  const realm = createWorkerRealm()
  const load = createProgramLoader(
    capOutput(limits, () => {
      over('lines', '')
    }),
  )
  lockDown()

  let run: ClientRun
  try {
    run = runSource(source, realm, createLibraries, load)
  } catch (error) {
    over('failed', error instanceof Error ? error.message : String(error))
    return
  }
  const report = createReporter(run)
  port.onmessage = ({ data }: MessageEvent<ToRelay>) => {
    if (data.type === 'ping') say({ type: 'alive' })
    else void runTo(data.at)
  }
  say({ type: 'ready' })

  async function runTo(at: Parameters<ClientRun['runUntil']>[0]): Promise<void> {
    let until = nowMs() + SLICE_MS
    const mayGoOn = () => nowMs() < until && run.trace.length <= limits.facts
    while (!(await run.runUntil(at, mayGoOn))) {
      if (run.trace.length > limits.facts) {
        over('facts', '')
        return
      }
      await new Promise<void>((resolve) => {
        nextTask(resolve)
      })
      until = nowMs() + SLICE_MS
    }
    say({ type: 'report', report: report() })
  }
}

/** What has happened since the last time it was asked. */
function createReporter(run: ClientRun) {
  let facts = 0
  let words = 0
  return () => {
    const { trace, now, isIdle, stoppedBy } = run
    const slice = trace.slice(facts, words)
    facts = trace.length
    words = trace.wordCount
    return { slice, now, isIdle, stoppedBy }
  }
}
