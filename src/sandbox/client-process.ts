import { between, us, type FactId, type Instant } from '#engine'
import type { Kernel, Realm } from './kernel.ts'
import type { Emitter, LibraryScope, ProcessFace } from './library-scope.ts'
import { ProcessTimers } from './process-timers.ts'
import type { SocketOwner } from './network.ts'

/** Thrown by `process.exit` to leave the code that called it; nobody is told of it. */
export class ExitSignal extends Error {
  override readonly name = 'ExitSignal'
}

/** Where in its source code is; lines count from 1. */
export interface CodePlace {
  readonly file: string
  readonly line: number
}

/** What a process needs of the host it runs on. */
export interface ProcessHost {
  readonly kernel: Kernel
  readonly realm: Realm
  placeOf(error: unknown): CodePlace | null
  /** Takes work that may resume the process's code; it is done now or when the process is free. */
  resume(process: ClientProcess, work: () => void, cause: FactId | null): void
  end(
    process: ClientProcess,
    how: 'exited' | 'crashed' | 'killed',
    code: number,
    error: string | null,
  ): void
}

/** Reading the clock is free this often in one turn; after that it is a loop that waits for it. */
const FREE_CLOCK_READS = 1_000
const CLOCK_READ_US = 10

/** One process: client code with its own timers, sockets and libraries, and the turn it is in. */
export class ClientProcess implements SocketOwner {
  readonly name: string
  readonly pid: number
  readonly timers: ProcessTimers
  readonly startedAt: Instant
  /** Work that came while the process was busy, oldest first. */
  readonly held: { readonly work: () => void; readonly cause: FactId | null }[] = []
  isAlive = true
  /** Its 'exit' listeners are being called: nothing they do ends it once more. */
  isEnding = false
  /** The fact that led to the turn the process is in. */
  cause: FactId | null = null
  /** Until when the process computes and takes nothing. */
  busyUntil: Instant
  /** Whether the promise its program gave back has not settled. */
  isMainPending = false
  /** How many things outside of its timers and sockets it waits for: they keep it alive. */
  holds = 0
  /** `process` of the program, once its libraries are there. */
  face: (ProcessFace & Emitter) | null = null
  readonly #host: ProcessHost
  /** Known by its identity: asking a value for its class would run code of whoever threw it. */
  readonly #exitSignal = new ExitSignal('the process has ended')
  #spent = 0
  #clockReads = 0
  #ticks: (() => void)[] = []
  #isTickPlanned = false
  #isInTurn = false

  constructor(host: ProcessHost, name: string, pid: number) {
    this.#host = host
    this.name = name
    this.pid = pid
    this.startedAt = host.kernel.now
    this.busyUntil = host.kernel.now
    this.timers = new ProcessTimers(host.kernel, this)
  }

  /** Microseconds the process has been computing in this turn. */
  get spent(): number {
    return this.#spent
  }

  /** The process's own instant: the run's, and what it has been computing since. Asking takes time. */
  readClock(): Instant {
    if (this.#isInTurn && ++this.#clockReads > FREE_CLOCK_READS) this.#spent += CLOCK_READ_US
    return (this.#host.kernel.now + this.#spent) as Instant
  }

  /** Microseconds since the process started, by its own clock. */
  readUptime(): number {
    return between(this.startedAt, this.readClock())
  }

  /** Keeps the process computing for so long: it takes nothing before that is over. */
  compute(microseconds: number): void {
    this.#spent += us(Math.max(0, microseconds))
  }

  resume(work: () => void, cause: FactId | null): void {
    this.#host.resume(this, work, cause)
  }

  /** Runs the part of a turn that does not wait for promises. */
  beginTurn(work: () => void, cause: FactId | null): void {
    this.cause = cause
    this.#isInTurn = true
    this.#spent = 0
    this.#clockReads = 0
    this.guard(work)
    this.#runTicks()
  }

  /** The promises have had their turn too. */
  endTurn(): void {
    this.#isInTurn = false
    this.busyUntil = (this.#host.kernel.now + this.#spent) as Instant
    this.#spent = 0
  }

  /** Calls code that may throw; what nobody catches ends the process, as in Node. */
  guard(work: () => void): void {
    if (!this.isAlive) return
    try {
      work()
    } catch (error) {
      this.fail(error, 'uncaughtException')
    }
  }

  /** What happens to an exception or a rejection that nobody caught. */
  fail(error: unknown, event: 'uncaughtException' | 'unhandledRejection'): void {
    if (error === this.#exitSignal || !this.isAlive) return
    const face = this.face
    if (face !== null && face.listenerCount(event) > 0) {
      this.#guardHandler(() => face.emit(event, error, event))
      return
    }
    if (this.#host.placeOf(error) !== null) this.tellOf(error)
    this.#host.end(this, 'crashed', 1, describeError(error))
  }

  /** Puts an exception of the process's code on record. */
  tellOf(error: unknown): FactId {
    const { name: process, pid } = this
    const { file, line } = this.#host.placeOf(error) ?? { file: null, line: null }
    const fields = { process, pid, file, line, message: describeError(error) }
    this.cause = this.#host.kernel.record('sandbox.exception-thrown', fields, this.cause)
    return this.cause
  }

  /** Node's own queue: everything in it happens before the promises go on. */
  nextTick: LibraryScope['process']['nextTick'] = (callback, ...given) => {
    this.#ticks.push(() => callback(...(given as never[])))
    if (this.#isTickPlanned) return
    this.#isTickPlanned = true
    this.#host.realm.microtask(() => {
      this.#runTicks()
    })
  }

  queueMicrotask = (callback: () => void): void => {
    this.#host.realm.microtask(() => {
      this.guard(callback)
    })
  }

  exit(code: number): never {
    this.#host.end(this, 'exited', code, null)
    throw this.#exitSignal
  }

  /** A listener for failures that fails itself ends the process at once. */
  #guardHandler(work: () => unknown): void {
    try {
      work()
    } catch (error) {
      if (error === this.#exitSignal) return
      this.#host.end(this, 'crashed', 7, describeError(error))
    }
  }

  #runTicks(): void {
    this.#isTickPlanned = true
    while (this.isAlive) {
      const tick = this.#ticks.shift()
      if (tick === undefined) break
      this.guard(tick)
    }
    this.#ticks = []
    this.#isTickPlanned = false
  }
}

const ERROR_CHARS_MAX = 10_000

/** An error in one line that is the same in every engine: stacks name files and are not. */
export function describeError(error: unknown): string {
  try {
    return textOf(error).slice(0, ERROR_CHARS_MAX)
  } catch {
    return 'Error: what was thrown cannot be shown'
  }
}

/** @throws whatever the parts of the error throw when they are asked for. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const text = error.name === '' ? error.message : `${error.name}: ${error.message}`
  // As in Node: without its cause nobody knows what a failed fetch is about.
  return error.cause instanceof Error ? `${text} [cause: ${error.cause.message}]` : text
}
