import { after } from '#engine'
import { exhaustive } from '#std'
import type { BrokerError } from '../checks/broker-error.ts'
import { stopDeliveries } from '../lifecycle/slow-client.ts'
import type { BasicDeliver, PublisherConfirm, ServerMethod } from '../server-method.ts'
import type { WireChannel, WireConnection } from './connection.ts'
import { expectBy } from './deadline.ts'
import { CLOSING_TIMEOUT, REFUSAL_DELAY } from './limits.ts'
import { confirmUpTo, sendConfirms, sendContent, sendMethod } from './outbox.ts'
import type { WireServer } from './server.ts'
import { utf8Length } from './utf8.ts'

/** Takes what the broker sends to a client and puts it on the wire. */
export function sendServerMethod(
  server: WireServer,
  connection: WireConnection,
  method: ServerMethod,
): void {
  if (connection.phase === 'closed') return
  if (connection.held !== null) {
    connection.held.push(method)
    return
  }
  switch (method.method) {
    case 'basic.deliver':
      deliver(server, connection, method)
      return
    case 'basic.return': {
      const { method: name, replyCode, replyText, exchange, routingKey } = method
      const answer = { method: name, replyCode, replyText, exchange, routingKey }
      sendContent(server, connection, method.channel, answer, method.message)
      return
    }
    case 'basic.cancel':
      sendMethod(server, connection, method.channel, {
        method: 'basic.cancel',
        consumerTag: method.consumerTag,
        noWait: true,
      })
      return
    case 'basic.ack':
    case 'basic.nack':
      confirm(server, connection, method)
      return
    case 'channel.close':
      closeWireChannel(server, connection, method.channel, method.error)
      return
    case 'connection.close':
      closeWireConnection(server, connection, method.error)
      return
    case 'connection.blocked':
      sendMethod(server, connection, 0, { method: 'connection.blocked', reason: method.reason })
      return
    case 'connection.unblocked':
      sendMethod(server, connection, 0, { method: 'connection.unblocked' })
      return
    default:
      exhaustive(method)
  }
}

/** Bytes the client has not read yet, as far as they are known. */
export function unreadBytes(connection: WireConnection): number {
  return connection.socket.unsentBytes() + connection.outbox.length
}

/** Tells the client that the connection is over, and waits for its answer only so long. */
export function closeWireConnection(
  server: WireServer,
  connection: WireConnection,
  error: BrokerError,
): void {
  dropContents(server, connection)
  connection.channels.clear()
  connection.phase = 'closing'
  connection.error = error
  sendMethod(server, connection, 0, { method: 'connection.close', ...closeFields(error) })
  // Who does not even keep to the frames will hardly answer.
  const patience = error.name === 'FRAME_ERROR' ? REFUSAL_DELAY : CLOSING_TIMEOUT
  expectBy(server, connection, after(server.settings.recorder.now, patience))
}

/** Forgets contents that are not complete. */
export function dropContents(server: WireServer, connection: WireConnection): void {
  server.unfinishedBytes -= connection.contentBytes
  connection.contentBytes = 0
  connection.heldCommand = null
  server.heldConnections.delete(connection)
}

function closeWireChannel(
  server: WireServer,
  connection: WireConnection,
  number: number,
  error: BrokerError,
): void {
  const channel = connection.channels.get(number)
  if (channel !== undefined) {
    sendConfirms(server, connection, channel)
    channel.isClosing = true
  }
  sendMethod(server, connection, number, { method: 'channel.close', ...closeFields(error) })
  server.settings.notice?.({
    connection: connection.name,
    what: 'channel-error',
    detail: `channel ${number}: ${error.text}`,
  })
}

function closeFields(error: BrokerError) {
  const { code: replyCode, classId, methodId } = error
  return { replyCode, replyText: shortened(error.text), classId, methodId }
}

/** A reply text has at most 255 bytes; RabbitMQ shows that one was longer. */
function shortened(text: string): string {
  if (utf8Length(text) <= 255) return text
  let end = 252
  while (utf8Length(text.slice(0, end)) > 252) end--
  return `${text.slice(0, end)}...`
}

function deliver(server: WireServer, connection: WireConnection, method: BasicDeliver): void {
  const { consumerTag, deliveryTag, redelivered, message } = method
  const { exchange, routingKey } = message
  sendContent(
    server,
    connection,
    method.channel,
    { method: 'basic.deliver', consumerTag, deliveryTag, redelivered, exchange, routingKey },
    message,
  )
  if (connection.isBehind || unreadBytes(connection) <= server.limits.unreadBytes) return
  connection.isBehind = true
  const { host, name } = connection
  if (host !== null) stopDeliveries(host.broker, name)
}

function confirm(server: WireServer, connection: WireConnection, method: PublisherConfirm): void {
  const channel = connection.channels.get(method.channel)
  if (channel === undefined) return
  const { deliveryTag } = method
  if (method.method === 'basic.nack' || method.multiple) {
    sendConfirms(server, connection, channel)
    const { multiple } = method
    sendMethod(server, connection, method.channel, { method: method.method, deliveryTag, multiple })
    noteConfirmed(channel, deliveryTag, multiple)
    return
  }
  if (channel.confirm !== null && channel.confirm.last + 1 === deliveryTag) {
    channel.confirm.last = deliveryTag
    return
  }
  sendConfirms(server, connection, channel)
  channel.confirm = { first: deliveryTag, last: deliveryTag }
  connection.confirming.add(channel)
  server.dirty.add(connection)
}

function noteConfirmed(channel: WireChannel, tag: number, multiple: boolean): void {
  if (multiple || tag === channel.confirmedUpTo + 1) confirmUpTo(channel, tag)
  else channel.confirmedAbove.add(tag)
}
