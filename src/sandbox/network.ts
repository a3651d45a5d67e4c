import { assert } from '#std'
import { us, type Duration, type FactId, type Instant } from '#engine'
import type { ClientEvent } from './client-event.ts'
import type { Kernel } from './kernel.ts'
import type { SocketHandle, SocketListener, SocketPort } from './socket-port.ts'

/** A program that is reached at a port: the server's side of connections, told what arrives. */
export interface Listener {
  /** A client connected. */
  opened(link: string): void
  /** Bytes arrived, in the order they were sent. */
  received(link: string, bytes: Uint8Array): void
  /** The client sends nothing more: it closed, or its process is gone. Nothing of it comes after this. */
  ended(link: string): void
}

/** The process at the client's end of a connection. */
export interface SocketOwner {
  readonly name: string
  readonly pid: number
  readonly isAlive: boolean
  readonly spent: number
  readonly cause: FactId | null
  /** Lets the process take something that arrived. */
  resume(work: () => void, cause: FactId | null): void
}

type Content =
  | { readonly type: 'connect' }
  | { readonly type: 'accept' }
  | { readonly type: 'refuse' }
  | { readonly type: 'unknown-host' }
  | { readonly type: 'bytes'; readonly chunks: Uint8Array[] }
  /** Everything sent so far is taken: who waits to write may go on. */
  | { readonly type: 'room' }
  | { readonly type: 'end' }
  | { readonly type: 'reset' }

interface Segment {
  readonly content: Content
  readonly sentAt: Instant
  readonly stamp: number
  /** The fact it tells of. */
  cause: FactId | null
}

interface Link {
  readonly id: string
  readonly owner: SocketOwner
  readonly listener: SocketListener
  readonly port: number
  readonly toServer: Segment[]
  readonly toClient: Segment[]
  /** Bytes the client has written and the server has not taken. */
  unread: number
  readonly writers: (() => void)[]
  hasClient: boolean
  /** Who holds the other end; it keeps it when it stops listening. */
  server: Listener | null
  wasOpen: boolean
  /** What arrived while the server reads nothing; null while it reads. */
  kept: Segment[] | null
}

/** What the buffers of both ends take before a writer has to wait. */
const WINDOW_BYTES = 262_144
const FIRST_LOCAL_PORT = 49_152
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '::1', '0.0.0.0']

/** How the network is laid out. */
export interface NetworkSettings {
  /** The time a segment is on its way. */
  readonly hopTime: Duration
  /** Host names that lead to this network's listeners, beside those of the machine itself. */
  readonly hosts: readonly string[]
  /** Hears what processes write to their sockets, as it leaves. */
  readonly written?: ((link: string, owner: SocketOwner, bytes: Uint8Array) => void) | undefined
}

/**
 * TCP in virtual time: connections between processes and listeners, bytes in order, a window that
 * makes fast writers wait, orderly ends and resets.
 */
export class Network {
  readonly #kernel: Kernel
  readonly #settings: NetworkSettings
  readonly #listeners = new Map<number, Listener>()
  readonly #links = new Map<string, Link>()
  readonly #cut = new Set<number>()
  #parked: Extract<ClientEvent, { type: 'client.segment-arrived' }>[] = []
  #nextPort = FIRST_LOCAL_PORT
  /** Changes with each event, so that what one event sends travels together. */
  #stamp = 0

  constructor(kernel: Kernel, settings: NetworkSettings) {
    this.#kernel = kernel
    this.#settings = settings
  }

  /** Starts listening at a port: connections that arrive from now on reach `listener`. */
  listen(port: number, listener: Listener): void {
    assert(!this.#listeners.has(port), `one program listens at port ${port}`)
    this.#listeners.set(port, listener)
  }

  /** Stops listening. Connections that are open stay; new ones are refused. */
  unlisten(port: number): void {
    this.#listeners.delete(port)
  }

  /** Cuts the way to a port, or mends it: while it is cut everything waits, and nobody is told. */
  cut(port: number, isCut: boolean): void {
    if (isCut) {
      this.#cut.add(port)
      return
    }
    this.#cut.delete(port)
    const parked = this.#parked
    this.#parked = []
    for (const event of parked) this.#kernel.schedule(this.#settings.hopTime, event)
  }

  /** The network as one process reaches it. */
  portOf(owner: SocketOwner): SocketPort {
    return {
      connect: ({ host, port }, listener) => {
        const localPort = this.#nextPort++
        const link: Link = {
          id: `${owner.name}:${localPort}`,
          owner,
          listener,
          port,
          toServer: [],
          toClient: [],
          unread: 0,
          writers: [],
          hasClient: owner.isAlive,
          server: null,
          wasOpen: false,
          kept: null,
        }
        if (owner.isAlive) {
          this.#links.set(link.id, link)
          if (this.#isKnown(host)) this.#toServer(link, { type: 'connect' })
          else this.#toClient(link, { type: 'unknown-host' }, owner.cause)
        }
        return this.#handleOf(link, localPort)
      },
    }
  }

  /** Whether a process holds a socket. */
  hasSocket(owner: SocketOwner): boolean {
    for (const link of this.#links.values()) if (link.owner === owner && link.hasClient) return true
    return false
  }

  /** Takes all sockets from a process that is gone; the other ends learn it a hop later. */
  drop(owner: SocketOwner): void {
    for (const link of this.#links.values()) {
      if (link.owner === owner && link.hasClient) this.#leave(link)
    }
  }

  /** Sends bytes to a client; what one event sends arrives together. */
  send(id: string, bytes: Uint8Array, cause: FactId | null): void {
    const link = this.#links.get(id)
    if (link === undefined || link.server === null) return
    const last = link.toClient.at(-1)
    // An answer and the delivery that follows it travel together, two deliveries do not: what
    // the client does about each then has its own cause.
    const isAnswer = last?.cause === this.#kernel.cause
    if (last !== undefined && (last.cause === cause || isAnswer) && this.#append(last, bytes)) {
      last.cause = cause
    } else this.#toClient(link, { type: 'bytes', chunks: [bytes] }, cause)
  }

  /** The server closes its end, after everything it sent. */
  end(id: string, cause: FactId | null): void {
    this.#serverLeaves(id, 'end', cause)
  }

  /** The server's end is gone without a word: the client learns of it as a reset. */
  reset(id: string, cause: FactId | null): void {
    this.#serverLeaves(id, 'reset', cause)
  }

  /** The server reads nothing more from this client: when the window is full, its writers wait. */
  pause(id: string): void {
    const link = this.#links.get(id)
    if (link !== undefined) link.kept ??= []
  }

  /** The server reads again, first what has arrived meanwhile, in events of their own. */
  resume(id: string): void {
    const link = this.#links.get(id)
    if (link === undefined || link.kept === null) return
    const { kept } = link
    link.kept = null
    link.toServer.unshift(...kept)
    for (const { cause } of kept) this.#send(link, 'server', us(0), cause)
  }

  /** Names of the open connections to a port, oldest first. */
  linksAt(port: number): readonly string[] {
    return [...this.#links.values()]
      .filter((link) => link.port === port && link.server !== null)
      .map((link) => link.id)
  }

  /** Begins a new event: what is sent from now on travels in segments of its own. */
  newEvent(): void {
    this.#stamp++
  }

  /** A segment arrives at one end. */
  arrived(event: Extract<ClientEvent, { type: 'client.segment-arrived' }>): void {
    const link = this.#links.get(event.link)
    if (link === undefined) return
    if (this.#cut.has(link.port)) {
      this.#parked.push(event)
      return
    }
    const segment = (event.to === 'server' ? link.toServer : link.toClient).shift()
    assert(segment !== undefined, 'each segment has its event')
    if (event.to === 'server') {
      if (link.kept === null) this.#atServer(link, segment.content)
      else link.kept.push(segment)
    }
    if (event.to === 'client' && link.hasClient) {
      link.owner.resume(() => {
        this.#atClient(link, segment.content)
      }, segment.cause)
    }
    this.#forget(link)
  }

  #atServer(link: Link, segment: Content): void {
    const cause = this.#kernel.cause
    if (segment.type === 'connect') {
      link.server = this.#listeners.get(link.port) ?? null
      this.#toClient(link, { type: link.server === null ? 'refuse' : 'accept' }, cause)
      link.server?.opened(link.id)
    } else if (segment.type === 'bytes') {
      const bytes = joined(segment.chunks)
      link.unread -= bytes.length
      if (link.writers.length > 0) this.#toClient(link, { type: 'room' }, cause)
      if (link.server !== null) link.server.received(link.id, bytes)
      // Nobody reads them any more: whoever sends to a closed socket is told so.
      else this.#toClient(link, { type: 'reset' }, cause)
    } else link.server?.ended(link.id)
  }

  #atClient(link: Link, segment: Content): void {
    if (!link.hasClient) return
    const { name: process, pid } = link.owner
    const about = { process, pid, socket: link.id }
    const { listener, port } = link
    switch (segment.type) {
      case 'accept':
        link.wasOpen = true
        this.#kernel.record('sandbox.socket-opened', { ...about, port }, link.owner.cause)
        listener.onConnect()
        return
      case 'refuse':
      case 'unknown-host': {
        const error = segment.type === 'refuse' ? 'ECONNREFUSED' : 'ENOTFOUND'
        this.#kernel.record(
          'sandbox.connect-failed',
          { process, pid, port, error },
          link.owner.cause,
        )
        link.hasClient = false
        const syscall = segment.type === 'refuse' ? 'connect' : 'getaddrinfo'
        listener.onFault({ code: error, syscall })
        return
      }
      case 'bytes':
        listener.onData(joined(segment.chunks))
        return
      case 'room':
        while (link.writers.length > 0 && link.unread < WINDOW_BYTES) link.writers.shift()?.()
        return
      case 'end':
        listener.onEnd()
        return
      default:
        this.#kernel.record('sandbox.socket-closed', { ...about, how: 'reset' }, link.owner.cause)
        link.hasClient = false
        listener.onFault({ code: 'ECONNRESET', syscall: 'read' })
    }
  }

  #handleOf(link: Link, localPort: number): SocketHandle {
    return {
      localPort,
      write: (bytes, written) => {
        if (!link.hasClient) return
        link.unread += bytes.length
        // The caller may use its memory again, and a Buffer's slice would be the same memory.
        const copy = new Uint8Array(bytes)
        this.#settings.written?.(link.id, link.owner, copy)
        const last = link.toServer.at(-1)
        if (last === undefined || !this.#append(last, copy)) {
          this.#toServer(link, { type: 'bytes', chunks: [copy] })
        }
        if (link.unread <= WINDOW_BYTES) written()
        else link.writers.push(written)
      },
      end: () => {
        if (link.hasClient) this.#toServer(link, { type: 'end' })
      },
      destroy: () => {
        if (link.hasClient) this.#leave(link)
      },
    }
  }

  #leave(link: Link): void {
    link.hasClient = false
    link.writers.length = 0
    if (link.wasOpen) {
      const { name: process, pid, cause } = link.owner
      const fields = { process, pid, socket: link.id, how: 'closed' }
      this.#kernel.record('sandbox.socket-closed', fields, cause)
    }
    this.#toServer(link, { type: 'end' })
  }

  #serverLeaves(id: string, type: 'end' | 'reset', cause: FactId | null): void {
    const link = this.#links.get(id)
    if (link === undefined || link.server === null) return
    link.server = null
    this.#toClient(link, { type }, cause)
    this.#forget(link)
  }

  #toServer(link: Link, content: Content): void {
    const { cause, spent } = link.owner
    link.toServer.push(this.#segment(content, cause))
    this.#send(link, 'server', us(this.#settings.hopTime + spent), cause)
  }

  #toClient(link: Link, content: Content, cause: FactId | null): void {
    link.toClient.push(this.#segment(content, cause))
    this.#send(link, 'client', this.#settings.hopTime, cause)
  }

  #segment(content: Content, cause: FactId | null): Segment {
    return { content, sentAt: this.#kernel.now, stamp: this.#stamp, cause }
  }

  /** Adds bytes to a segment that has not left yet; false when it has. */
  #append({ content, sentAt, stamp }: Segment, bytes: Uint8Array): boolean {
    const isHere = sentAt === this.#kernel.now && stamp === this.#stamp
    if (content.type !== 'bytes' || !isHere) return false
    content.chunks.push(bytes)
    return true
  }

  #send(link: Link, to: 'client' | 'server', delay: Duration, cause: FactId | null): void {
    const event = { type: 'client.segment-arrived', link: link.id, to } as const
    this.#kernel.schedule(delay, event, { cause })
  }

  #forget(link: Link): void {
    const waiting = link.toServer.length + link.toClient.length + (link.kept?.length ?? 0)
    if (!link.hasClient && waiting === 0) this.#links.delete(link.id)
  }

  #isKnown(host: string): boolean {
    return LOCAL_HOSTS.includes(host) || this.#settings.hosts.includes(host)
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  if (chunks.length === 1 && first !== undefined) return first
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
