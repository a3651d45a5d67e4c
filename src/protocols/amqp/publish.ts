import type { FactId } from '#engine'
import { assert } from '#std'
import type { Binding } from './binding.ts'
import { findChannel, type Broker } from './broker.ts'
import { notFound } from './broker-error.ts'
import type { ChannelAddress } from './channel.ts'
import { dispatch } from './dispatch.ts'
import { matchBindings } from './exchange.ts'
import type { Message, MessageProperties } from './message.ts'
import type { Queue } from './queue.ts'
import { appendCopy, type Copy } from './ready-copies.ts'
import { refuse, refuseWithoutChannel } from './refuse.ts'
import type { BrokerContext } from './server-method.ts'

/** A message as a client publishes it. */
export interface Publish extends ChannelAddress {
  /** '' is the default exchange: it routes to the queue named like the key. */
  readonly exchange: string
  readonly routingKey: string
  /** Sends it back when no queue wants it. */
  readonly mandatory: boolean
  readonly persistent: boolean
  readonly bodyBytes: number
  /** Travels with the message untouched; it must be plain data and must not be changed afterwards. */
  readonly payload: unknown
  /** @defaultValue none */
  readonly properties?: MessageProperties
}

/**
 * Takes a message and puts one copy into every queue it is routed to. Nobody hears of a failure
 * except by the channel's end, or by a return if the message is mandatory.
 *
 * @returns the message's number, counted from 1; null when the exchange is missing (the channel is
 * closed with 404) or the channel is not open.
 */
export function publish(broker: Broker, context: BrokerContext, command: Publish): number | null {
  const channel = findChannel(broker, command)
  if (channel === null) {
    refuseWithoutChannel(broker, context, command, 'basic.publish')
    return null
  }
  const exchange = broker.exchanges.get(command.exchange)
  if (exchange === undefined) {
    refuse(broker, context, command, notFound('exchange', command.exchange, 'basic.publish'))
    return null
  }
  const message = createMessage(broker.nextMessage++, command)
  const published = recordPublished(context, command, message)
  if (command.exchange === '') {
    const queue = broker.queues.get(command.routingKey)
    if (queue === undefined) dropUnroutable(context, command, message, published)
    else enqueue(broker, context, { queue, message, binding: null, cause: published })
    return message.id
  }
  const bindings = matchBindings(exchange, command.routingKey)
  if (bindings.length === 0) dropUnroutable(context, command, message, published)
  for (const binding of bindings.length > 1 ? onePerQueue(bindings) : bindings) {
    const queue = broker.queues.get(binding.queue)
    assert(queue !== undefined, 'a binding goes when its queue goes')
    enqueue(broker, context, { queue, message, binding: binding.id, cause: published })
  }
  return message.id
}

function createMessage(id: number, command: Publish): Message {
  const { exchange, routingKey, persistent, bodyBytes, payload, properties } = command
  return Object.freeze({
    id,
    exchange,
    routingKey,
    persistent,
    bodyBytes,
    payload,
    properties: properties ?? NO_PROPERTIES,
  })
}

const NO_PROPERTIES: MessageProperties = Object.freeze({})

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

/** Several bindings to one queue make one copy; the oldest of them is the one told. */
function onePerQueue(bindings: readonly Binding[]): Iterable<Binding> {
  const byQueue = new Map<string, Binding>()
  for (const binding of bindings) {
    if (!byQueue.has(binding.queue)) byQueue.set(binding.queue, binding)
  }
  return byQueue.values()
}

interface Routed {
  readonly queue: Queue
  readonly message: Message
  readonly binding: string | null
  readonly cause: FactId
}

function enqueue(broker: Broker, context: BrokerContext, routed: Routed): void {
  const { queue, message, binding } = routed
  const position = queue.nextPosition++
  const fields = { message: message.id, queue: queue.name, binding, position }
  const cause = context.recorder.record('amqp.message-queued', fields, routed.cause)
  const copy: Copy = { message, position, isRedelivered: false, cause }
  appendCopy(queue.ready, Object.freeze(copy))
  dispatch(broker, context, queue, null)
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
