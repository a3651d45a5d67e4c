import type { ClientReport, ClientSource } from '../client-worker/messages.ts'
import type { ClientThread } from '../client-worker/open-client-run.ts'
import { checkReport } from './check-report.ts'
import type { EndReason, FrameBegin, FromRelay, LearnerLimits, ToRelay } from './messages.ts'
import type { RunMark } from './run-mark.ts'
import { LOOK_EVERY_MS, Watchdog } from './watchdog.ts'

const LIMITS: LearnerLimits = {
  silenceMs: 1_000,
  wallMs: 5_000,
  messages: 10_000,
  messageBytes: 64_000_000,
  lines: 2_000,
  lineChars: 1_000_000,
  facts: 200_000,
}

/** The relay answers at once, unless its whole process is busy dying. */
const FRAME_SLACK_MS = 1_000

/** What a run of a learner's code is opened with. */
export interface LearnerSettings {
  /** @defaultValue a second of silence, five of computing, 2,000 lines, 200,000 facts */
  readonly limits?: Partial<LearnerLimits>
  /** Is told when the run begins and when it is over. */
  readonly mark?: Pick<RunMark, 'begin' | 'end'>
}

/** The run was ended from outside; `reason` says why as data, the message as a sentence. */
export class RunEndedError extends Error {
  override readonly name = 'RunEndedError'
  readonly reason: EndReason

  constructor(reason: EndReason, detail: string) {
    super(reason === 'failed' ? detail : SENTENCES[reason])
    this.reason = reason
  }
}

const SENTENCES: Readonly<Record<Exclude<EndReason, 'failed'>, string>> = {
  'no-answer':
    'The run was ended: the code computed for a second without a pause. Look for a loop.',
  'wall-time': 'The run was ended: it took too long in all. Look for work that never stops.',
  messages: 'The run was ended: it sent too many messages to the page.',
  'message-size': 'The run was ended: more happened at once than the page takes. Run fewer things.',
  lines: 'The run was ended: it printed too much. Print less, or outside of the loop.',
  facts: 'The run was ended: more happened than a run may hold. Look for work that never stops.',
  forged: 'The run was ended: it sent something that is no report.',
}

interface Waiting {
  resolve(report: ClientReport): void
  reject(failure: Error): void
}

/**
 * Opens a run of a learner's code in a worker inside a frame without an origin. Nothing of it runs
 * before the first `runTo`, except that its text is read. A run that was ended rejects with a
 * {@link RunEndedError} from then on.
 */
export function openLearnerRun(source: ClientSource, settings: LearnerSettings = {}): ClientThread {
  return new LearnerRun(source, settings)
}

class LearnerRun implements ClientThread {
  readonly #frame = createFrame()
  readonly #port: MessagePort
  readonly #watchdog: Watchdog
  readonly #timer: number
  readonly #mark: LearnerSettings['mark']
  readonly #heard = { facts: 0, words: 0, now: 0 }
  #failure: Error | null = null
  #isClosed = false
  #waiting: Waiting | null = null

  constructor(source: ClientSource, { limits: given = {}, mark }: LearnerSettings) {
    const limits = { ...LIMITS, ...given }
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#mark = mark
    mark?.begin()
    const watched = { silenceMs: limits.silenceMs + FRAME_SLACK_MS, wallMs: Infinity }
    this.#watchdog = new Watchdog(watched, performance.now())
    this.#timer = window.setInterval(() => {
      this.#look()
    }, LOOK_EVERY_MS)
    port1.onmessage = ({ data }: MessageEvent<FromRelay>) => {
      this.#watchdog.heard(performance.now())
      this.#take(data)
    }
    void this.#begin({ source, limits }, port2)
  }

  runTo(at: Parameters<ClientThread['runTo']>[0]): Promise<ClientReport> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#post({ type: 'run-to', at })
    })
  }

  close(): void {
    this.#isClosed = true
    clearInterval(this.#timer)
    this.#port.close()
    this.#frame.remove()
    this.#mark?.end()
  }

  async #begin(given: Omit<FrameBegin, 'workerSource'>, port: MessagePort): Promise<void> {
    try {
      const { frameDocument, workerSource } = await import('virtual:learner-frame')
      if (this.#isClosed) return
      const begin = () => {
        // The frame has no origin that could be named; it is new, and only our script runs in it.
        this.#frame.contentWindow?.postMessage({ ...given, workerSource }, '*', [port])
      }
      this.#frame.addEventListener('load', begin, { once: true })
      this.#frame.srcdoc = frameDocument
      document.body.append(this.#frame)
    } catch (error) {
      this.#end('failed', `Failed to load what runs the code: ${String(error)}. Reload the page.`)
    }
  }

  #post(message: ToRelay): void {
    this.#port.postMessage(message)
  }

  #look(): void {
    this.#post({ type: 'ping' })
    const reason = this.#watchdog.look(performance.now())
    if (reason !== null) this.#end(reason, '')
  }

  #take(message: FromRelay): void {
    if (message.type === 'ended') this.#end(message.reason, message.detail)
    else if (message.type === 'report') this.#report(message.report)
  }

  #report(value: unknown): void {
    const report = checkReport(value, this.#heard)
    if (report === null || this.#waiting === null) {
      this.#end('forged', '')
      return
    }
    this.#heard.facts += report.slice.kinds.length
    this.#heard.words += report.slice.words.length
    this.#heard.now = report.now
    this.#waiting.resolve(report)
    this.#waiting = null
  }

  #end(reason: EndReason, detail: string): void {
    this.#failure = new RunEndedError(reason, detail)
    this.close()
    this.#waiting?.reject(this.#failure)
    this.#waiting = null
  }
}

function createFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.setAttribute('aria-hidden', 'true')
  frame.hidden = true
  return frame
}
