// Node's own types say `any` in these places: code that is right there must be right here.
// oxlint-disable typescript/no-explicit-any

/** What learners' code can import beside amqplib and the shop: as much of each as the sandbox has. */

declare module 'events' {
  import self = require('events')

  class EventEmitter {
    static defaultMaxListeners: number
    addListener(event: string | symbol, listener: (...given: any[]) => void): this
    on(event: string | symbol, listener: (...given: any[]) => void): this
    once(event: string | symbol, listener: (...given: any[]) => void): this
    off(event: string | symbol, listener: (...given: any[]) => void): this
    removeListener(event: string | symbol, listener: (...given: any[]) => void): this
    removeAllListeners(event?: string | symbol): this
    prependListener(event: string | symbol, listener: (...given: any[]) => void): this
    setMaxListeners(count: number): this
    emit(event: string | symbol, ...given: any[]): boolean
    eventNames(): (string | symbol)[]
    listenerCount(event: string | symbol): number
    listeners(event: string | symbol): ((...given: any[]) => void)[]
  }
  namespace EventEmitter {
    export { self as EventEmitter }
    /** Resolves with what the next such event carries; rejects when 'error' comes first. */
    export function once(emitter: self, event: string | symbol): Promise<any[]>
  }
  export = EventEmitter
}

declare module 'timers/promises' {
  /** Resolves with `value` after so many milliseconds. */
  export function setTimeout<Value = void>(delayMs?: number, value?: Value): Promise<Value>
  /** Resolves with `value` after everything that is due now. */
  export function setImmediate<Value = void>(value?: Value): Promise<Value>
}

declare module 'timers' {
  const timers: {
    setTimeout: typeof setTimeout
    setInterval: typeof setInterval
    setImmediate: typeof setImmediate
    clearTimeout: typeof clearTimeout
    clearInterval: typeof clearInterval
    clearImmediate: typeof clearImmediate
  }
  export = timers
}

declare module 'buffer' {
  const buffer: { Buffer: BufferConstructor }
  namespace buffer {
    type Buffer = globalThis.Buffer
  }
  export = buffer
}

declare module 'process' {
  export = process
}

declare module 'crypto' {
  export function randomUUID(): string
  export function randomBytes(count: number): Buffer
  /** An integer from `min` (0 when left out) to `max`, excluded. */
  export function randomInt(max: number): number
  export function randomInt(min: number, max: number): number
}

declare module 'util' {
  export function format(...values: unknown[]): string
  export function inspect(value: unknown, options?: { depth?: number | null }): string
  export function promisify(action: (...given: any[]) => void): (...given: any[]) => Promise<any>
  export function isDeepStrictEqual(one: unknown, other: unknown): boolean
}

declare module 'assert' {
  function assert(value: unknown, message?: string | Error): asserts value
  namespace assert {
    function ok(value: unknown, message?: string | Error): asserts value
    function equal(actual: unknown, expected: unknown, message?: string | Error): void
    function notEqual(actual: unknown, expected: unknown, message?: string | Error): void
    function deepEqual(actual: unknown, expected: unknown, message?: string | Error): void
    function strictEqual<Value>(
      actual: unknown,
      expected: Value,
      message?: string | Error,
    ): asserts actual is Value
    function notStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void
    function deepStrictEqual<Value>(
      actual: unknown,
      expected: Value,
      message?: string | Error,
    ): asserts actual is Value
    function throws(action: () => unknown, message?: string | Error): void
    function rejects(
      action: Promise<unknown> | (() => Promise<unknown>),
      message?: string | Error,
    ): Promise<void>
    function fail(message?: string | Error): never
  }
  export = assert
}

declare module 'querystring' {
  export function parse(text: string): Record<string, string | string[]>
  export function stringify(fields: Readonly<Record<string, unknown>>): string
  export function escape(text: string): string
  export function unescape(text: string): string
}

declare module 'url' {
  const url: { URL: typeof URL; URLSearchParams: typeof URLSearchParams }
  namespace url {
    type URL = globalThis.URL
    type URLSearchParams = globalThis.URLSearchParams
  }
  export = url
}

declare module 'stream' {
  import EventEmitter = require('events')
  type Done = (error?: Error | null) => void

  export class Readable extends EventEmitter implements AsyncIterable<any> {
    constructor(options?: { objectMode?: boolean; read?(this: Readable, size: number): void })
    static from(values: Iterable<unknown> | AsyncIterable<unknown>): Readable
    read(size?: number): any
    push(chunk: unknown): boolean
    pause(): this
    resume(): this
    setEncoding(encoding: BufferEncoding): this
    pipe<Target extends Writable>(target: Target): Target
    destroy(error?: Error): this
    [Symbol.asyncIterator](): AsyncIterableIterator<any>
  }
  export class Writable extends EventEmitter {
    constructor(options?: {
      objectMode?: boolean
      write?(this: Writable, chunk: any, encoding: BufferEncoding, done: Done): void
      final?(this: Writable, done: Done): void
    })
    write(chunk: unknown, done?: Done): boolean
    end(chunk?: unknown, done?: () => void): this
    cork(): void
    uncork(): void
    destroy(error?: Error): this
  }
  export class Duplex extends Readable {
    write(chunk: unknown, done?: Done): boolean
    end(chunk?: unknown, done?: () => void): this
    cork(): void
    uncork(): void
  }
  export class Transform extends Duplex {
    constructor(options?: {
      objectMode?: boolean
      transform?(this: Transform, chunk: any, encoding: BufferEncoding, done: Done): void
      flush?(this: Transform, done: Done): void
    })
  }
  export class PassThrough extends Transform {}
}

declare module 'net' {
  // A class is extended here, not only its type.
  // oxlint-disable-next-line typescript/consistent-type-imports
  import { Duplex } from 'stream'

  export interface ConnectOptions {
    host?: string
    port: number
    timeout?: number
  }
  export class Socket extends Duplex {
    readonly connecting: boolean
    readonly remoteAddress?: string
    readonly remotePort?: number
    readonly localPort?: number
    readonly bytesRead: number
    readonly bytesWritten: number
    connect(options: ConnectOptions, onConnect?: () => void): this
    setTimeout(delayMs: number, onTimeout?: () => void): this
    setNoDelay(isOn?: boolean): this
    setKeepAlive(isOn?: boolean, delayMs?: number): this
    ref(): this
    unref(): this
  }
  export function connect(options: ConnectOptions, onConnect?: () => void): Socket
  export function connect(port: number, host?: string, onConnect?: () => void): Socket
  export function createConnection(options: ConnectOptions, onConnect?: () => void): Socket
  export function createConnection(port: number, host?: string, onConnect?: () => void): Socket
  export function isIP(text: string): 0 | 4 | 6
  export function isIPv4(text: string): boolean
  export function isIPv6(text: string): boolean
}

declare module 'tls' {
  // The sandbox's network carries plain connections only: amqplib's types name this, and no more.
  export interface ConnectionOptions {
    host?: string
    port?: number
    servername?: string
    rejectUnauthorized?: boolean
  }
}

declare module 'node:assert' {
  import module = require('assert')
  export = module
}
declare module 'node:buffer' {
  import module = require('buffer')
  export = module
}
declare module 'node:crypto' {
  export * from 'crypto'
}
declare module 'node:events' {
  import module = require('events')
  export = module
}
declare module 'node:net' {
  export * from 'net'
}
declare module 'node:process' {
  export = process
}
declare module 'node:querystring' {
  export * from 'querystring'
}
declare module 'node:stream' {
  export * from 'stream'
}
declare module 'node:timers' {
  import module = require('timers')
  export = module
}
declare module 'node:timers/promises' {
  export * from 'timers/promises'
}
declare module 'node:tls' {
  export * from 'tls'
}
declare module 'node:url' {
  import module = require('url')
  export = module
}
declare module 'node:util' {
  export * from 'util'
}
