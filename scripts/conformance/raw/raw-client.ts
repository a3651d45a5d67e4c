import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { decodeHeader, encodeHeader, plainResponse } from './content.ts'
import { decodeMethod, encodeMethod } from './method-codec.ts'
import { methodById, methodByName } from './methods.ts'
import { long, short } from './primitives.ts'
import type { Arguments } from './primitives.ts'

/** A frame a client met, in words. */
export type Frame = Readonly<Record<string, unknown>>

const METHOD = 1
const HEADER = 2
const BODY = 3
const HEARTBEAT = 8

/** Frames as a case writes them, for what amqplib cannot or will not send. */
export class RawClient {
  /** Frames that came and nobody took; the last is `{ end: … }` when the server hung up. */
  private readonly inbox: Frame[] = []
  private readonly socket: Socket
  private rest: Buffer = Buffer.alloc(0)
  private waiting: (() => void) | null = null
  /** Heartbeats are counted, and otherwise not seen. */
  heartbeatCount = 0

  constructor(host: string, port: number) {
    this.socket = connect({ host, port })
    this.socket.setNoDelay(true)
    this.socket.on('data', (bytes) => this.read(bytes))
    this.socket.on('end', () => this.arrive({ end: 'closed' }))
    this.socket.on('error', () => this.arrive({ end: 'closed' }))
  }

  /** The handshake of a polite client; the answer to `connection.open`, or what came instead. */
  async open(options: Arguments = {}): Promise<Frame> {
    this.bytes('AMQP\0\0\x09\x01')
    await this.next()
    const response = options['response'] ?? plainResponse('guest', 'guest')
    this.send(0, 'connection.start-ok', {
      clientProperties: { capabilities: options['capabilities'] ?? {} },
      mechanism: options['mechanism'] ?? 'PLAIN',
      response,
      locale: 'en_US',
    })
    const tune = await this.next()
    if (tune['method'] !== 'connection.tune') return tune
    const { channelMax = 2047, frameMax = 131_072, heartbeat = 0 } = options
    this.send(0, 'connection.tune-ok', { channelMax, frameMax, heartbeat })
    this.send(0, 'connection.open', { virtualHost: options['virtualHost'] ?? '/' })
    return this.next()
  }

  async openChannel(channel = 1): Promise<Frame> {
    this.send(channel, 'channel.open')
    return this.next()
  }

  send(channel: number, method: string, values: Arguments = {}): void {
    this.frame(METHOD, channel, encodeMethod(methodByName(method), values))
  }

  /** A method that is answered, and the next frame that comes. */
  call(channel: number, method: string, values: Arguments = {}): Promise<Frame> {
    this.send(channel, method, values)
    return this.next()
  }

  header(channel: number, bodySize: number, properties: Arguments = {}, classId = 60): void {
    this.frame(HEADER, channel, encodeHeader(bodySize, properties, classId))
  }

  body(channel: number, text: string | Buffer): void {
    this.frame(BODY, channel, Buffer.from(text))
  }

  /** A whole message, header and body. */
  publish(channel: number, values: Arguments, text: string, properties: Arguments = {}): void {
    this.send(channel, 'basic.publish', values)
    this.header(channel, Buffer.byteLength(text), properties)
    if (text !== '') this.body(channel, text)
  }

  frame(type: number, channel: number, payload: Buffer, end = 0xce): void {
    const head = [Buffer.of(type), short(channel), long(payload.length)]
    this.bytes(Buffer.concat([...head, payload, Buffer.of(end)]))
  }

  bytes(bytes: string | Buffer): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  }

  /** The next frame; `{ nothing }` when none comes in that time. */
  async next(patienceMs = 4_000): Promise<Frame> {
    if (this.inbox.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs)
        this.waiting = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.waiting = null
    }
    return this.inbox.shift() ?? { nothing: true }
  }

  /** All frames up to the first silence of that length, or to the end. */
  async all(silenceMs = 200): Promise<Frame[]> {
    const frames: Frame[] = []
    for (;;) {
      const frame = await this.next(silenceMs)
      if ('nothing' in frame) return frames
      frames.push(frame)
      if ('end' in frame) return frames
    }
  }

  /** Stops reading, so that bytes wait in the network. */
  pause(): void {
    this.socket.pause()
  }

  /** Half of an orderly end, or a cut. */
  hangUp(how: 'end' | 'reset' = 'end'): void {
    if (how === 'end') this.socket.end()
    else this.socket.resetAndDestroy()
  }

  destroy(): void {
    this.socket.destroy()
  }

  private arrive(frame: Frame): void {
    if ('end' in (this.inbox.at(-1) ?? {})) return
    this.inbox.push(frame)
    this.waiting?.()
  }

  private read(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes])
    if (this.rest.length >= 8 && this.rest.toString('latin1', 0, 4) === 'AMQP') {
      this.arrive({ protocolHeader: this.rest.toString('hex', 4, 8) })
      this.rest = this.rest.subarray(8)
    }
    while (this.rest.length >= 8) {
      const size = this.rest.readUInt32BE(3)
      if (this.rest.length < size + 8) return
      const payload = this.rest.subarray(7, 7 + size)
      this.take(this.rest.readUInt8(0), this.rest.readUInt16BE(1), payload)
      this.rest = this.rest.subarray(size + 8)
    }
  }

  private take(type: number, channel: number, payload: Buffer): void {
    if (type === HEARTBEAT) this.heartbeatCount++
    else if (type === METHOD) {
      const shape = methodById(payload.readUInt16BE(0), payload.readUInt16BE(2))
      this.arrive({ channel, method: shape.name, ...decodeMethod(shape, payload) })
    } else if (type === HEADER) this.arrive({ channel, header: decodeHeader(payload) })
    else this.arrive({ channel, body: payload.toString() })
  }
}
