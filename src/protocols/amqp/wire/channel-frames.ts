import { preconditionFailed } from '../checks/broker-error.ts'
import { mustHold } from '../commands/alarm.ts'
import { failChannel } from '../lifecycle/closing.ts'
import { readerOf, readLongLong, readShort } from './byte-reader.ts'
import { perform } from './commands.ts'
import { createWireChannel, type IncomingContent } from './connection.ts'
import type { HeldCommand, WireChannel, WireConnection } from './connection.ts'
import { fail } from './ending.ts'
import { FRAME_BODY, FRAME_HEADER, FRAME_METHOD, type Frame } from './frame.ts'
import { methodName, readMethod, type WireMethod } from './method.ts'
import { BASIC_CLASS, CONTENT_HEADER_SIZE, readProperties } from './properties.ts'
import type { WireServer } from './server.ts'
import { undecodable, wireError } from './wire-error.ts'

/** Takes a frame on a channel: a method, or a part of the content that belongs to one. */
export function channelFrame(server: WireServer, connection: WireConnection, frame: Frame): void {
  const known = connection.channels.get(frame.channel)
  const { channelMax, channels } = connection
  if (known === undefined && channelMax > 0 && channels.size >= channelMax) {
    const detail = `number of channels opened (${channels.size}) has reached the negotiated channel_max (${channelMax})`
    fail(server, connection, wireError('NOT_ALLOWED', detail))
    return
  }
  const content = known?.content ?? null
  if (known !== undefined && content !== null) {
    if (content.properties === null)
      contentHeader(server, connection, { channel: known, content, frame })
    else contentBody(server, connection, { channel: known, content, frame })
  } else if (frame.type === FRAME_METHOD) channelMethod(server, connection, frame, known ?? null)
  else {
    const detail = 'expected method frame, got non method frame instead'
    fail(server, connection, wireError('UNEXPECTED_FRAME', detail))
  }
}

function channelMethod(
  server: WireServer,
  connection: WireConnection,
  frame: Frame,
  known: WireChannel | null,
): void {
  const { bytes, start, end } = frame
  const reader = readerOf(bytes, start, end)
  const classId = readShort(reader)
  const methodId = readShort(reader)
  const name = methodName(classId, methodId)
  if (name === null) {
    fail(server, connection, wireError('NOT_IMPLEMENTED', 'unknown method', [classId, methodId]))
    return
  }
  const method = readMethod(reader, name)
  if (method === null) {
    fail(server, connection, undecodable(reader, bytes.subarray(start + 4, end), name))
  } else if (known === null && name !== 'channel.open') {
    fail(server, connection, wireError('CHANNEL_ERROR', "expected 'channel.open'", name))
  } else {
    const channel = known ?? createWireChannel(frame.channel)
    connection.channels.set(frame.channel, channel)
    if (hasContent(method)) channel.content = createContent(method)
    else carryOut(server, connection, { channel, method, content: null })
  }
}

/** Carries out a complete command, unless an alarm makes it wait. */
function carryOut(server: WireServer, connection: WireConnection, command: HeldCommand): void {
  const { host, name } = connection
  if (host === null) return
  const isPublish = command.content !== null
  if (mustHold(host.broker, host.context, { connection: name, isPublish })) {
    connection.heldCommand = command
    server.heldConnections.add(connection)
    return
  }
  perform(server, connection, command)
}

interface ContentFrame {
  readonly channel: WireChannel
  readonly content: IncomingContent
  readonly frame: Frame
}

function contentHeader(
  server: WireServer,
  connection: WireConnection,
  { channel, content, frame }: ContentFrame,
): void {
  const { bytes, start, end } = frame
  const reader = readerOf(bytes, start, end)
  const classId = readShort(reader)
  const weight = readShort(reader)
  const { method } = content.method
  if (frame.type !== FRAME_HEADER || weight !== 0) {
    const detail = `expected content header for class ${BASIC_CLASS}, got non content header frame instead`
    fail(server, connection, wireError('UNEXPECTED_FRAME', detail, method))
    return
  }
  if (classId !== BASIC_CLASS) {
    const detail = `expected content header for class ${BASIC_CLASS}, got one for class ${classId} instead`
    fail(server, connection, wireError('UNEXPECTED_FRAME', detail, method))
    return
  }
  content.bodyBytes = readLongLong(reader)
  const properties = readProperties(reader)
  if (properties === null) {
    fail(server, connection, wireError('INTERNAL_ERROR', ''))
    return
  }
  server.propertyBytes.set(properties, bytes.slice(start + CONTENT_HEADER_SIZE, end))
  content.properties = properties
  if (content.bodyBytes > server.limits.messageBytes) tooLarge(server, connection, channel, content)
  if (content.bodyBytes === 0) complete(server, connection, channel, content)
}

/** 406 at once: what is too large is not collected first. */
function tooLarge(
  server: WireServer,
  connection: WireConnection,
  { number, isClosing }: WireChannel,
  content: IncomingContent,
): void {
  content.isDropped = true
  const { host, name } = connection
  const known = host?.broker.connections.get(name)?.channels.get(number)
  if (isClosing || host === null || known === undefined) return
  const sizes = `${content.bodyBytes} is larger than configured max size ${server.limits.messageBytes}`
  const error = preconditionFailed(`message size ${sizes}`, 'basic.publish')
  failChannel(host.broker, host.context, known, error)
}

function contentBody(
  server: WireServer,
  connection: WireConnection,
  { channel, content, frame }: ContentFrame,
): void {
  const { bytes, start, end } = frame
  content.receivedBytes += end - start
  if (frame.type !== FRAME_BODY || content.receivedBytes > content.bodyBytes) {
    const detail = 'expected content body, got non content body frame instead'
    fail(server, connection, wireError('UNEXPECTED_FRAME', detail, content.method.method))
    return
  }
  content.isDropped ||= channel.isClosing
  if (!content.isDropped) content.pieces.push(bytes.slice(start, end))
  if (content.receivedBytes === content.bodyBytes) {
    complete(server, connection, channel, content)
    return
  }
  if (!content.isDropped) charge(server, connection, content, end - start)
}

function charge(
  server: WireServer,
  connection: WireConnection,
  content: IncomingContent,
  bytes: number,
): void {
  // Empty pieces cost memory too.
  const cost = bytes + PIECE_COST
  content.cost += cost
  connection.contentBytes += cost
  server.unfinishedBytes += cost
  if (server.unfinishedBytes <= server.limits.unfinishedBytes) return
  const detail = 'unfinished messages take too much memory'
  fail(server, connection, wireError('RESOURCE_ERROR', detail, content.method.method))
}

/** What a piece of a body takes beside its bytes. */
const PIECE_COST = 64

function complete(
  server: WireServer,
  connection: WireConnection,
  channel: WireChannel,
  content: IncomingContent,
): void {
  channel.content = null
  connection.contentBytes -= content.cost
  server.unfinishedBytes -= content.cost
  if (content.isDropped) return
  carryOut(server, connection, { channel, method: content.method, content })
}

type ContentMethod = IncomingContent['method']

function hasContent(method: WireMethod): method is ContentMethod {
  switch (method.method) {
    case 'basic.publish':
    case 'basic.deliver':
    case 'basic.return':
    case 'basic.get-ok':
      return true
    default:
      return false
  }
}

function createContent(method: ContentMethod): IncomingContent {
  return {
    method,
    properties: null,
    bodyBytes: 0,
    pieces: [],
    receivedBytes: 0,
    cost: 0,
    isDropped: false,
  }
}
