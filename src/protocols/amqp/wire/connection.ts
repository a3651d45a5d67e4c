import type { Instant } from '#engine'
import type { BrokerError } from '../checks/broker-error.ts'
import type { BrokerContext, ServerMethod } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import type { MessageProperties } from '../state/message.ts'
import { createWriter, type ByteWriter } from './byte-writer.ts'
import { createInbox, type Inbox } from './frame.ts'
import { FRAME_MAX } from './limits.ts'
import type { WireMethod } from './method.ts'

/** The server's end of a byte stream. None of its functions may call back into the server. */
export interface WireSocket {
  /** Sends bytes, which nobody changes afterwards. */
  write(bytes: Uint8Array): void
  /** Ends the stream after what was written. */
  end(): void
  /** Ends the stream at once; what has not left is lost. */
  abort(): void
  /** Stops and goes on giving the server what arrives: an overfull client waits. */
  pause(): void
  resume(): void
  /** How many written bytes have not left yet; 0 for a stream that takes everything. */
  unsentBytes(): number
}

/** Where a connection is on its way through the protocol. */
export type Phase =
  /** Waits for the eight bytes that begin the protocol. */
  | 'header'
  | 'starting'
  | 'tuning'
  | 'opening'
  | 'running'
  /** The server has closed it and waits for close-ok; whatever else comes is ignored. */
  | 'closing'
  /** Refused before the client was trusted: nothing is read, the stream ends after a while. */
  | 'refused'
  /** Closed in order: nothing is read, and it is the client who hangs up. */
  | 'ended'
  | 'closed'

/** A content whose frames are arriving. */
export interface IncomingContent {
  readonly method: Extract<
    WireMethod,
    { readonly method: 'basic.publish' | 'basic.deliver' | 'basic.return' | 'basic.get-ok' }
  >
  /** Null until the content header is there. */
  properties: MessageProperties | null
  bodyBytes: number
  readonly pieces: Uint8Array[]
  receivedBytes: number
  /** What the unfinished pieces count for in the limit. */
  cost: number
  /** Refused already: the rest is read and thrown away. */
  isDropped: boolean
}

/** A channel as the wire sees it. */
export interface WireChannel {
  readonly number: number
  /** Closed by the server; ignores everything until the client has answered. */
  isClosing: boolean
  content: IncomingContent | null
  /** Confirms of this turn that are not written yet, the newest of a run without gaps. */
  confirm: { first: number; last: number } | null
  /** Every tag up to this one is confirmed. */
  confirmedUpTo: number
  /** Confirmed tags with one before them that is not; empty as long as confirms come in order. */
  readonly confirmedAbove: Set<number>
}

/** One client and everything the wire knows of it. */
export interface WireConnection {
  /** Unique over the server. */
  readonly name: string
  readonly socket: WireSocket
  phase: Phase
  readonly inbox: Inbox
  readonly outbox: ByteWriter
  readonly channels: Map<number, WireChannel>
  /** Channels with confirms to be written when the turn ends. */
  readonly confirming: Set<WireChannel>
  /** Negotiated; 0 for no heartbeats and for no limit on channels. */
  frameMax: number
  channelMax: number
  heartbeatSeconds: number
  user: string
  capabilities: ReadonlySet<string>
  host: VirtualHost | null
  /** What the broker sent while an answer that goes first was being made; null outside of that. */
  held: ServerMethod[] | null
  /** It leaves too much unread: its consumers get nothing for now. */
  isBehind: boolean
  /** An alarm is on: this command waits, and behind it what arrives. */
  heldCommand: HeldCommand | null
  isPaused: boolean
  /** Bytes of contents that are not complete. */
  contentBytes: number
  receivedBytes: number
  sentBytes: number
  readonly pulse: Pulse
  /** When patience ends: with the handshake, or with a client that does not answer a close. */
  deadline: Instant | null
  /** Why it ended, for the log; null while nothing has gone wrong. */
  error: BrokerError | string | null
}

/** A complete command that may not be carried out yet. */
export interface HeldCommand {
  readonly channel: WireChannel
  readonly method: WireMethod
  readonly content: IncomingContent | null
}

/** What heartbeats need to know. */
export interface Pulse {
  nextSend: Instant | null
  nextReceive: Instant | null
  sentAtCheck: number
  receivedAtCheck: number
  /** How many looks in a row found nothing new. */
  silentChecks: number
}

/** A virtual host: its broker, and how the wire speaks with it. */
export interface VirtualHost {
  readonly broker: Broker
  readonly context: BrokerContext
}

/** A connection that has just been accepted. */
export function createConnection(name: string, socket: WireSocket): WireConnection {
  return {
    name,
    socket,
    phase: 'header',
    inbox: createInbox(),
    outbox: createWriter(512),
    channels: new Map(),
    confirming: new Set(),
    frameMax: FRAME_MAX,
    channelMax: 0,
    heartbeatSeconds: 0,
    user: '',
    capabilities: new Set(),
    host: null,
    held: null,
    isBehind: false,
    heldCommand: null,
    isPaused: false,
    contentBytes: 0,
    receivedBytes: 0,
    sentBytes: 0,
    pulse: {
      nextSend: null,
      nextReceive: null,
      sentAtCheck: 0,
      receivedAtCheck: 0,
      silentChecks: 0,
    },
    deadline: null,
    error: null,
  }
}

/** A channel that has just been opened. */
export function createWireChannel(number: number): WireChannel {
  return {
    number,
    isClosing: false,
    content: null,
    confirm: null,
    confirmedUpTo: 0,
    confirmedAbove: new Set(),
  }
}
