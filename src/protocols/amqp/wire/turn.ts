import { after } from '#engine'
import { nextTimer } from '../commands/clock.ts'
import { resumeDeliveries } from '../lifecycle/slow-client.ts'
import type { WireConnection } from './connection.ts'
import { earliest, expectBy } from './deadline.ts'
import { UNREAD_TIMEOUT } from './limits.ts'
import { flush } from './outbox.ts'
import { resume } from './receive.ts'
import { unreadBytes } from './server-methods.ts'
import type { WireServer } from './server.ts'

/**
 * Ends a turn: what was written goes to the sockets, connections that waited go on, and the clock
 * is told when the server has to look again.
 */
export function endTurn(server: WireServer): void {
  for (const connection of server.heldConnections) resume(server, connection)
  for (const connection of server.dirty) {
    flush(server, connection)
    // A stream that takes everything at once never says that it has drained.
    if (connection.isBehind) drain(server, connection)
    limitUnread(server, connection)
  }
  rearm(server)
}

/** Gives a client that has read something what waited for it, and listens to it again. */
export function drain(server: WireServer, connection: WireConnection): void {
  const { host, name } = connection
  if (connection.phase === 'closed' || unreadBytes(connection) > server.limits.unreadBytes) return
  if (connection.isPaused) {
    connection.isPaused = false
    expectBy(server, connection, null)
    connection.socket.resume()
  }
  if (connection.isBehind && host !== null && host.broker.isRunning) {
    connection.isBehind = false
    resumeDeliveries(host.broker, host.context, name)
  }
  resume(server, connection)
}

/** Unread bytes from which on a client is not listened to, as a multiple of the limit. */
const DEAF_FACTOR = 4

/** Whoever asks and never reads the answers is not listened to, and in the end not kept. */
function limitUnread(server: WireServer, connection: WireConnection): void {
  const { phase, isPaused } = connection
  if (phase !== 'running' || isPaused) return
  if (unreadBytes(connection) <= server.limits.unreadBytes * DEAF_FACTOR) return
  connection.isPaused = true
  connection.socket.pause()
  expectBy(server, connection, after(server.settings.recorder.now, UNREAD_TIMEOUT))
}

function rearm(server: WireServer): void {
  let next = server.nextConnectionInstant
  for (const { broker } of server.hosts.values()) {
    if (broker.isRunning) next = earliest(next, nextTimer(broker))
  }
  if (next === server.armedFor) return
  server.armedFor = next
  server.settings.wakeAt(next)
}
