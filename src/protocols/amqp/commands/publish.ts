import type { FactId } from '#engine'
import { assert } from '#std'
import { accessError } from '../checks/access.ts'
import {
  brokerError,
  notFound,
  preconditionFailed,
  resource,
  type BrokerError,
} from '../checks/broker-error.ts'
import { refuse, refuseWithoutChannel } from '../checks/refuse.ts'
import { sendConfirm } from '../lifecycle/confirms.ts'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { needsWrite, startWrite } from '../lifecycle/disk.ts'
import { enqueue } from '../lifecycle/enqueue.ts'
import { addressedReplies, deliverReply, REPLY_TO, replyAddressError } from '../lifecycle/reply.ts'
import { keysInHeader } from '../lifecycle/x-death.ts'
import { route, type Destination } from '../routing/route.ts'
import type { BrokerContext } from '../server-method.ts'
import { connectionOf, findChannel, type Broker } from '../state/broker.ts'
import type { Channel } from '../state/channel.ts'
import { NO_PROPERTIES, type Message, type MessageProperties } from '../state/message.ts'
import type { Publish } from '../state/publish-command.ts'

/**
 * Takes a message and puts one copy into every queue it is routed to. Nobody hears of a failure
 * except by the channel's end, by a return if the message is mandatory, and by a confirm if the
 * channel asked for them. In a transaction it waits for the commit.
 *
 * @returns the message's number, counted from 1; null when it is refused (the channel is closed:
 * 404 without the exchange, 403 for an internal one, 406 for a wrong property) or waits.
 */
export function publish(broker: Broker, context: BrokerContext, command: Publish): number | null {
  const channel = findChannel(broker, command)
  if (channel === null) {
    refuseWithoutChannel(broker, context, command, METHOD)
    return null
  }
  const error = publishError(broker, channel, command)
  if (error !== null) {
    refuse(broker, context, command, error)
    return null
  }
  if (channel.transaction !== null) {
    channel.transaction.published.push(command)
    return null
  }
  const id = publishChecked(broker, context, channel, command)
  deliverDeadLetters(broker, context)
  return id
}

const METHOD = 'basic.publish'

/** Publishes what has been checked; the exchange may have gone since, then nobody wants it. */
export function publishChecked(
  broker: Broker,
  context: BrokerContext,
  channel: Channel,
  command: Publish,
): number {
  const message = createMessage(broker.nextMessage++, channel, command)
  const published = recordPublished(context, command, message)
  const exchange = broker.exchanges.get(command.exchange)
  const destinations = exchange === undefined ? [] : route(broker, exchange, message)
  const replies = command.exchange === '' ? addressedReplies(broker, message) : []
  for (const reply of replies) deliverReply(context, reply, message, published)
  // A direct reply has arrived, but in no queue: a mandatory one comes back all the same.
  const isLost = destinations.length === 0 && (replies.length === 0 || command.mandatory)
  if (isLost) dropUnroutable(context, command, message, published)
  const tag = channel.confirms === null ? 0 : channel.confirms.next++
  const posting = { channel, message, published, tag }
  if (destinations.length > 0) distribute(broker, context, destinations, posting)
  else if (tag > 0) {
    sendConfirm(context, channel, { tag, message: message.id, cause: published }, 'ack')
  }
  return message.id
}

interface Posting {
  readonly channel: Channel
  readonly message: Message
  readonly published: FactId
  /** The tag of its confirm; 0 on a channel without confirms. */
  readonly tag: number
}

/** Puts a copy into each queue and confirms as soon as all have it, or one has refused it. */
function distribute(
  broker: Broker,
  context: BrokerContext,
  destinations: readonly Destination[],
  { channel, message, published, tag }: Posting,
): void {
  let isRefused = false
  let writesLeft = 0
  const { connection, number, serial } = channel
  const confirm = tag === 0 ? null : Object.freeze({ connection, channel: number, serial, tag })
  for (const { queue: name, binding } of destinations) {
    const queue = broker.queues.get(name)
    assert(queue !== undefined, 'a binding goes when its queue goes')
    const routed = { queue, message, binding, confirm, cause: published }
    const outcome = enqueue(broker, context, routed)
    if (outcome === 'refused') isRefused = true
    else if (outcome === 'stalled') writesLeft++
    else if (needsWrite(broker, queue, message)) {
      startWrite(broker, context, queue, message, confirm)
      writesLeft++
    }
  }
  if (tag === 0) return
  if (isRefused || writesLeft === 0) {
    const outcome = isRefused ? 'nack' : 'ack'
    sendConfirm(context, channel, { tag, message: message.id, cause: published }, outcome)
  } else {
    const waiting = { message: message.id, writesLeft, cause: published }
    channel.confirms?.waiting.set(tag, waiting)
  }
}

/** In the order the broker looks. */
function publishError(broker: Broker, channel: Channel, command: Publish): BrokerError | null {
  const { exchange: name, immediate, properties = NO_PROPERTIES } = command
  if (immediate === true) return brokerError('NOT_IMPLEMENTED', 'immediate=true', METHOD)
  const access = { kind: 'exchange', name, right: 'write' } as const
  const denied = accessError(broker, command, [access], METHOD)
  if (denied !== null) return denied
  const exchange = broker.exchanges.get(name)
  if (exchange === undefined) return notFound(broker, 'exchange', name, METHOD)
  if (exchange.internal) {
    const detail = `cannot publish to internal ${resource(broker, 'exchange', name)}`
    return brokerError('ACCESS_REFUSED', detail, METHOD)
  }
  const { user } = connectionOf(broker, command)
  const { userId, expiration } = properties
  if (userId !== undefined && userId !== user) {
    const detail = `user_id property set to '${userId}' but authenticated user was '${user}'`
    return preconditionFailed(detail, METHOD)
  }
  const wrong = expiration === undefined ? null : wrongExpiration(expiration)
  if (wrong !== null) {
    return preconditionFailed(`invalid expiration '${expiration ?? ''}': ${wrong}`, METHOD)
  }
  return replyAddressError(channel, properties) ?? keysHeaderError(properties)
}

/** 406: routing keys in a header have to be a list. */
function keysHeaderError({ headers }: MessageProperties): BrokerError | null {
  for (const name of ['CC', 'BCC']) {
    const field = headers?.get(name)
    if (field === undefined || field.type === 'array') continue
    const detail = `invalid message: {unacceptable_type_in_header,"${name}",${field.type}}`
    return preconditionFailed(detail, METHOD)
  }
  return null
}

/** Why a text is not a time to live, in the broker's words; null when it is one. */
function wrongExpiration(expiration: string): string | null {
  const match = /^[+-]?\d+/u.exec(expiration)
  if (match === null) return 'no_integer'
  const rest = expiration.slice(match[0].length)
  if (rest !== '') return `{leftover_string,"${rest}"}`
  const value = Number(match[0])
  return value < 0 ? `{value_negative,${String(value)}}` : null
}

function createMessage(id: number, channel: Channel, command: Publish): Message {
  const { exchange, routingKey, persistent, bodyBytes, payload } = command
  const properties = ownProperties(channel, command.properties ?? NO_PROPERTIES)
  const { headers, expiration } = properties
  const extra =
    headers === undefined ? [] : [...keysInHeader(headers, 'CC'), ...keysInHeader(headers, 'BCC')]
  return Object.freeze({
    id,
    exchange,
    routingKey,
    extraKeys: extra.length === 0 ? null : extra,
    persistent,
    bodyBytes,
    ttl: expiration === undefined ? null : Number(expiration),
    payload,
    properties: headers?.has('BCC') === true ? withoutBlindCopies(properties) : properties,
  })
}

/** The receiver must not see the keys in `BCC`. */
function withoutBlindCopies(properties: MessageProperties): MessageProperties {
  const headers = new Map(properties.headers ?? [])
  headers.delete('BCC')
  return Object.freeze({ ...properties, headers })
}

/** The general reply address becomes the channel's own, which nobody can guess. */
function ownProperties(channel: Channel, properties: MessageProperties): MessageProperties {
  if (channel.reply === null || properties.replyTo !== REPLY_TO) return properties
  return Object.freeze({ ...properties, replyTo: `${REPLY_TO}.${channel.reply.key}` })
}

function recordPublished(context: BrokerContext, command: Publish, message: Message): FactId {
  return context.recorder.record('amqp.message-published', {
    message: message.id,
    connection: command.connection,
    channel: command.channel,
    exchange: message.exchange,
    routingKey: message.routingKey,
    persistent: message.persistent,
    mandatory: command.mandatory,
    bodyBytes: message.bodyBytes,
  })
}

function dropUnroutable(
  context: BrokerContext,
  command: Publish,
  message: Message,
  published: FactId,
): void {
  const { exchange, routingKey, mandatory } = command
  const unroutable = context.recorder.record(
    'amqp.message-unroutable',
    { message: message.id, exchange, routingKey, returned: mandatory },
    published,
  )
  if (!mandatory) return
  context.send(
    command.connection,
    {
      method: 'basic.return',
      channel: command.channel,
      replyCode: 312,
      replyText: 'NO_ROUTE',
      exchange,
      routingKey,
      message,
    },
    unroutable,
  )
}
