import {
  between,
  after,
  seconds,
  us,
  type Duration,
  type FactId,
  type Instant,
  type TimerId,
  type Trace,
} from '#engine'
import { assert } from '#std'
import { menu, type JobResult, type MailOutcome } from '#scenarios'
import type { ClientHost } from '../client-host.ts'
import type { ClientProcess } from '../client-process.ts'
import type { ClientAnswer, ClientRequest, RequestListener, RequestPort } from '../request-port.ts'
import type { WatchedShop } from './copy-watch.ts'
import type { ExerciseSettings } from './exercise-settings.ts'
import type { ShopApiPort } from './fetch-port.ts'
import { FetchShop } from './fetch-shop.ts'

/** What happens to a request of code, as events of the run. */
export type FetchEvent =
  | { readonly type: 'fetch.sent'; readonly id: number }
  /** The shop is asked for something in its name. */
  | { readonly type: 'fetch.asked'; readonly id: number; readonly order: number | null }
  /** What it waited for has come. */
  | { readonly type: 'fetch.continued'; readonly id: number; readonly word: string | null }
  /** Its answer is at the process. */
  | { readonly type: 'fetch.ended'; readonly id: number }

/** Tells the events of requests from the others of a run. */
export function isFetchEvent(event: { readonly type: string }): event is FetchEvent {
  return event.type.startsWith('fetch.')
}

interface OpenFetch {
  readonly id: number
  readonly process: ClientProcess
  readonly request: ClientRequest
  readonly listener: RequestListener
  sentAt: Instant
  /** The fact that carried it as far as it is. */
  cause: FactId | null
  /** Its next event; null while it waits for the shop. */
  planned: TimerId | null
  /** The order it has placed. */
  order: number | null
  /** Lets the clock go on, while what answers it computes. */
  release: () => void
  goOn: (word: string | null) => void
  /** A text says why there is none. */
  answer: ClientAnswer | string
}

/** What the requests need of the run. */
export interface FetchSettings extends Pick<ExerciseSettings, 'definition' | 'respond'> {
  readonly host: ClientHost
  readonly hopTime: Duration
  schedule(delay: Duration, event: FetchEvent, cause: FactId | null): TimerId
  cancel(timer: TimerId): void
  shop(): WatchedShop
}

/** How long a customer waits for the shop, as in its HTTP API anywhere. */
const PATIENCE: Duration = seconds(30)

const URL_CHARS_MAX = 200

/**
 * What code asks for over HTTP, in virtual time. What answers computes in real time
 * while the clock stands still, and waits for the shop while it does not.
 */
export class Fetches {
  readonly #settings: FetchSettings
  readonly #shop: FetchShop
  readonly #open = new Map<number, OpenFetch>()
  readonly #port: ShopApiPort = this.#createPort()
  /** Whose answer is being computed, while the clock stands still. */
  #computing: OpenFetch | null = null
  #nextId = 1

  constructor(settings: FetchSettings) {
    this.#settings = settings
    this.#shop = new FetchShop(settings.definition, settings.shop, (id, word, cause) => {
      const open = this.#open.get(id)
      if (open !== undefined) this.#plan(open, us(0), { type: 'fetch.continued', id, word }, cause)
    })
  }

  /** The web as a process reaches it. */
  portOf(process: ClientProcess): RequestPort {
    return { send: (request, listener) => this.#begin(process, request, listener) }
  }

  /** Where the run is written down: orders are read from there. */
  readFrom(trace: Trace): void {
    this.#shop.readFrom(trace)
  }

  /** A job of the shop has come to its end; false when it was not begun for a request. */
  resume(job: number, result: JobResult, cause: FactId | null): boolean {
    return this.#shop.resume(job, result, cause)
  }

  /** Hears every fact of the shop. */
  note(kind: string, fields: Readonly<Record<string, unknown>>, fact: FactId): void {
    this.#shop.note(kind, fields, fact)
  }

  /** A process is gone, and nobody waits for its answers. */
  drop(pid: number): void {
    for (const open of this.#open.values()) if (open.process.pid === pid) this.#forget(open)
  }

  handle(event: FetchEvent): void {
    const open = this.#open.get(event.id)
    if (open === undefined) return
    open.planned = null
    open.cause = this.#settings.host.kernel.cause
    if (event.type === 'fetch.sent') void this.#respond(open)
    else if (event.type === 'fetch.asked') this.#askShop(open, event.order)
    else if (event.type === 'fetch.continued') this.#continue(open, event.word)
    else this.#end(open)
  }

  #begin(process: ClientProcess, request: ClientRequest, listener: RequestListener): () => void {
    if (!process.isAlive) return () => undefined
    const { now } = this.#settings.host.kernel
    const nothing = () => undefined
    const open: OpenFetch = {
      ...{ id: this.#nextId++, process, request, listener },
      ...{ sentAt: now, cause: null, planned: null, order: null },
      ...{ release: nothing, goOn: nothing, answer: '' },
    }
    process.holds++
    this.#open.set(open.id, open)
    this.#plan(open, us(process.spent), { type: 'fetch.sent', id: open.id }, process.cause)
    return () => {
      if (!this.#open.has(open.id)) return
      this.#forget(open)
      process.holds--
      this.#record(open, null, process.cause)
    }
  }

  #forget(open: OpenFetch): void {
    if (open.planned !== null) this.#settings.cancel(open.planned)
    this.#open.delete(open.id)
  }

  #plan(open: OpenFetch, delay: Duration, event: FetchEvent, cause: FactId | null): void {
    if (open.planned !== null) this.#settings.cancel(open.planned)
    open.planned = this.#settings.schedule(delay, event, cause)
  }

  async #respond(open: OpenFetch): Promise<void> {
    open.sentAt = this.#settings.host.kernel.now
    this.#compute(open)
    this.#answered(open, await this.#answerTo(open.request))
  }

  async #answerTo(request: ClientRequest): Promise<ClientAnswer | string> {
    const { respond } = this.#settings
    try {
      const answer = respond === undefined ? null : await respond(request, this.#port)
      if (answer === null) return strangeTo(request)
      return answer === 'network-error' ? silenceOf(request) : answer
    } catch {
      return 'The request could not be read: look at its headers and its body.'
    }
  }

  /** An answer takes a hop each way; where the shop has carried it, that has passed. */
  #answered(open: OpenFetch, answer: ClientAnswer | string): void {
    const { hopTime, host } = this.#settings
    open.answer = answer
    const rest = between(host.kernel.now, after(after(open.sentAt, hopTime), hopTime))
    this.#rest(open, us(Math.max(0, rest)), { type: 'fetch.ended', id: open.id })
  }

  #end(open: OpenFetch): void {
    const { process, listener, answer } = open
    this.#forget(open)
    const fact = this.#record(open, typeof answer === 'string' ? null : answer.status, open.cause)
    const tell = () => {
      process.holds--
      if (typeof answer === 'string') listener.onFault(answer)
      else listener.onAnswer(answer)
    }
    this.#settings.host.resume(process, tell, fact)
  }

  #record({ process, request }: OpenFetch, status: number | null, cause: FactId | null): FactId {
    const { name, pid } = process
    const url = request.url.slice(0, URL_CHARS_MAX)
    const fields = { process: name, pid, method: request.method.slice(0, 20), url, status }
    return this.#settings.host.kernel.record('sandbox.fetched', fields, cause)
  }

  /** The shop as what answers requests reaches it. */
  #createPort(): ShopApiPort {
    return {
      menu: () => menu,
      orders: async () => {
        const { hopTime } = this.#settings
        await this.#wait(hopTime, ({ id }) => ({ type: 'fetch.continued', id, word: null }))
        return this.#shop.orders()
      },
      placeOrder: async () => {
        const open = this.#computing
        const reason = await this.#wait(us(0), ({ id }) => ({
          type: 'fetch.asked',
          id,
          order: null,
        }))
        if (reason !== null) return { ok: false, reason }
        const order = this.#shop.orders().find((one) => one.order === open?.order)
        return order === undefined ? { ok: false, reason: 'no-answer' } : { ok: true, order }
      },
      sendMail: async (order) => {
        const outcome = await this.#wait(us(0), ({ id }) => ({ type: 'fetch.asked', id, order }))
        return outcome as MailOutcome | 'no-provider'
      },
    }
  }

  #compute(open: OpenFetch): void {
    open.release = this.#settings.host.hold()
    this.#computing = open
  }

  /** Lets the clock go on, up to this event. */
  #rest(open: OpenFetch, delay: Duration, event: FetchEvent): void {
    this.#computing = null
    this.#plan(open, delay, event, open.cause)
    open.release()
  }

  /** Lets the clock go on until the shop has a word for the request that is being answered. */
  #wait(delay: Duration, next: (open: OpenFetch) => FetchEvent): Promise<string | null> {
    const open = this.#computing
    assert(open !== null, 'a request waits for one thing at a time')
    return new Promise((resolve) => {
      open.goOn = resolve
      this.#rest(open, delay, next(open))
    })
  }

  #continue(open: OpenFetch, word: string | null): void {
    this.#compute(open)
    open.goOn(word)
  }

  #askShop(open: OpenFetch, order: number | null): void {
    const shop = this.#shop
    const { id, process } = open
    if (order !== null) {
      if (shop.has('mail')) shop.sendMail(id, process.name, order)
      else this.#continue(open, 'no-provider')
      return
    }
    open.order = shop.placeOrder(id)
    if (open.order === null) this.#continue(open, 'nobody-orders')
    else if (!shop.has('customers')) this.#continue(open, null)
    else if (open.planned === null) {
      const event = { type: 'fetch.continued', id, word: 'no-answer' } as const
      this.#plan(open, PATIENCE, event, open.cause)
    }
  }
}

function strangeTo({ method, url }: ClientRequest): string {
  const asked = `${method} ${url}`.slice(0, URL_CHARS_MAX)
  return `Nothing answers ${asked} in the sandbox: ask the shop at /api/orders, /api/orders/1 or /api/menu, or POST to https://mail.example/send.`
}

function silenceOf({ url }: ClientRequest): string {
  const host = /^\w+:\/\/([^/?]*)/.exec(url)?.[1] ?? url
  return `${host} did not answer within 30 s because the mail provider is down: catch this error and try again later.`
}
