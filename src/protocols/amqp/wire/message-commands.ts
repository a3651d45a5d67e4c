import { cancel, consume } from '../commands/consume.ts'
import { get } from '../commands/get.ts'
import { publish } from '../commands/publish.ts'
import { ack, nack, reject } from '../commands/settle.ts'
import { answer, answerDone, type Command } from './command.ts'
import type { IncomingContent } from './connection.ts'
import type { WireMethod } from './method.ts'
import { sendContent } from './outbox.ts'
import { sendServerMethod } from './server-methods.ts'

/** Carries out a command about messages; false when it is about something else. */
export function messageCommand(command: Command, method: WireMethod): boolean {
  const { broker, context } = command.host
  const { at } = command
  switch (method.method) {
    case 'basic.publish':
      publishContent(command, method)
      return true
    case 'basic.ack':
      ack(broker, context, { ...at, deliveryTag: method.deliveryTag, multiple: method.multiple })
      return true
    case 'basic.nack': {
      const { deliveryTag, multiple, requeue } = method
      nack(broker, context, { ...at, deliveryTag, multiple, requeue })
      return true
    }
    case 'basic.reject': {
      const { deliveryTag, requeue } = method
      reject(broker, context, { ...at, deliveryTag, requeue })
      return true
    }
    case 'basic.get':
      getOne(command, method)
      return true
    case 'basic.consume':
      startConsumer(command, method)
      return true
    case 'basic.cancel': {
      const { consumerTag, noWait } = method
      const done = cancel(broker, context, { ...at, consumerTag })
      answerDone(command, done, { method: 'basic.cancel-ok', consumerTag }, noWait)
      return true
    }
    default:
      return false
  }
}

/** Writes what the broker has sent while an answer that goes first was being made. */
export function releaseHeld({ server, connection }: Command): void {
  const held = connection.held ?? []
  connection.held = null
  for (const method of held) sendServerMethod(server, connection, method)
}

type Of<Name extends WireMethod['method']> = Extract<WireMethod, { readonly method: Name }>

function publishContent(command: Command, method: Of<'basic.publish'>): void {
  const { content, host, at } = command
  if (content === null) return
  const properties = content.properties ?? {}
  const payload = bodyOf(content)
  const { exchange, routingKey, mandatory, immediate } = method
  publish(host.broker, host.context, {
    ...at,
    exchange,
    routingKey,
    mandatory,
    immediate,
    persistent: properties.deliveryMode === PERSISTENT,
    bodyBytes: payload.length,
    payload,
    properties,
  })
}

const PERSISTENT = 2

const NO_BYTES = new Uint8Array(0)

/** The pieces of a body in one; a body that came in one frame is that piece. */
function bodyOf({ pieces, bodyBytes }: IncomingContent): Uint8Array {
  if (pieces.length <= 1) return pieces[0] ?? NO_BYTES
  const body = new Uint8Array(bodyBytes)
  let at = 0
  for (const piece of pieces) {
    body.set(piece, at)
    at += piece.length
  }
  return body
}

function getOne(command: Command, method: Of<'basic.get'>): void {
  const { server, connection, channel, host, at } = command
  const { queue, noAck: autoAck } = method
  const done = get(host.broker, host.context, { ...at, queue, autoAck })
  if (!done.ok) return
  if (done.delivery === null) {
    answer(command, { method: 'basic.get-empty' })
    return
  }
  const { message, deliveryTag, redelivered, messageCount } = done.delivery
  const { exchange, routingKey } = message
  const fields = { deliveryTag, redelivered, exchange, routingKey, messageCount }
  sendContent(server, connection, channel.number, { method: 'basic.get-ok', ...fields }, message)
}

function startConsumer(command: Command, method: Of<'basic.consume'>): void {
  const { connection, host, at } = command
  const { queue, consumerTag, noAck: autoAck, exclusive, noWait } = method
  connection.held = []
  const done = consume(host.broker, host.context, {
    ...at,
    queue,
    consumerTag,
    autoAck,
    exclusive,
    arguments: method.arguments,
  })
  if (done.ok && !noWait) {
    answer(command, { method: 'basic.consume-ok', consumerTag: done.consumerTag })
  }
  releaseHeld(command)
}
