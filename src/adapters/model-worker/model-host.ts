import type { ModelFailure, ModelListener, ModelPort } from '#ui'
import type { FromModel, ToModel } from './messages.ts'

/** A started thread, as the host uses it. */
export interface ModelWorker {
  post(message: ToModel): void
  /** Takes the thread's messages, and the news that it died. */
  listen(onMessage: (message: FromModel) => void, onCrash: (detail: string) => void): void
  terminate(): void
}

/** Commands as the host is given them, before it says which run they are about. */
type Command = ToModel extends infer Message
  ? Message extends ToModel
    ? Omit<Message, 'run'>
    : never
  : never

/**
 * The page's end of the model's thread. It starts the thread with the first run, and again with the
 * next run after a crash; messages about runs that are over reach nobody.
 *
 * @param spawn starts a thread; what it throws becomes a failure.
 */
export function createModelHost(spawn: () => ModelWorker): ModelPort {
  let worker: ModelWorker | null = null
  let listener: ModelListener | null = null
  let run = 0

  function start(): ModelWorker | null {
    try {
      const started = spawn()
      started.listen(receive, (detail) => {
        if (worker !== started) return
        fail('crashed', detail)
      })
      return started
    } catch (error) {
      fail('unavailable', String(error))
      return null
    }
  }

  function receive(message: FromModel): void {
    if (message.run !== run) return
    if (message.type === 'report') listener?.onReport(message.report)
    else listener?.onFailure({ reason: 'bug', detail: message.detail })
  }

  function fail(reason: ModelFailure['reason'], detail: string): void {
    stop()
    listener?.onFailure({ reason, detail })
  }

  function stop(): void {
    worker?.terminate()
    worker = null
  }

  function send(command: Command): void {
    worker?.post({ ...command, run })
  }

  return {
    open(source) {
      run++
      worker ??= start()
      send({ type: 'open', source })
    },
    runTo(at) {
      send({ type: 'run-to', at })
    },
    runToNext(after, limit) {
      send({ type: 'run-to-next', after, limit })
    },
    input(at, input, slack) {
      send({ type: 'input', at, input, slack })
    },
    listen(next) {
      listener = next
    },
    close: stop,
  }
}
