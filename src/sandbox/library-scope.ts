import type { RequestPort } from './request-port.ts'
import type { SocketPort } from './socket-port.ts'

/** A timer as Node's own code gives it back: it can be named, and it can be forgotten by the process. */
export interface TimerHandle {
  ref(): TimerHandle
  unref(): TimerHandle
  hasRef(): boolean
  /** Starts the same wait again from now. */
  refresh(): TimerHandle
  close(): void
  [Symbol.toPrimitive](): number
}

type Callback = (...given: never[]) => unknown

/** `process` as client code sees it, before the libraries make an event emitter of it. */
export interface ProcessFace {
  readonly pid: number
  readonly title: string
  readonly argv: readonly string[]
  readonly env: Record<string, string>
  readonly platform: string
  readonly version: string
  readonly versions: Readonly<Record<string, string>>
  nextTick(callback: Callback, ...given: unknown[]): void
  hrtime: ((since?: readonly [number, number]) => [number, number]) & { bigint(): bigint }
  uptime(): number
  cwd(): string
  exit(code?: number): never
  kill(pid: number, signal?: string): never
  exitCode: number | undefined
  readonly stdout: { write(text: unknown): boolean }
  readonly stderr: { write(text: unknown): boolean }
}

/** What is different for each process of a run: its time, its chance, its network. */
export interface LibraryScope {
  setTimeout(callback: Callback, delayMs?: number, ...given: unknown[]): TimerHandle
  clearTimeout(timer: unknown): void
  setInterval(callback: Callback, delayMs?: number, ...given: unknown[]): TimerHandle
  clearInterval(timer: unknown): void
  setImmediate(callback: Callback, ...given: unknown[]): TimerHandle
  clearImmediate(timer: unknown): void
  queueMicrotask(callback: () => void): void
  readonly process: ProcessFace
  readonly Date: DateConstructor
  readonly Math: Math
  readonly performance: ClientPerformance
  readonly crypto: ClientCrypto
  readonly network: SocketPort
  readonly requests: RequestPort
}

/** The part of `performance` that client code has. */
export interface ClientPerformance {
  readonly timeOrigin: number
  /** Virtual milliseconds since the process started, with fractions. */
  now(): number
}

/** The part of `crypto` that client code has. Its bytes are the run's: seeded, and never secret. */
export interface ClientCrypto {
  getRandomValues<Bytes extends ArrayBufferView>(bytes: Bytes): Bytes
  randomUUID(): string
}

/** What stands in the scope of client code for the web; see the file of each for what it has. */
export interface ClientWeb {
  readonly fetch: unknown
  readonly AbortController: unknown
  readonly AbortSignal: unknown
}

/** What the bundled libraries are to the sandbox, once for each process. */
export interface ClientLibraries {
  /** What `import` finds, by the name client code writes; `node:` is optional there. */
  readonly modules: Readonly<Record<string, unknown>>
  /** The one Buffer that amqplib takes. */
  readonly Buffer: unknown
  readonly web: ClientWeb
  /** Text of values as `console.log` writes it. */
  format(...values: unknown[]): string
  /** Gives an object `on`, `once`, `off`, `emit` and `listenerCount`. */
  makeEmitter<Target extends object>(target: Target): Target & Emitter
}

/** The part of an event emitter that the sandbox itself uses. */
export interface Emitter {
  on(event: string, listener: (...given: never[]) => unknown): unknown
  emit(event: string, ...given: unknown[]): boolean
  listenerCount(event: string): number
}

/** Instantiates the libraries for one process; the build makes it from the real packages. */
export type CreateLibraries = (scope: LibraryScope) => ClientLibraries
