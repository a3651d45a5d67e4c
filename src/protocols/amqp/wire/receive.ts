import { mustHold } from '../commands/alarm.ts'
import { closeConnection } from '../commands/connect.ts'
import { readerOf } from './byte-reader.ts'
import { channelFrame } from './channel-frames.ts'
import { perform } from './commands.ts'
import type { WireConnection } from './connection.ts'
import { awaitHangUp, end, fail } from './ending.ts'
import { FRAME_BODY, FRAME_HEADER, FRAME_HEARTBEAT, FRAME_METHOD, takeFrame } from './frame.ts'
import { settle, type Frame, type FrameFault } from './frame.ts'
import { open, readProtocolHeader, startOk, tuneOk } from './handshake.ts'
import { methodName, readMethod, type WireMethod } from './method.ts'
import { sendMethod } from './outbox.ts'
import { CONTENT_HEADER_SIZE } from './properties.ts'
import type { WireServer } from './server.ts'
import { frameError, misplacedFrame, undecodable, wireError } from './wire-error.ts'

/** Reads what waits in the inbox as far as the connection may go on. */
export function readInbox(server: WireServer, connection: WireConnection): void {
  const { inbox } = connection
  if (connection.phase === 'header' && !readProtocolHeader(server, connection)) {
    settle(inbox)
    return
  }
  while (canRead(connection)) {
    const frame = takeFrame(inbox, connection.frameMax)
    if (frame === null) break
    if ('fault' in frame) {
      inbox.start = inbox.end
      fail(server, connection, faultError(connection, frame))
      break
    }
    readFrame(server, connection, frame)
  }
  // A client that is not read any more must not fill the memory either.
  if (isOver(connection)) inbox.start = inbox.end
  settle(inbox)
}

/** Goes on with a connection that had to wait, when there is nothing to wait for any more. */
export function resume(server: WireServer, connection: WireConnection): void {
  const { heldCommand, host } = connection
  if (heldCommand !== null && host !== null) {
    const isPublish = heldCommand.content !== null
    const { broker, context } = host
    if (mustHold(broker, context, { connection: connection.name, isPublish })) return
    server.heldConnections.delete(connection)
    connection.heldCommand = null
    const { channel, method, content } = heldCommand
    perform(server, connection, { channel, method, content })
  }
  readInbox(server, connection)
}

function canRead(connection: WireConnection): boolean {
  return !isOver(connection) && connection.heldCommand === null && !connection.isPaused
}

function isOver({ phase }: WireConnection): boolean {
  return phase === 'refused' || phase === 'ended' || phase === 'closed'
}

function faultError(connection: WireConnection, frame: FrameFault) {
  const { inbox } = connection
  if (frame.fault === 'too-large') {
    const reason = `{frame_too_large,${frame.size},${connection.frameMax - 8}}`
    return frameError(frame.type, NO_BYTES, reason)
  }
  const payload = inbox.bytes.subarray(frame.start, frame.start + frame.size)
  return frameError(frame.type, payload, `{invalid_frame_end_marker,${frame.end}}`)
}

const NO_BYTES = new Uint8Array(0)

/** The shortest payload each type of frame can have. */
const SIZE_MIN: Readonly<Record<number, number>> = {
  [FRAME_METHOD]: 4,
  [FRAME_HEADER]: CONTENT_HEADER_SIZE,
  [FRAME_BODY]: 0,
  [FRAME_HEARTBEAT]: 0,
}

function readFrame(server: WireServer, connection: WireConnection, frame: Frame): void {
  const { type, channel, bytes, start, end: stop } = frame
  const sizeMin = SIZE_MIN[type]
  const isHeartbeat = type === FRAME_HEARTBEAT
  if (sizeMin === undefined || stop - start < sizeMin || (isHeartbeat && stop > start)) {
    fail(server, connection, frameError(type, bytes.subarray(start, stop), 'unknown_frame'))
  } else if (isHeartbeat) {
    if (channel !== 0) fail(server, connection, misplacedFrame(frame))
  } else if (channel === 0) {
    if (type === FRAME_METHOD) readConnectionMethod(server, connection, frame)
    else if (connection.phase !== 'closing') fail(server, connection, misplacedFrame(frame))
  } else if (connection.phase === 'running') channelFrame(server, connection, frame)
  else if (connection.phase !== 'closing') fail(server, connection, misplacedFrame(frame))
}

function readConnectionMethod(server: WireServer, connection: WireConnection, frame: Frame): void {
  const { bytes, start, end: stop } = frame
  const reader = readerOf(bytes, start, stop)
  const [classId, methodId] = [reader.view.getUint16(start), reader.view.getUint16(start + 2)]
  const name = methodName(classId, methodId)
  if (name === null) {
    fail(server, connection, wireError('NOT_IMPLEMENTED', 'unknown method', [classId, methodId]))
    return
  }
  reader.at += 4
  const method = readMethod(reader, name)
  if (method === null) {
    fail(server, connection, undecodable(reader, bytes.subarray(start + 4, stop), name))
    return
  }
  connectionMethod(server, connection, method)
}

function connectionMethod(
  server: WireServer,
  connection: WireConnection,
  method: WireMethod,
): void {
  const { phase } = connection
  if (method.method === 'connection.close') {
    closeByClient(server, connection)
    return
  }
  if (phase === 'closing') {
    if (method.method === 'connection.close-ok') end(server, connection)
    return
  }
  if (phase === 'starting' && method.method === 'connection.start-ok') {
    startOk(server, connection, method)
  } else if (phase === 'tuning' && method.method === 'connection.tune-ok') {
    tuneOk(server, connection, method)
  } else if (phase === 'opening' && method.method === 'connection.open') {
    open(server, connection, method)
  } else if (phase === 'running' && method.method === 'connection.update-secret') {
    sendMethod(server, connection, 0, { method: 'connection.update-secret-ok' })
  } else {
    const detail = `unexpected method in connection state ${phase}`
    fail(server, connection, wireError('CHANNEL_ERROR', detail, method.method))
  }
}

function closeByClient(server: WireServer, connection: WireConnection): void {
  const { host, name } = connection
  if (connection.phase === 'running' && host !== null) {
    closeConnection(host.broker, host.context, { connection: name, reason: 'client' })
  }
  sendMethod(server, connection, 0, { method: 'connection.close-ok' })
  // When both have closed at once, the client's answer to ours is still to come.
  if (connection.phase !== 'closing') awaitHangUp(server, connection)
}
