import { after } from '#engine'
import type { BrokerError } from '../checks/broker-error.ts'
import { closeConnection } from '../commands/connect.ts'
import { failConnection } from '../lifecycle/closing.ts'
import type { WireConnection } from './connection.ts'
import { expectBy } from './deadline.ts'
import { CLOSING_TIMEOUT, REFUSAL_DELAY } from './limits.ts'
import { flush } from './outbox.ts'
import { closeWireConnection, dropContents } from './server-methods.ts'
import type { WireServer } from './server.ts'

/** Ends a connection because of an error the client is told about. */
export function fail(server: WireServer, connection: WireConnection, error: BrokerError): void {
  const { host, phase } = connection
  const known = host?.broker.connections.get(connection.name)
  if (host !== null && known !== undefined) {
    failConnection(host.broker, host.context, known, error)
  } else if (phase === 'opening' || phase === 'running') {
    closeWireConnection(server, connection, error)
  } else if (phase === 'closing') end(server, connection)
  else refuseSilently(server, connection, error.text)
}

/** Stops listening to a client that is not trusted, and ends the stream a while later. */
export function refuseSilently(
  server: WireServer,
  connection: WireConnection,
  reason: string,
): void {
  connection.phase = 'refused'
  connection.error = reason
  expectBy(server, connection, after(server.settings.recorder.now, REFUSAL_DELAY))
}

/** Lets the client hang up after both have said that it is over; that takes it only so long. */
export function awaitHangUp(server: WireServer, connection: WireConnection): void {
  dropContents(server, connection)
  connection.phase = 'ended'
  connection.pulse.nextSend = null
  connection.pulse.nextReceive = null
  expectBy(server, connection, after(server.settings.recorder.now, CLOSING_TIMEOUT))
}

/** Ends the stream in order: everything was said. */
export function end(server: WireServer, connection: WireConnection): void {
  if (connection.phase === 'closed') return
  flush(server, connection)
  forget(server, connection)
  connection.socket.end()
}

/** Ends the stream without a word, as when the client's silence ends the patience. */
export function abandon(server: WireServer, connection: WireConnection, reason: string): void {
  if (connection.phase === 'closed') return
  connection.error ??= reason
  connection.outbox.length = 0
  forget(server, connection)
  connection.socket.abort()
}

/** Forgets a connection whose stream is gone: what it held goes back at once. */
export function forget(server: WireServer, connection: WireConnection): void {
  if (connection.phase === 'closed') return
  dropContents(server, connection)
  connection.phase = 'closed'
  connection.deadline = null
  connection.pulse.nextSend = null
  connection.pulse.nextReceive = null
  connection.confirming.clear()
  connection.channels.clear()
  server.dirty.delete(connection)
  server.connections.delete(connection.name)
  const { host, name, error } = connection
  if (host !== null && host.broker.isRunning) {
    closeConnection(host.broker, host.context, { connection: name, reason: 'socket-lost' })
  }
  const detail = error === null ? '' : typeof error === 'string' ? error : error.text
  server.settings.notice?.({ connection: name, what: 'closed', detail })
}
