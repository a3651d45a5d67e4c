import { ms, type FactId, type TimerId } from '#engine'
import type { Kernel } from './kernel.ts'
import type { TimerHandle } from './library-scope.ts'

interface Timer {
  readonly id: number
  readonly run: () => void
  readonly delay: ReturnType<typeof ms>
  readonly repeats: boolean
  readonly handle: TimerHandle
  isRef: boolean
  /** Its event on the agenda; null while it is due and has not run. */
  planned: TimerId | null
}

/** What a process's timers need of it. */
export interface TimerOwner {
  readonly pid: number
  readonly isAlive: boolean
  /** Microseconds the process has been computing in this turn. */
  readonly spent: number
  readonly cause: FactId | null
}

const LONGEST_MS = 2 ** 31 - 1

/** The timers of one process: events of the run, with the rules of Node's. */
export class ProcessTimers {
  readonly #kernel: Kernel
  readonly #owner: TimerOwner
  readonly #timers = new Map<number, Timer>()
  #nextId = 1

  constructor(kernel: Kernel, owner: TimerOwner) {
    this.#kernel = kernel
    this.#owner = owner
  }

  /** Whether the process has something to wait for. */
  get keepAlive(): boolean {
    for (const timer of this.#timers.values()) if (timer.isRef) return true
    return false
  }

  /** Plans `run` after a wait as Node takes it: at least 1 ms, whole, and 1 ms when it is too long. */
  after(run: () => void, delayMs: unknown, repeats: boolean): TimerHandle {
    const asked = Number(delayMs)
    const delay = asked >= 1 && asked <= LONGEST_MS ? Math.trunc(asked) : 1
    return this.#add(run, ms(delay), repeats)
  }

  /** Plans `run` for now, after everything that is already due. */
  immediately(run: () => void): TimerHandle {
    return this.#add(run, ms(0), false)
  }

  /** Ends a timer, given as its handle or its number; anything else is nothing, as in Node. */
  clear(given: unknown): void {
    if (given === null || given === undefined) return
    const timer = this.#timers.get(Number(given))
    if (timer === undefined) return
    this.#timers.delete(timer.id)
    this.#unplan(timer)
  }

  /** What a due timer does; null when it was cleared since. */
  due(id: number): (() => void) | null {
    const timer = this.#timers.get(id)
    if (timer === undefined) return null
    timer.planned = null
    return () => {
      // It may have been cleared, or begun anew, while the process was busy.
      if (this.#timers.get(id) !== timer || timer.planned !== null) return
      if (timer.repeats) this.#plan(timer)
      else this.#timers.delete(id)
      timer.run()
    }
  }

  /** Ends all of them. */
  drop(): void {
    for (const timer of this.#timers.values()) this.#unplan(timer)
    this.#timers.clear()
  }

  #add(run: () => void, delay: ReturnType<typeof ms>, repeats: boolean): TimerHandle {
    const id = this.#nextId++
    const timer: Timer = {
      id,
      run,
      delay,
      repeats,
      handle: this.#handleOf(id),
      isRef: true,
      planned: null,
    }
    if (!this.#owner.isAlive) return timer.handle
    this.#timers.set(id, timer)
    this.#plan(timer)
    return timer.handle
  }

  #handleOf(id: number): TimerHandle {
    const timers = this.#timers
    const handle: TimerHandle = {
      ref() {
        const timer = timers.get(id)
        if (timer !== undefined) timer.isRef = true
        return handle
      },
      unref() {
        const timer = timers.get(id)
        if (timer !== undefined) timer.isRef = false
        return handle
      },
      hasRef: () => timers.get(id)?.isRef ?? false,
      refresh: () => {
        const timer = timers.get(id)
        if (timer !== undefined) {
          this.#unplan(timer)
          this.#plan(timer)
        }
        return handle
      },
      close: () => {
        this.clear(id)
      },
      [Symbol.toPrimitive]: () => id,
    }
    return handle
  }

  #plan(timer: Timer): void {
    const { pid, spent, cause } = this.#owner
    const delay = (timer.delay + spent) as typeof timer.delay
    const event = { type: 'client.timer-due', pid, timer: timer.id } as const
    timer.planned = this.#kernel.schedule(delay, event, { cause })
  }

  #unplan(timer: Timer): void {
    if (timer.planned !== null) this.#kernel.cancel(timer.planned)
    timer.planned = null
  }
}
