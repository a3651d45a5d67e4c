import type { Message, MessageProperties } from '../state/message.ts'
import { createWriter, written } from './byte-writer.ts'
import type { WireChannel, WireConnection } from './connection.ts'
import { beginFrame, endFrame, FRAME_HEADER, FRAME_HEARTBEAT, FRAME_METHOD } from './frame.ts'
import { FRAME_OVERHEAD, writeBody } from './frame.ts'
import { writeMethod, type WireAnswer } from './method.ts'
import { writeContentHeader } from './properties.ts'
import type { WireServer } from './server.ts'
import { utf8Bytes } from './utf8.ts'

/** Written bytes go to the socket before the turn ends when there are this many. */
const FLUSH_BYTES = 262_144

/** Puts a method into what the connection gets at the end of this turn. */
export function sendMethod(
  server: WireServer,
  connection: WireConnection,
  channel: number,
  method: WireAnswer,
): void {
  if (connection.phase === 'closed') return
  const { outbox } = connection
  const at = beginFrame(outbox, FRAME_METHOD, channel)
  writeMethod(outbox, method)
  endFrame(outbox, at)
  server.dirty.add(connection)
}

/** Puts a method with its content there: method, header and body in one go. */
export function sendContent(
  server: WireServer,
  connection: WireConnection,
  channel: number,
  method: WireAnswer,
  message: Message,
): void {
  if (connection.phase === 'closed') return
  sendMethod(server, connection, channel, method)
  const { outbox, frameMax } = connection
  const body = bodyOf(message)
  const at = beginFrame(outbox, FRAME_HEADER, channel)
  const properties: MessageProperties = message.properties
  writeContentHeader(outbox, { bodyBytes: body.length, properties }, server.propertyBytes)
  endFrame(outbox, at)
  writeBody(outbox, channel, body, frameMax - FRAME_OVERHEAD)
  if (outbox.length >= FLUSH_BYTES) flush(server, connection)
}

/** A heartbeat: an empty frame. */
export function sendHeartbeat(server: WireServer, connection: WireConnection): void {
  const at = beginFrame(connection.outbox, FRAME_HEARTBEAT, 0)
  endFrame(connection.outbox, at)
  server.dirty.add(connection)
}

/** Writes the confirms a channel has collected, as few as possible. */
export function sendConfirms(
  server: WireServer,
  connection: WireConnection,
  channel: WireChannel,
): void {
  const { confirm } = channel
  if (confirm === null) return
  channel.confirm = null
  const { first, last } = confirm
  if (first === channel.confirmedUpTo + 1) {
    confirmUpTo(channel, last)
    const multiple = last > first
    sendMethod(server, connection, channel.number, {
      method: 'basic.ack',
      deliveryTag: last,
      multiple,
    })
    return
  }
  for (let deliveryTag = first; deliveryTag <= last; deliveryTag++) {
    channel.confirmedAbove.add(deliveryTag)
    sendMethod(server, connection, channel.number, { method: 'basic.ack', deliveryTag })
  }
}

/** Remembers that every tag up to `tag` is confirmed. */
export function confirmUpTo(channel: WireChannel, tag: number): void {
  channel.confirmedUpTo = Math.max(channel.confirmedUpTo, tag)
  while (channel.confirmedAbove.delete(channel.confirmedUpTo + 1)) channel.confirmedUpTo++
}

/** Gives the socket everything written so far. */
export function flush(server: WireServer, connection: WireConnection): void {
  for (const channel of connection.confirming) sendConfirms(server, connection, channel)
  connection.confirming.clear()
  server.dirty.delete(connection)
  const { outbox } = connection
  if (outbox.length === 0) return
  connection.sentBytes += outbox.length
  if (outbox.length > KEPT_BYTES) {
    const { bytes, length } = outbox
    const fresh = createWriter()
    outbox.bytes = fresh.bytes
    outbox.view = fresh.view
    outbox.length = 0
    connection.socket.write(bytes.subarray(0, length))
    return
  }
  const bytes = written(outbox)
  outbox.length = 0
  connection.socket.write(bytes)
}

/** A larger outbox is handed over as it is instead of being copied. */
const KEPT_BYTES = 16_384

/** What a built-in producer put in as an object goes out as JSON. */
function bodyOf(message: Message): Uint8Array {
  const { payload } = message
  if (payload instanceof Uint8Array) return payload
  if (payload === undefined || payload === null) return NO_BYTES
  return utf8Bytes(typeof payload === 'string' ? payload : JSON.stringify(payload))
}

const NO_BYTES = new Uint8Array(0)
