import type { FactId } from '#engine'
import type { Queue } from '../queues/queue.ts'
import type { Copy } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import type { Message } from '../state/message.ts'
import { discardCopy } from './give-back.ts'
import { headersAfterDeath, type DeadLetterReason } from './x-death.ts'

/**
 * Lets a copy that was taken out of its queue die: it goes to the queue's dead letter exchange as a
 * new message, or is gone when there is none.
 *
 * @returns the fact of it.
 */
export function letDie(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  copy: Copy,
  reason: DeadLetterReason,
  cause: FactId | null = context.recorder.cause,
): FactId {
  return letMessageDie(broker, context, queue, copy.message, reason, cause)
}

/** The same for a message a full queue never took. */
export function letMessageDie(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  message: Message,
  reason: DeadLetterReason,
  cause: FactId | null,
): FactId {
  const exchange = queue.settings.deadLetterExchange
  if (exchange === null) return discardCopy(context, queue, message, reason, cause)
  const dead = deadMessage(broker, context, queue, message, { exchange, reason })
  const died = context.recorder.record(
    'amqp.message-dead-lettered',
    {
      message: message.id,
      queue: queue.name,
      reason,
      exchange,
      routingKey: dead.routingKey,
      as: dead.id,
    },
    cause,
  )
  broker.deadLetters.push(Object.freeze({ message: dead, exchange, reason, cause: died }))
  return died
}

/** The message as it goes on: other exchange, perhaps another key, its story in the headers. */
function deadMessage(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  message: Message,
  { exchange, reason }: { readonly exchange: string; readonly reason: DeadLetterReason },
): Message {
  const seconds = Math.floor((broker.settings.epochMs + context.recorder.now / 1_000) / 1_000)
  const headers = new Map(headersAfterDeath(message, { queue: queue.name, reason, time: seconds }))
  const key = queue.settings.deadLetterRoutingKey
  if (key !== null) headers.delete('CC')
  const { expiration: _expired, ...properties } = message.properties
  return Object.freeze({
    ...message,
    id: broker.nextMessage++,
    exchange,
    routingKey: key ?? message.routingKey,
    extraKeys: key === null ? message.extraKeys : null,
    // Without it, so that it does not expire again at once.
    ttl: null,
    properties: Object.freeze({ ...properties, headers }),
  })
}
