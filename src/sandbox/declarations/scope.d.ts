// Node's own types say `any` in these places: code that is right there must be right here.
// oxlint-disable typescript/no-explicit-any

/**
 * What stands around learners' code without an import: what process-scope.ts and lock-down.ts leave
 * there, written as Node's own types have it, so that the same file is right in a Node project.
 */

interface Timer {
  ref(): this
  unref(): this
  hasRef(): boolean
  /** Starts the same wait again from now. */
  refresh(): this
  close(): this
  [Symbol.toPrimitive](): number
}

declare function setTimeout<Given extends unknown[]>(
  callback: (...given: Given) => void,
  delayMs?: number,
  ...given: Given
): Timer
declare function setInterval<Given extends unknown[]>(
  callback: (...given: Given) => void,
  delayMs?: number,
  ...given: Given
): Timer
declare function setImmediate<Given extends unknown[]>(
  callback: (...given: Given) => void,
  ...given: Given
): Timer
declare function clearTimeout(timer: Timer | number | string | undefined): void
declare function clearInterval(timer: Timer | number | string | undefined): void
declare function clearImmediate(timer: Timer | undefined): void
declare function queueMicrotask(callback: () => void): void
declare function structuredClone<Value>(value: Value): Value
declare function atob(text: string): string
declare function btoa(text: string): string

interface Console {
  log(...values: unknown[]): void
  info(...values: unknown[]): void
  debug(...values: unknown[]): void
  warn(...values: unknown[]): void
  error(...values: unknown[]): void
  trace(...values: unknown[]): void
  dir(value: unknown): void
  assert(condition: unknown, ...values: unknown[]): void
}
declare var console: Console

type Signal = 'SIGTERM' | 'SIGINT'

interface Process {
  readonly pid: number
  readonly title: string
  readonly argv: string[]
  readonly env: Record<string, string | undefined>
  readonly platform: string
  readonly version: string
  readonly versions: Readonly<Record<string, string>>
  readonly stdout: { write(text: string): boolean }
  readonly stderr: { write(text: string): boolean }
  exitCode: number | undefined
  /** Ends the process at once; what its sockets have not written is lost. */
  exit(code?: number): never
  nextTick<Given extends unknown[]>(callback: (...given: Given) => void, ...given: Given): void
  hrtime: { (since?: [number, number]): [number, number]; bigint(): bigint }
  /** Seconds since the process started. */
  uptime(): number
  cwd(): string
  on(event: Signal, listener: (signal: Signal) => void): this
  on(event: 'exit' | 'beforeExit', listener: (code: number) => void): this
  on(event: 'uncaughtException', listener: (error: Error, origin: string) => void): this
  on(event: 'unhandledRejection', listener: (reason: unknown) => void): this
  once(event: Signal, listener: (signal: Signal) => void): this
  once(event: 'exit' | 'beforeExit', listener: (code: number) => void): this
  once(event: 'uncaughtException', listener: (error: Error, origin: string) => void): this
  once(event: 'unhandledRejection', listener: (reason: unknown) => void): this
  off(event: string, listener: (...given: any[]) => void): this
  removeAllListeners(event?: string): this
  listenerCount(event: string): number
}
declare var process: Process

declare var performance: {
  readonly timeOrigin: number
  /** Milliseconds since the process started, with fractions. */
  now(): number
}

declare var crypto: {
  getRandomValues<Bytes extends ArrayBufferView>(bytes: Bytes): Bytes
  randomUUID(): string
}

type BufferEncoding =
  'utf8' | 'utf-8' | 'ascii' | 'latin1' | 'binary' | 'base64' | 'hex' | 'utf16le'

/** Bytes; the content of a message is one. */
interface Buffer extends Uint8Array<ArrayBuffer> {
  toString(encoding?: BufferEncoding, start?: number, end?: number): string
  toJSON(): { type: 'Buffer'; data: number[] }
  equals(other: Uint8Array): boolean
  compare(other: Uint8Array): number
  copy(target: Uint8Array, targetStart?: number, start?: number, end?: number): number
  write(text: string, offset?: number, length?: number, encoding?: BufferEncoding): number
  slice(start?: number, end?: number): Buffer
  subarray(start?: number, end?: number): Buffer
  readUInt8(offset?: number): number
  readUInt16BE(offset?: number): number
  readUInt32BE(offset?: number): number
  readInt32BE(offset?: number): number
  readDoubleBE(offset?: number): number
  writeUInt8(value: number, offset?: number): number
  writeUInt16BE(value: number, offset?: number): number
  writeUInt32BE(value: number, offset?: number): number
  writeInt32BE(value: number, offset?: number): number
  writeDoubleBE(value: number, offset?: number): number
}

interface BufferConstructor {
  readonly prototype: Buffer
  from(text: string, encoding?: BufferEncoding): Buffer
  from(bytes: ArrayLike<number> | ArrayBuffer): Buffer
  alloc(size: number, fill?: string | number | Uint8Array, encoding?: BufferEncoding): Buffer
  allocUnsafe(size: number): Buffer
  concat(list: readonly Uint8Array[], totalLength?: number): Buffer
  byteLength(text: string | ArrayBuffer | ArrayBufferView, encoding?: BufferEncoding): number
  compare(one: Uint8Array, other: Uint8Array): -1 | 0 | 1
  isBuffer(value: unknown): value is Buffer
  isEncoding(name: string): name is BufferEncoding
}
declare var Buffer: BufferConstructor

declare class TextEncoder {
  readonly encoding: string
  encode(text?: string): Uint8Array<ArrayBuffer>
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  readonly encoding: string
  decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string
}

declare class URLSearchParams implements Iterable<[string, string]> {
  constructor(init?: string | Record<string, string> | Iterable<[string, string]>)
  append(name: string, value: string): void
  delete(name: string): void
  get(name: string): string | null
  getAll(name: string): string[]
  has(name: string): boolean
  set(name: string, value: string): void
  keys(): IterableIterator<string>
  values(): IterableIterator<string>
  entries(): IterableIterator<[string, string]>
  [Symbol.iterator](): IterableIterator<[string, string]>
  toString(): string
}
declare class URL {
  constructor(address: string, base?: string | URL)
  hash: string
  host: string
  hostname: string
  href: string
  readonly origin: string
  password: string
  pathname: string
  port: string
  protocol: string
  search: string
  readonly searchParams: URLSearchParams
  username: string
  toJSON(): string
}

declare class Event {
  constructor(type: string)
  readonly type: string
}
declare class EventTarget {
  addEventListener(
    type: string,
    listener: (event: Event) => void,
    options?: { once?: boolean; signal?: AbortSignal },
  ): void
  removeEventListener(type: string, listener: (event: Event) => void): void
  dispatchEvent(event: Event): boolean
}
declare class AbortSignal extends EventTarget {
  private constructor()
  static abort(reason?: unknown): AbortSignal
  /** Aborted after so many milliseconds. */
  static timeout(delayMs: number): AbortSignal
  static any(signals: readonly AbortSignal[]): AbortSignal
  /** Aborts after so many milliseconds. */
  static timeout(milliseconds: number): AbortSignal
  readonly aborted: boolean
  readonly reason: any
  throwIfAborted(): void
}
declare class AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}

interface Headers {
  get(name: string): string | null
  has(name: string): boolean
}
interface RequestInit {
  method?: string
  headers?: Record<string, string>
  body?: string | null
  signal?: AbortSignal | null
}
interface Response {
  /** Whether the status is from 200 to 299. */
  readonly ok: boolean
  readonly status: number
  readonly statusText: string
  readonly url: string
  readonly statusText: string
  readonly url: string
  readonly headers: Headers
  json(): Promise<unknown>
  text(): Promise<string>
}
/** Asks over HTTP; the mail provider answers at https://mail.example/send, the shop at http://shop/api/orders. */
declare function fetch(address: string | URL, init?: RequestInit): Promise<Response>
