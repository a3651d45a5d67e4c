import { Buffer } from 'node:buffer'
import { Duplex } from 'node:stream'
import type { TimerHandle } from '../library-scope.ts'
import type { SocketHandle } from '../socket-port.ts'
import { scope } from './scope.ts'
import { socketError, type SocketTarget } from './socket-error.ts'

type Done = (error?: Error | null) => void

/** What a connection is made with; everything else Node takes has no meaning here. */
export interface ConnectOptions {
  readonly host?: string | undefined
  readonly port: number | string
  readonly timeout?: number | undefined
}

/** Node's TCP socket over the run's network: a Duplex with the same events and the same errors. */
export class Socket extends Duplex {
  connecting = false
  remoteAddress: string | undefined
  remotePort: number | undefined
  remoteFamily: string | undefined
  localAddress: string | undefined
  localPort: number | undefined
  bytesRead = 0
  bytesWritten = 0
  timeout = 0
  #target: SocketTarget = { host: 'localhost', address: '127.0.0.1', port: 0 }
  #handle: SocketHandle | null = null
  #idleTimer: TimerHandle | null = null

  constructor() {
    super({ allowHalfOpen: false, autoDestroy: true, emitClose: false, decodeStrings: true })
  }

  connect(options: ConnectOptions, onConnect?: () => void): this {
    const host = options.host === undefined || options.host === '' ? 'localhost' : options.host
    const port = Number(options.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw badPort(options.port)
    const address = isIP(host) === 0 || host === '::1' ? '127.0.0.1' : host
    this.#target = { host, address, port }
    this.connecting = true
    if (onConnect !== undefined) this.once('connect', onConnect)
    if (options.timeout !== undefined) this.setTimeout(options.timeout)
    this.#handle = scope.network.connect(this.#target, {
      onConnect: () => {
        this.#connected()
      },
      onData: (bytes) => {
        this.bytesRead += bytes.length
        this.#touch()
        this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      },
      onEnd: () => {
        this.push(null)
        // A stream whose buffer is empty says so only to somebody who reads.
        this.read(0)
      },
      onFault: (fault) => {
        this.destroy(socketError(fault, this.#target))
      },
    })
    return this
  }

  override _read(): void {
    // Bytes are pushed as they come: the network keeps nothing back.
  }

  override _write(chunk: Uint8Array, _encoding: string, done: Done): void {
    this.#whenConnected(() => {
      if (this.#handle === null) {
        done(socketError({ code: 'EPIPE', syscall: 'write' }, this.#target))
        return
      }
      this.bytesWritten += chunk.length
      this.#touch()
      this.#handle.write(chunk, done)
    })
  }

  override _final(done: Done): void {
    this.#whenConnected(() => {
      this.#handle?.end()
      done()
    })
  }

  override _destroy(error: Error | null, done: Done): void {
    this.connecting = false
    this.setTimeout(0)
    this.#handle?.destroy()
    this.#handle = null
    done(error)
    // Node's sockets say with 'close' whether there was an error, after they have said which.
    scope.process.nextTick(() => this.emit('close', error !== null))
  }

  /** Emits 'timeout' after so many milliseconds without traffic; 0 ends the watch. */
  setTimeout(delayMs: number, onTimeout?: () => void): this {
    this.timeout = delayMs
    if (this.#idleTimer !== null) scope.clearTimeout(this.#idleTimer)
    this.#idleTimer = null
    if (delayMs > 0) {
      if (onTimeout !== undefined) this.once('timeout', onTimeout)
      this.#idleTimer = scope.setTimeout(() => this.emit('timeout'), delayMs).unref()
    } else if (onTimeout !== undefined) this.removeListener('timeout', onTimeout)
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  address(): { readonly address: string; readonly family: string; readonly port: number } | object {
    if (this.localPort === undefined) return {}
    return { address: '127.0.0.1', family: 'IPv4', port: this.localPort }
  }

  get pending(): boolean {
    return this.#handle === null || this.connecting
  }

  get readyState(): string {
    if (this.connecting) return 'opening'
    if (this.readable) return this.writable ? 'open' : 'readOnly'
    return this.writable ? 'writeOnly' : 'closed'
  }

  destroySoon(): void {
    if (this.writable) this.end()
    if (this.writableFinished) this.destroy()
    else {
      this.once('finish', () => {
        this.destroy()
      })
    }
  }

  #whenConnected(work: () => void): void {
    if (this.connecting) this.once('connect', work)
    else work()
  }

  #connected(): void {
    this.connecting = false
    this.remoteAddress = this.#target.address
    this.remotePort = this.#target.port
    this.remoteFamily = 'IPv4'
    this.localAddress = '127.0.0.1'
    this.localPort = this.#handle?.localPort
    this.#touch()
    this.emit('connect')
    this.emit('ready')
  }

  #touch(): void {
    this.#idleTimer?.refresh()
  }
}

/** Opens a connection, as Node's function of this name: options, or port and host. */
export function connect(...given: readonly unknown[]): Socket {
  const onConnect = given.find((one): one is () => void => typeof one === 'function')
  const [first, second] = given
  if (typeof first === 'object' && first !== null) {
    return new Socket().connect(first as ConnectOptions, onConnect)
  }
  const host = typeof second === 'string' ? second : undefined
  return new Socket().connect({ port: first as number, host }, onConnect)
}

/** The other name of {@link connect}. */
export function createConnection(...given: readonly unknown[]): Socket {
  return connect(...given)
}

/** Nothing in a run's process can be connected to. */
export function createServer(): never {
  throw new Error(
    'Failed to create a server: a process of the sandbox can connect, and not be connected to. Use the broker, or the shop’s HTTP API.',
  )
}

/** 4 or 6 for the text of an address, 0 for anything else. */
export function isIP(text: unknown): 0 | 4 | 6 {
  const address = String(text)
  if (/^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(address)) return 4
  return address.includes(':') && /^[\da-f:.]+$/i.test(address) ? 6 : 0
}

/** Whether a text is an IPv4 address. */
export function isIPv4(text: unknown): boolean {
  return isIP(text) === 4
}

/** Whether a text is an IPv6 address. */
export function isIPv6(text: unknown): boolean {
  return isIP(text) === 6
}

function badPort(port: unknown): RangeError {
  const message = `Port should be >= 0 and < 65536. Received ${String(port)}.`
  return Object.assign(new RangeError(message), { code: 'ERR_SOCKET_BAD_PORT' })
}
