import type {
  EndReason,
  FrameBegin,
  FromRelay,
  FromWorker,
  ToRelay,
  WorkerBegin,
} from './messages.ts'
import { Watchdog } from './watchdog.ts'

// The frame's only script. No code of a learner runs here: it starts the worker that holds it,
// passes on what the two sides say, counts, and ends the worker.

self.addEventListener('message', ({ data, source, ports }: MessageEvent<FrameBegin>) => {
  const [port] = ports
  if (source === parent && port !== undefined) relay(data, port)
})

function relay({ workerSource, source, limits }: FrameBegin, page: MessagePort): void {
  const blob = new Blob([workerSource], { type: 'text/javascript' })
  const worker = new Worker(URL.createObjectURL(blob), { name: 'learner' })
  const { port1: toWorker, port2 } = new MessageChannel()
  const watchdog = new Watchdog(limits, performance.now())
  let messages = 0
  let isAsked = false

  function say(message: FromRelay): void {
    page.postMessage(message)
  }
  function end(reason: EndReason, detail: string): void {
    worker.terminate()
    toWorker.close()
    say({ type: 'ended', reason, detail })
    page.close()
  }
  function pass(message: FromWorker): void {
    if (message.type === 'over') end(message.reason, message.detail)
    else if (message.type === 'report') {
      isAsked = false
      watchdog.wait(false, performance.now())
      if (sizeOf(message.report) > limits.messageBytes) end('message-size', '')
      else say({ type: 'report', report: message.report })
    } else if (message.type === 'ready') watchdog.wait(isAsked, performance.now())
  }

  toWorker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    watchdog.heard(performance.now())
    messages++
    if (messages > limits.messages) end('messages', '')
    else pass(data)
  }
  worker.onerror = (event) => {
    event.preventDefault()
    end('failed', `The run was ended: its worker stopped (${event.message}). Run it again.`)
  }
  page.onmessage = ({ data }: MessageEvent<ToRelay>) => {
    toWorker.postMessage(data)
    if (data.type === 'run-to') {
      isAsked = true
      watchdog.wait(true, performance.now())
      return
    }
    say({ type: 'alive' })
    // The page's clock beats for both: a browser slows the timers of frames nobody sees.
    const reason = watchdog.look(performance.now())
    if (reason !== null) end(reason, '')
  }
  worker.postMessage({ source, limits } satisfies WorkerBegin, [port2])
}

/** About how many bytes a message takes; what is deeper than a report is taken for too much. */
function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length * 2
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null) return 8
  if (depth > 4) return Number.POSITIVE_INFINITY
  let size = 8
  for (const part of Object.values(value)) size += sizeOf(part, depth + 1)
  return size
}
