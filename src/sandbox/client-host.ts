import { assert } from '#std'
import { between, us, type Duration, type FactId } from '#engine'
import { createClientConsole, type ClientConsole } from './client-console.ts'
import type { ClientEvent } from './client-event.ts'
import { ClientProcess, type CodePlace, type ProcessHost } from './client-process.ts'
import type { Kernel, Realm } from './kernel.ts'
import type { ClientWeb, CreateLibraries, LibraryScope } from './library-scope.ts'
import { Network, type NetworkSettings } from './network.ts'
import { createLibraryScope } from './process-scope.ts'
import type { RequestPort } from './request-port.ts'

/** Everything a program finds around it: what it would find in Node, and nothing of the page. */
export interface ClientScope extends Omit<LibraryScope, 'network' | 'requests'>, ClientWeb {
  readonly console: ClientConsole
  readonly Buffer: unknown
  /**
   * What `import` of a name gives.
   *
   * @throws an Error that lists what there is, when there is no such module.
   */
  require(name: string): unknown
  /** Keeps the process computing for so many virtual milliseconds: it takes nothing meanwhile. */
  compute(milliseconds: number): void
}

/** Client code as a function of its surroundings. A promise it gives back is the end of its main part. */
export type Program = (scope: ClientScope) => unknown

/** What a process is started with. */
export interface ProcessSettings {
  /** Names the process in the trace; a process that is started again keeps its name. */
  readonly name: string
  readonly program: Program
  readonly env?: Readonly<Record<string, string>>
  /** Its number, from whoever counts processes besides this host. @defaultValue the next one */
  readonly pid?: number
}

/** What the processes of a run share. */
export interface HostSettings {
  readonly realm: Realm
  readonly createLibraries: CreateLibraries
  /** The time anything takes from one process to another. */
  readonly hopTime: Duration
  /** Wall time of the start of the run, in milliseconds since 1970. */
  readonly epochMs: number
  /** Host names that lead to the run's listeners, beside localhost. */
  readonly hosts: readonly string[]
  /** Where in its source an error was made; null when that is not known. @defaultValue null */
  readonly placeOf?: (error: unknown) => CodePlace | null
  /** Asked before each line of output; a line it refuses is dropped. @defaultValue all may be */
  readonly mayPrint?: (line: string) => boolean
  /** Takes what a process asks for over HTTP. @defaultValue nobody answers */
  readonly requestsOf?: (process: ClientProcess) => RequestPort
  /** Hears what processes write to their sockets, as it leaves. */
  readonly written?: NetworkSettings['written']
  /** Hears that a process is gone. `fact` is the one that says so; `code` is null after a signal. */
  ended?(process: EndedProcess, code: number | null, fact: FactId): void
}

/** A process that is gone. */
export interface EndedProcess {
  readonly name: string
  readonly pid: number
}

const LINE_CHARS_MAX = 10_000

/**
 * The machine that client code runs on: processes with timers and sockets of their own, whose every
 * resumption is an event of the run. It never goes on by itself: the clock may move only while
 * {@link ClientHost.running} is 0.
 */
export class ClientHost implements ProcessHost {
  readonly kernel: Kernel
  readonly realm: Realm
  readonly network: Network
  readonly #settings: HostSettings
  readonly #processes = new Map<number, ClientProcess>()
  readonly #programs = new Map<number, ProcessSettings>()
  readonly #stopHearing: () => void
  #nextPid = 1
  #current: ClientProcess | null = null
  #holds = 0
  #isOver = false
  #waiters: (() => void)[] = []

  constructor(kernel: Kernel, settings: HostSettings) {
    this.#settings = settings
    this.realm = settings.realm
    this.kernel = quiet(kernel, () => this.#isOver)
    this.network = new Network(this.kernel, settings)
    this.#stopHearing = this.realm.onUnhandledRejection((reason) => {
      this.#current?.fail(reason, 'unhandledRejection')
    })
  }

  /** How many processes are running code at this moment, and how much else that {@link hold} holds. */
  get running(): number {
    return this.#holds + (this.#current === null ? 0 : 1)
  }

  /**
   * Keeps the clock where it is while something outside of all processes computes. Call what is
   * returned, once, when it waits for the run itself or has come to its end.
   */
  hold(): () => void {
    this.#holds++
    return () => {
      this.#holds--
      this.#wakeWaiters()
    }
  }

  /** The processes that are alive, oldest first. */
  get processes(): readonly { readonly name: string; readonly pid: number }[] {
    return [...this.#processes.values()]
  }

  /** The process of that number while it is alive. */
  find(pid: number): ClientProcess | null {
    return this.#processes.get(pid) ?? null
  }

  /** Starts a process; its code runs in an event of its own, at this instant. Returns its pid. */
  start(settings: ProcessSettings): number {
    const pid = settings.pid ?? this.#nextPid++
    const process = new ClientProcess(this, settings.name, pid)
    this.#processes.set(pid, process)
    this.#programs.set(pid, settings)
    const cause = this.kernel.record('sandbox.process-started', { process: settings.name, pid })
    this.kernel.schedule(us(0), { type: 'client.begun', pid }, { cause })
    return pid
  }

  /**
   * Sends a signal. SIGKILL ends the process at once; SIGTERM may be listened for with
   * `process.on`. A pid that is not alive (any more) is nothing.
   */
  signal(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
    const process = this.#processes.get(pid)
    if (process === undefined) return
    const { face } = process
    if (signal === 'SIGTERM' && face !== null && face.listenerCount(signal) > 0) {
      // An event of its own: one input may signal several processes, and each needs its turn.
      this.kernel.schedule(us(0), { type: 'client.signalled', pid, signal })
    } else this.end(process, 'killed', signal === 'SIGKILL' ? 137 : 143, null)
  }

  /** Does what an event does to client code. At most one process is running when it returns. */
  handle(event: ClientEvent): void {
    assert(this.#current === null, 'the clock stands still while client code runs')
    this.network.newEvent()
    if (event.type === 'client.segment-arrived') {
      this.network.arrived(event)
      return
    }
    const process = this.#processes.get(event.pid)
    if (process === undefined) return
    const { cause } = this.kernel
    if (event.type === 'client.begun') {
      this.resume(process, () => this.#begin(process), cause)
    } else if (event.type === 'client.signalled') {
      this.resume(process, () => process.face?.emit(event.signal, event.signal), cause)
    } else if (event.type === 'client.woke') {
      this.#wake(process)
    } else {
      const run = process.timers.due(event.timer)
      if (run !== null) this.resume(process, run, cause)
    }
  }

  /** Resolves when something that was running has come to rest; look then whether all has. */
  async settled(): Promise<void> {
    if (this.running === 0) return
    await new Promise<void>((resolve) => {
      this.#waiters.push(resolve)
    })
  }

  /** Ends everything without a word: the run is over, and what still runs reaches nothing. */
  close(): void {
    this.#isOver = true
    this.#stopHearing()
    for (const process of this.#processes.values()) process.isAlive = false
    this.#processes.clear()
  }

  resume(process: ClientProcess, work: () => void, cause: FactId | null): void {
    if (!process.isAlive) return
    const wait = between(this.kernel.now, process.busyUntil)
    if (wait <= 0 && process.held.length === 0) {
      this.#turn(process, work, cause)
      return
    }
    process.held.push({ work, cause })
    if (process.held.length === 1) this.#planWaking(process)
  }

  placeOf(error: unknown): CodePlace | null {
    return this.#settings.placeOf?.(error) ?? null
  }

  end(
    process: ClientProcess,
    how: 'exited' | 'crashed' | 'killed',
    code: number,
    error: string | null,
  ): void {
    if (!process.isAlive || process.isEnding) return
    const { name, pid, face } = process
    process.isEnding = true
    if (how !== 'killed' && face !== null) process.guard(() => face.emit('exit', code))
    process.isAlive = false
    this.#processes.delete(pid)
    this.#programs.delete(pid)
    process.timers.drop()
    process.held.length = 0
    const fields = { process: name, pid, how, code, error }
    process.cause = this.kernel.record('sandbox.process-ended', fields, this.#causeFor(process))
    this.network.drop(process)
    this.#settings.ended?.(process, how === 'killed' ? null : code, process.cause)
  }

  #causeFor(process: ClientProcess): FactId | null {
    return process === this.#current ? process.cause : this.kernel.cause
  }

  #turn(process: ClientProcess, work: () => void, cause: FactId | null): void {
    assert(this.#current === null, 'one process runs at a time')
    this.#current = process
    this.network.newEvent()
    process.beginTurn(work, cause)
    const { realm } = this
    // Every promise has gone on when the next task begins; a browser says only after that, in a task
    // of its own, which rejections nobody looked at.
    realm.nextTask(() => {
      realm.nextTask(() => {
        this.#endTurn(process)
      })
    })
  }

  #endTurn(process: ClientProcess): void {
    process.endTurn()
    if (process.isAlive && !this.#hasWork(process)) {
      const code = process.face?.exitCode ?? (process.isMainPending ? 13 : 0)
      this.end(process, 'exited', code, null)
    }
    if (process.held.length > 0) this.#planWaking(process)
    this.#current = null
    this.#wakeWaiters()
  }

  #wakeWaiters(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const resolve of waiters) resolve()
  }

  #hasWork(process: ClientProcess): boolean {
    const { held, timers } = process
    if (process.holds > 0) return true
    return held.length > 0 || timers.keepAlive || this.network.hasSocket(process)
  }

  #wake(process: ClientProcess): void {
    const next = process.held.shift()
    if (next !== undefined) this.#turn(process, next.work, next.cause)
  }

  #planWaking({ pid, busyUntil }: ClientProcess): void {
    const wait = Math.max(0, between(this.kernel.now, busyUntil))
    this.kernel.schedule(us(wait), { type: 'client.woke', pid })
  }

  #begin(process: ClientProcess): void {
    const settings = this.#programs.get(process.pid)
    assert(settings !== undefined, 'a process that begins has a program')
    const result = settings.program(this.#createScope(process, settings))
    if (!(result instanceof Promise)) return
    process.isMainPending = true
    const settle = () => {
      process.isMainPending = false
    }
    result.then(settle, (error: unknown) => {
      settle()
      process.fail(error, 'unhandledRejection')
    })
  }

  #createScope(process: ClientProcess, { env = {} }: ProcessSettings): ClientScope {
    const print = (stream: 'stdout' | 'stderr', text: string) => {
      const { name, pid, cause } = process
      if (!process.isAlive) return
      const line = text.length > LINE_CHARS_MAX ? `${text.slice(0, LINE_CHARS_MAX)}…` : text
      if (this.#settings.mayPrint?.(line) === false) return
      this.kernel.record('sandbox.line-printed', { process: name, pid, stream, line }, cause)
    }
    const { epochMs, createLibraries, requestsOf } = this.#settings
    const network = this.network.portOf(process)
    const requests = requestsOf?.(process) ?? nobody
    const { kernel } = this
    const scope = createLibraryScope({ process, kernel, network, requests, epochMs, env, print })
    const libraries = createLibraries(scope)
    process.face = libraries.makeEmitter(scope.process)
    const { network: _network, requests: _requests, ...names } = scope
    return {
      ...names,
      ...libraries.web,
      console: createClientConsole(libraries.format, print),
      Buffer: libraries.Buffer,
      require: (name) => findModule(libraries.modules, name),
      compute(milliseconds) {
        process.compute(milliseconds * 1_000)
      },
    }
  }
}

const nobody: RequestPort = {
  send({ url }, { onFault }) {
    onFault(`Nothing answers at ${url}: this run has no HTTP. Use what can be imported.`)
    return () => undefined
  },
}

function findModule(modules: Readonly<Record<string, unknown>>, name: string): unknown {
  const plain = name.replace(/^node:/, '')
  if (Object.hasOwn(modules, plain)) return modules[plain]
  throw new Error(
    `Failed to import '${name}': the sandbox has no such module. It has ${Object.keys(modules).join(', ')}.`,
  )
}

/** A kernel that takes nothing more once the run is over: what still runs is not told. */
function quiet(kernel: Kernel, isOver: () => boolean): Kernel {
  return {
    get now() {
      return kernel.now
    },
    get cause() {
      return kernel.cause
    },
    record: (kind, fields, cause) =>
      isOver() ? (-1 as FactId) : kernel.record(kind, fields, cause),
    schedule: (delay, event, options) => kernel.schedule(delay, event, options),
    cancel: (timer) => {
      kernel.cancel(timer)
    },
    random: (purpose) => kernel.random(purpose),
  }
}
