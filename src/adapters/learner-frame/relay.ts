import type { EndReason, FrameBegin, FromRelay, FromWorker, RunBegin, ToRelay } from './messages.ts'
import { Watchdog } from './watchdog.ts'

// The frame's only script. No code of a learner runs here: it starts the worker that holds it,
// passes on what the two sides say, counts, and ends the worker.

/** Held as long as the frame is there. */
let relay: Relay | null = null

self.addEventListener('message', ({ data, source, ports }: MessageEvent<FrameBegin>) => {
  const [port] = ports
  if (source === parent && port !== undefined && relay === null)
    relay = new Relay(data.worker, port)
})

class Relay {
  readonly #page: MessagePort
  readonly #worker: Worker
  readonly #toWorker: MessagePort
  #limits: RunBegin['limits'] | null = null
  #watchdog: Watchdog | null = null
  #isBooted = false
  #isAsked = false
  #messages = 0

  constructor(script: Blob, page: MessagePort) {
    const { port1, port2 } = new MessageChannel()
    this.#page = page
    this.#toWorker = port1
    this.#worker = new Worker(URL.createObjectURL(script), { name: 'learner' })
    this.#worker.onerror = (event) => {
      event.preventDefault()
      const detail = `The run was ended: its worker stopped (${event.message}). Run it again.`
      this.#end('failed', detail)
    }
    port1.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      this.#fromWorker(data)
    }
    page.onmessage = ({ data }: MessageEvent<ToRelay>) => {
      this.#fromPage(data)
    }
    this.#worker.postMessage(null, [port2])
  }

  #fromPage(message: ToRelay): void {
    this.#toWorker.postMessage(message)
    const now = performance.now()
    if (message.type === 'begin') {
      this.#limits = message.limits
      this.#watchdog = new Watchdog(message.limits, now)
      if (this.#isBooted) this.#watchdog.heard(now)
    } else if (message.type === 'run-to') {
      this.#isAsked = true
      this.#watchdog?.wait(true, now)
    } else {
      this.#say({ type: 'alive' })
      // The page's clock beats for both: a browser slows the timers of frames nobody sees.
      const reason = this.#watchdog?.look(now) ?? null
      if (reason !== null) this.#end(reason, '')
    }
  }

  #fromWorker(message: FromWorker): void {
    const now = performance.now()
    this.#isBooted = true
    this.#watchdog?.heard(now)
    this.#messages++
    if (this.#limits === null) return
    if (this.#messages > this.#limits.messages) this.#end('messages', '')
    else if (message.type === 'over') this.#end(message.reason, message.detail)
    else if (message.type === 'ready') {
      this.#watchdog?.ready()
      this.#watchdog?.wait(this.#isAsked, now)
    } else if (message.type === 'report') {
      this.#isAsked = false
      this.#watchdog?.wait(false, now)
      this.#pass(message.report, { type: 'report', report: message.report })
    } else if (message.type === 'refused') {
      this.#worker.terminate()
      this.#pass(message.errors, { type: 'refused', errors: message.errors })
    }
  }

  #pass(content: unknown, message: FromRelay): void {
    const isTooMuch = sizeOf(content) > (this.#limits?.messageBytes ?? 0)
    if (isTooMuch) this.#end('message-size', '')
    else this.#say(message)
  }

  #say(message: FromRelay): void {
    this.#page.postMessage(message)
  }

  #end(reason: EndReason, detail: string): void {
    this.#worker.terminate()
    this.#toWorker.close()
    this.#say({ type: 'ended', reason, detail })
    this.#page.close()
  }
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
