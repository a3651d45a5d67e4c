import { after } from '#engine'
import { assert } from '#std'
import { runTimers, nextTimer } from '../commands/clock.ts'
import { stopBroker } from '../commands/restart.ts'
import {
  createConnection,
  type VirtualHost,
  type WireConnection,
  type WireSocket,
} from './connection.ts'
import { earliest, expectBy, nextInstant } from './deadline.ts'
import { end, abandon, forget } from './ending.ts'
import { put, settle } from './frame.ts'
import { beat } from './heartbeat.ts'
import { HANDSHAKE_TIMEOUT } from './limits.ts'
import { readInbox } from './receive.ts'
import type { WireServer } from './server.ts'
import { drain, endTurn } from './turn.ts'

/** What the owner of a stream tells the server about it. */
export interface WireEnd {
  /** Takes bytes as they arrive, in pieces of any size; they must not change afterwards. */
  receive(bytes: Uint8Array): void
  /** Written bytes have left: the server may go on with what waited. */
  drained(): void
  /** The stream is gone; nothing can be written to it any more. */
  closed(): void
}

/** Takes a new stream. The name is what the broker and its facts call the connection. */
export function acceptSocket(server: WireServer, socket: WireSocket, name: string): WireEnd {
  server.acceptedCount++
  const isTaken = server.connections.has(name)
  const unique = isTaken ? `${name} #${server.acceptedCount}` : name
  const connection = createConnection(unique, socket)
  const { notice, recorder } = server.settings
  notice?.call(server.settings, { connection: unique, what: 'accepted', detail: '' })
  if (server.connections.size >= server.limits.connections) {
    abandon(server, connection, `the limit of ${server.limits.connections} connections is reached`)
  } else {
    server.connections.set(unique, connection)
    expectBy(server, connection, after(recorder.now, HANDSHAKE_TIMEOUT))
    endTurn(server)
  }
  return {
    receive(bytes) {
      receive(server, connection, bytes)
    },
    drained() {
      drain(server, connection)
      endTurn(server)
    },
    closed() {
      if (connection.phase !== 'ended') connection.error ??= 'the client went away without closing'
      forget(server, connection)
      endTurn(server)
    },
  }
}

/** Does what is due now: timers of the brokers, heartbeats, ends of patience. */
export function wake(server: WireServer): void {
  const { now } = server.settings.recorder
  server.armedFor = null
  for (const { broker, context } of server.hosts.values()) {
    const due = broker.isRunning ? nextTimer(broker) : null
    if (due !== null && due <= now) runTimers(broker, context)
  }
  let next = null
  for (const connection of server.connections.values()) {
    beat(server, connection, now)
    if (connection.deadline !== null && connection.deadline <= now) giveUp(server, connection)
    next = earliest(next, nextInstant(connection))
  }
  server.nextConnectionInstant = next
  endTurn(server)
}

/**
 * Lets somebody who is not a client act on a virtual host's broker: an operator, or a process of the
 * simulation. What the broker sends because of it goes out before this returns.
 */
export function actOn<Result>(
  server: WireServer,
  virtualHost: string,
  act: (host: VirtualHost) => Result,
): Result {
  const host = server.hosts.get(virtualHost)
  assert(host !== undefined, `the server has a virtual host ${virtualHost}`)
  const result = act(host)
  endTurn(server)
  return result
}

/** Stops all brokers: in order every client is told 320, killed nobody is told anything. */
export function stopServer(server: WireServer, how: 'clean' | 'killed'): void {
  for (const { broker, context } of server.hosts.values()) {
    if (broker.isRunning) stopBroker(broker, context, { how })
  }
  for (const connection of server.connections.values()) {
    if (how === 'killed') abandon(server, connection, 'the broker was killed')
    else if (connection.phase !== 'closing') end(server, connection)
  }
  endTurn(server)
}

function receive(server: WireServer, connection: WireConnection, bytes: Uint8Array): void {
  if (connection.phase === 'closed') return
  connection.receivedBytes += bytes.length
  put(connection.inbox, bytes)
  if (connection.isPaused || connection.heldCommand !== null) settle(connection.inbox)
  else readInbox(server, connection)
  endTurn(server)
}

function giveUp(server: WireServer, connection: WireConnection): void {
  const isRefused = connection.phase === 'refused' || connection.phase === 'ended'
  const reason = REASONS[connection.phase] ?? 'handshake timeout'
  if (isRefused) end(server, connection)
  else abandon(server, connection, reason)
}

/** Why patience has ended, by the phase it ended in. */
const REASONS: Readonly<Record<string, string>> = {
  running: 'it does not read what it is sent',
  closing: 'no answer to the close',
}
