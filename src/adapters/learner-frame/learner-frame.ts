import type { FrameBegin, FromRelay, ToRelay } from './messages.ts'

/** A frame without an origin; the worker in it loads, and then waits for a run. */
export class LearnerFrame {
  readonly #element = createElement()
  readonly #port: MessagePort
  /** Rejects when what runs the code cannot be loaded. */
  readonly loaded: Promise<void>
  #isRemoved = false

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.loaded = this.#load(port2)
    // Nobody may be waiting: a frame is also made for a run that may never come.
    this.loaded.catch(() => undefined)
  }

  /** Hears what the frame says, also what it said before. */
  listen(hear: (message: FromRelay) => void): void {
    this.#port.onmessage = ({ data }: MessageEvent<FromRelay>) => {
      hear(data)
    }
  }

  /** What is said before the frame is there waits for it. */
  say(message: ToRelay): void {
    this.#port.postMessage(message)
  }

  remove(): void {
    this.#isRemoved = true
    this.#port.close()
    this.#element.remove()
  }

  async #load(port: MessagePort): Promise<void> {
    const { frameDocument, loadWorker } = await import('virtual:learner-frame')
    worker ??= await loadWorker()
    if (this.#isRemoved) return
    const begin: FrameBegin = { worker }
    const hand = () => {
      // The frame has no origin that could be named; it is new, and only our script runs in it.
      this.#element.contentWindow?.postMessage(begin, '*', [port])
    }
    this.#element.addEventListener('load', hand, { once: true })
    this.#element.srcdoc = frameDocument
    document.body.append(this.#element)
  }
}

/** The worker's script, loaded once: frames get a handle of it. */
let worker: Blob | null = null

function createElement(): HTMLIFrameElement {
  const element = document.createElement('iframe')
  element.setAttribute('sandbox', 'allow-scripts')
  element.setAttribute('aria-hidden', 'true')
  element.hidden = true
  return element
}

/** The frame that waits for the next run. */
let prepared: LearnerFrame | null = null

/**
 * Loads what the next run needs while there is time: the run that is opened next takes it.
 *
 * @returns puts it away, unless a run has taken it.
 */
export function prepareLearnerRun(): () => void {
  const mine = (prepared ??= new LearnerFrame())
  return () => {
    if (prepared !== mine) return
    mine.remove()
    prepared = null
  }
}

/** The prepared frame, or a new one. */
export function takeFrame(): LearnerFrame {
  const taken = prepared ?? new LearnerFrame()
  prepared = null
  return taken
}
