import { after, START, type Duration, type FactId, type Instant, type Recorder } from '#engine'
import { assert } from '#std'
import type { AmqpFacts } from '../../facts.ts'
import type { MessageProperties } from '../../state/message.ts'
import { tableOf } from '../../state/table.ts'
import { readerOf } from '../byte-reader.ts'
import { createWriter, written } from '../byte-writer.ts'
import type { WireSocket } from '../connection.ts'
import { createWireServer } from '../create-server.ts'
import { beginFrame, createInbox, endFrame, put, settle, takeFrame, writeBody } from '../frame.ts'
import { FRAME_BODY, FRAME_HEADER, FRAME_HEARTBEAT, FRAME_METHOD } from '../frame.ts'
import { methodName, readMethod, writeMethod, type WireAnswer, type WireMethod } from '../method.ts'
import { readProperties, writeContentHeader } from '../properties.ts'
import { acceptSocket, wake, type WireEnd } from '../serve.ts'
import type { WireNotice, WireServer, WireSettings } from '../server.ts'
import { readUtf8, utf8Bytes } from '../utf8.ts'

/** A server in memory whose clock a test moves, and clients that speak frames. */
export interface WireWorld {
  readonly server: WireServer
  readonly notices: WireNotice[]
  readonly facts: { readonly kind: string; readonly fields: Readonly<Record<string, unknown>> }[]
  /** Lets time pass, waking the server whenever it asked to be. */
  wait(duration: Duration): void
  connect(options?: ClientOptions): WireClient
}

interface ClientOptions {
  readonly virtualHost?: string
  readonly heartbeat?: number
  readonly frameMax?: number
  readonly channelMax?: number
  readonly capabilities?: readonly string[]
  /** The bytes go to the server in pieces of this size. */
  readonly pieceBytes?: number
  /** Stops before the handshake. */
  readonly isRaw?: boolean
}

/** A frame as a client sees it; a heartbeat has the method 'heartbeat'. */
export type Received =
  | (WireMethod & { readonly channel: number })
  | { readonly method: 'header'; readonly channel: number; readonly properties: MessageProperties }
  | { readonly method: 'body'; readonly channel: number; readonly text: string }
  | { readonly method: 'heartbeat'; readonly channel: number }

export interface WireClient {
  readonly end: WireEnd
  /** How often the server wrote to the socket. */
  writes: number
  isEnded: boolean
  isPaused: boolean
  /** What the socket says has not left. */
  unsent: number
  /** Everything that came and was not read yet. */
  readonly received: Received[]
  send(channel: number, method: WireAnswer): void
  publish(channel: number, fields: PublishFields): void
  raw(bytes: Uint8Array): void
  /** Takes what has come since the last call. */
  read(): readonly Received[]
  /** The names of the methods that have come since the last call. */
  methods(): readonly string[]
}

interface PublishFields {
  readonly exchange?: string
  readonly routingKey: string
  readonly body?: string
  readonly mandatory?: boolean
  readonly properties?: MessageProperties
}

export function wireWorld(settings: Partial<WireSettings> = {}): WireWorld {
  let now: Instant = START
  let wakeInstant: Instant | null = null
  const notices: WireNotice[] = []
  const facts: WireWorld['facts'] = []
  const recorder: Recorder<AmqpFacts> = {
    get now() {
      return now
    },
    cause: null,
    record(kind, fields) {
      facts.push({ kind, fields })
      return (facts.length - 1) as FactId
    },
  }
  const server = createWireServer({
    recorder,
    wakeAt(instant) {
      wakeInstant = instant
    },
    notice: (notice) => notices.push(notice),
    ...settings,
  })
  let count = 0
  return {
    server,
    notices,
    facts,
    wait(duration) {
      const target = after(now, duration)
      while (wakeInstant !== null && wakeInstant <= target) {
        now = wakeInstant
        wakeInstant = null
        wake(server)
      }
      now = target
    },
    connect: (options = {}) => connect(server, `client ${++count}`, options),
  }
}

function connect(server: WireServer, name: string, options: ClientOptions): WireClient {
  const inbox = createInbox()
  const { pieceBytes = Infinity } = options
  const socket: WireSocket = {
    write(bytes) {
      client.writes++
      put(inbox, bytes.slice())
      settle(inbox)
    },
    end() {
      client.isEnded = true
    },
    abort() {
      client.isEnded = true
    },
    pause() {
      client.isPaused = true
    },
    resume() {
      client.isPaused = false
    },
    unsentBytes: () => client.unsent,
  }
  const state: Omit<WireClient, 'end'> = {
    writes: 0,
    isEnded: false,
    isPaused: false,
    unsent: 0,
    received: [],
    send(channel, method) {
      client.raw(methodBytes(channel, method))
    },
    publish(channel, fields) {
      client.raw(publishBytes(channel, fields))
    },
    raw(bytes) {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        client.end.receive(bytes.slice(at, Math.min(bytes.length, at + pieceBytes)))
      }
    },
    read() {
      readFrames(inbox, client.received)
      return client.received.splice(0)
    },
    methods: () => client.read().map(({ method }) => method),
  }
  const client: WireClient = state as WireClient
  Object.assign(client, { end: acceptSocket(server, socket, name) })
  if (options.isRaw !== true) handshake(client, options)
  return client
}

function handshake(client: WireClient, options: ClientOptions): void {
  const names = options.capabilities ?? ['authentication_failure_close', 'connection.blocked']
  const { channelMax = 2_047, frameMax = 131_072, heartbeat = 0, virtualHost = '/' } = options
  const key = JSON.stringify([names, channelMax, frameMax, heartbeat, virtualHost])
  const known = HANDSHAKES.get(key)
  if (known !== undefined) {
    client.raw(known)
    client.read()
    return
  }
  const capabilities = Object.fromEntries(names.map((name) => [name, true]))
  const methods: readonly WireAnswer[] = [
    {
      method: 'connection.start-ok',
      clientProperties: tableOf({ capabilities }),
      mechanism: 'PLAIN',
      response: '\0guest\0guest',
      locale: 'en_US',
    },
    { method: 'connection.tune-ok', channelMax, frameMax, heartbeat },
    { method: 'connection.open', virtualHost },
  ]
  const frames = methods.flatMap((method) => [...methodBytes(0, method)])
  HANDSHAKES.set(key, Uint8Array.from([...PROTOCOL_HEADER, ...frames]))
  handshake(client, options)
}

/** What a client sends to get in, by its options. */
const HANDSHAKES = new Map<string, Uint8Array>()

/** Opens a channel and forgets the answer. */
export function openChannel(client: WireClient, channel = 1): void {
  client.send(channel, { method: 'channel.open' })
  client.read()
}

export const PROTOCOL_HEADER: Uint8Array = Uint8Array.of(0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1)

export function methodBytes(channel: number, method: WireAnswer): Uint8Array {
  const writer = createWriter()
  const at = beginFrame(writer, FRAME_METHOD, channel)
  writeMethod(writer, method)
  endFrame(writer, at)
  return written(writer)
}

export function publishBytes(channel: number, fields: PublishFields): Uint8Array {
  const { exchange = '', routingKey, mandatory = false, properties = {}, body = '' } = fields
  const writer = createWriter()
  const method = { method: 'basic.publish', exchange, routingKey, mandatory } as const
  const bytes = utf8Bytes(body)
  const methodAt = beginFrame(writer, FRAME_METHOD, channel)
  writeMethod(writer, method)
  endFrame(writer, methodAt)
  const headerAt = beginFrame(writer, FRAME_HEADER, channel)
  writeContentHeader(writer, { bodyBytes: bytes.length, properties }, new WeakMap())
  endFrame(writer, headerAt)
  writeBody(writer, channel, bytes, 4_088)
  return written(writer)
}

/** A frame of any type with any payload. */
export function frameBytes(type: number, channel: number, payload: Uint8Array): Uint8Array {
  const writer = createWriter()
  const at = beginFrame(writer, type, channel)
  const start = writer.length
  writer.length += payload.length
  const bytes = new Uint8Array(writer.length + 1)
  bytes.set(writer.bytes.subarray(0, start))
  bytes.set(payload, start)
  bytes[bytes.length - 1] = 0xce
  new DataView(bytes.buffer).setUint32(at + 3, payload.length)
  return bytes
}

function readFrames(inbox: ReturnType<typeof createInbox>, into: Received[]): void {
  for (;;) {
    const frame = takeFrame(inbox, 131_072)
    if (frame === null) return
    assert(!('fault' in frame), 'the server writes whole frames')
    const { channel, bytes, start, end } = frame
    if (frame.type === FRAME_HEARTBEAT) into.push({ method: 'heartbeat', channel })
    else if (frame.type === FRAME_HEADER) {
      const properties = readProperties(readerOf(bytes, start + 12, end))
      assert(properties !== null, 'the server writes whole headers')
      into.push({ method: 'header', channel, properties })
    } else if (frame.type === FRAME_BODY) {
      into.push({ method: 'body', channel, text: readUtf8(bytes, start, end) ?? '' })
    } else {
      const reader = readerOf(bytes, start + 4, end)
      const { view } = reader
      const name = methodName(view.getUint16(start), view.getUint16(start + 2))
      const method = name === null ? null : readMethod(reader, name)
      assert(method !== null, 'the server writes methods that exist')
      into.push({ ...method, channel })
    }
  }
}
