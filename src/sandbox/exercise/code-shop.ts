import { us, type FactId } from '#engine'
import { orderAttributes, type CodeCall, type CodePlayer, type JobResult } from '#scenarios'
import type { ClientHost } from '../client-host.ts'
import { ExitSignal, type ClientProcess } from '../client-process.ts'
import type { Order, ShopApi } from './shop-api.ts'

/** What code asked for comes to the shop, at the instant it has computed until then. */
export interface ShopCalled {
  readonly type: 'shop.called'
  readonly pid: number
  readonly id: number
  readonly call: CodeCall
}

/** What code says to the shop, as events of the run. */
export type ShopEvent =
  ShopCalled | { readonly type: 'job-continues'; readonly job: number; readonly result: JobResult }

/** Plans an event of the run; its cause is given. */
export type PlanShopEvent = (
  delay: ReturnType<typeof us>,
  event: ShopEvent,
  cause: FactId | null,
) => void

interface Call {
  readonly process: ClientProcess
  readonly call: CodeCall
  readonly settle: (result: JobResult) => void
}

interface Life {
  readonly pid: number
  handler: ((order: Order) => unknown) | null
  /** Requests the code has not said how to handle, oldest first. */
  readonly unhandled: Request[]
  /** Orders whose handler has not come to its end. */
  readonly open: Set<number>
}

interface Request {
  readonly order: number
  readonly job: number
  readonly cause: FactId | null
}

/** The shop and the code of its processes, as they talk with each other. */
export class CodeShop implements Pick<CodePlayer, 'request' | 'resume'> {
  readonly #host: ClientHost
  readonly #plan: PlanShopEvent
  readonly #noteDone: (process: string, order: number) => void
  readonly #lives = new Map<string, Life>()
  readonly #calls = new Map<number, Call>()
  readonly #jobs = new Map<number, number>()
  #nextCall = 1

  /** @param noteDone hears that code has marked an order as done. */
  constructor(
    host: ClientHost,
    plan: PlanShopEvent,
    noteDone: (process: string, order: number) => void,
  ) {
    this.#host = host
    this.#plan = plan
    this.#noteDone = noteDone
  }

  /** A process begins anew; what its last life left undone is nobody's any more. */
  begin(process: string, pid: number): void {
    this.#lives.set(process, { pid, handler: null, unhandled: [], open: new Set() })
  }

  /** What is asked for in the name of a call, once the shop has begun with it as a job. */
  started(id: number, job: number): void {
    this.#jobs.set(job, id)
  }

  /** Orders that wait for the code of a process: to take them, and to answer them. */
  openOrders(process: string): Record<'unhandled' | 'unanswered', readonly number[]> {
    const life = this.#lives.get(process)
    const unhandled = (life?.unhandled ?? []).map(({ order }) => order)
    return { unhandled, unanswered: [...(life?.open ?? [])] }
  }

  request(process: string, order: number, job: number, cause: FactId | null): void {
    const life = this.#lives.get(process)
    if (life?.handler === null) life.unhandled.push({ order, job, cause })
    else if (life !== undefined) this.#resumeHandler(life, { order, job, cause })
  }

  resume(process: string, job: number, result: JobResult, cause: FactId | null): void {
    const id = this.#jobs.get(job) ?? 0
    const call = this.#calls.get(id)
    this.#jobs.delete(job)
    this.#calls.delete(id)
    if (call === undefined) return
    const { what, order } = call.call
    if (what === 'update-order' && order !== null) this.#noteDone(process, order)
    this.#host.resume(
      call.process,
      () => {
        call.process.holds--
        call.settle(result)
      },
      cause,
    )
  }

  /** What a process finds under the name 'shop'. */
  apiOf(pid: number, isWeb: boolean): ShopApi {
    const ask = <Answer>(
      what: CodeCall['what'],
      order: Order | number | null,
      answerOf: (orders: readonly number[]) => Answer,
    ) => this.#ask(pid, what, order === null ? null : numberOf(order), answerOf)
    return {
      onOrder: (handler) => {
        if (!isWeb)
          throw new Error('Failed to handle orders: only a web process is asked by customers.')
        if (typeof handler !== 'function') throw new TypeError('onOrder takes a function.')
        this.#handleWith(pid, handler)
      },
      sendMail: (order) => ask('mail', order, () => undefined),
      database: {
        newOrders: () => ask('select-new', null, (orders) => orders),
        isDone: (order) => ask('select-order', order, (orders) => orders.length > 0),
        markDone: (order) => ask('update-order', order, (orders) => orders.length > 0),
      },
    }
  }

  #handleWith(pid: number, handler: (order: Order) => unknown): void {
    const process = this.#host.find(pid)
    const life = process === null ? undefined : this.#lives.get(process.name)
    if (process === null || life === undefined) return
    if (life.handler === null) process.holds++
    life.handler = handler
    // They come as events of their own, like requests that come later.
    for (const { job, order, cause } of life.unhandled.splice(0)) {
      const hand = () => {
        this.#handle(process, life, { job, order, cause })
      }
      process.held.push({ work: hand, cause })
    }
  }

  #resumeHandler(life: Life, request: Request): void {
    const process = this.#host.find(life.pid)
    if (process === null) return
    this.#host.resume(process, () => this.#handle(process, life, request), request.cause)
  }

  #handle(process: ClientProcess, life: Life, { order, job }: Request): void {
    const { handler } = life
    if (handler === null) return
    life.open.add(order)
    const end = (result: JobResult) => {
      life.open.delete(order)
      if (!process.isAlive) return
      this.#plan(us(process.spent), { type: 'job-continues', job, result }, process.cause)
    }
    const fail = (error: unknown) => {
      if (error instanceof ExitSignal || !process.isAlive) return
      process.tellOf(error)
      end({ type: 'failed', reason: 'handler-failed' })
    }
    const run = async () => {
      await handler({ order, ...orderAttributes(order) })
      end({ type: 'done' })
    }
    run().catch(fail)
  }

  #ask<Answer>(
    pid: number,
    what: CodeCall['what'],
    order: number | null,
    answerOf: (orders: readonly number[]) => Answer,
  ): Promise<Answer> {
    const process = this.#host.find(pid)
    return new Promise((resolve, reject) => {
      if (process === null) return
      process.holds++
      const id = this.#nextCall++
      const settle = (result: JobResult) => {
        if (result.type === 'failed')
          reject(
            new Error(`The e-mail was not sent: ${MAIL_FAILURES[result.reason] ?? result.reason}`),
          )
        else resolve(answerOf(result.type === 'rows' ? result.orders : []))
      }
      const call = { process: process.name, what, order }
      this.#calls.set(id, { process, call, settle })
      this.#plan(us(process.spent), { type: 'shop.called', pid, id, call }, process.cause)
    })
  }
}

/** Why the provider did not send, as an error says it. */
const MAIL_FAILURES: Readonly<Record<string, string>> = {
  'mail-failed': 'the provider refused it.',
  'mail-down': 'the provider did not answer within 30 s.',
}

function numberOf(order: unknown): number {
  const number =
    typeof order === 'object' && order !== null && 'order' in order ? order.order : order
  if (Number.isSafeInteger(number)) return number as number
  throw new TypeError(
    `An order is its number, or an object with it in 'order'. Received ${String(order)}.`,
  )
}
