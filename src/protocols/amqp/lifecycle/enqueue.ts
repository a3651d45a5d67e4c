import { after, ms, type FactId, type Instant } from '#engine'
import type { Queue } from '../queues/queue.ts'
import { appendCopy, peekCopy, type Copy } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ConfirmAddress } from '../state/address.ts'
import type { Broker } from '../state/broker.ts'
import type { Message } from '../state/message.ts'
import { letMessageDie } from './dead-letter.ts'
import { dispatchFresh } from './dispatch.ts'
import { enforceLimits, refusesPublish } from './enforce-limits.ts'
import { dropExpired } from './expire.ts'
import { hasMajority } from './majority.ts'
import { appendToStream } from './stream.ts'

/** A message that was routed to a queue. */
export interface Routed {
  readonly queue: Queue
  readonly message: Message
  /** The binding that led there; null through the default exchange. */
  readonly binding: string | null
  /** Who waits for the queue to have it; null for nobody. */
  readonly confirm: ConfirmAddress | null
  readonly cause: FactId
}

/** taken, refused by a full queue, or waiting for a majority. */
export type Outcome = 'taken' | 'refused' | 'stalled'

/**
 * Puts a copy of a message into a queue, serves whoever can take it, and lets the oldest go when
 * the queue is over its limits.
 */
export function enqueue(broker: Broker, context: BrokerContext, routed: Routed): Outcome {
  const { queue, message } = routed
  if (!hasMajority(broker, queue)) {
    stall(context, routed)
    return 'stalled'
  }
  if (queue.type === 'stream') {
    const fact = recordQueued(context, routed, 0)
    appendToStream(broker, context, queue, message, fact)
    return 'taken'
  }
  if (peekCopy(queue.ready)?.expiresAt != null) dropExpired(broker, context, queue)
  if (refusesPublish(queue, message)) {
    refuseMessage(broker, context, routed)
    return 'refused'
  }
  const level = Math.min(message.properties.priority ?? 0, queue.maxPriority)
  const position = queue.nextPosition
  const cause = recordQueued(context, routed, level)
  const expiresAt = expiryOf(context, queue, message)
  const copy: Copy = {
    message,
    position,
    level,
    isRedelivered: false,
    returns: 0,
    expiresAt,
    cause,
  }
  appendCopy(queue.ready, Object.freeze(copy))
  dispatchFresh(broker, context, queue)
  enforceLimits(broker, context, queue, cause)
  if (expiresAt !== null) dropExpired(broker, context, queue)
  return 'taken'
}

function stall(context: BrokerContext, routed: Routed): void {
  const { queue, message, binding, confirm } = routed
  const fields = { message: message.id, queue: queue.name }
  const cause = context.recorder.record('amqp.message-stalled', fields, routed.cause)
  queue.stalled.push(Object.freeze({ message, binding, confirm, cause }))
}

function recordQueued(context: BrokerContext, routed: Routed, priority: number): FactId {
  const { queue, message, binding } = routed
  const position = queue.nextPosition++
  const fields = { message: message.id, queue: queue.name, binding, position, priority }
  return context.recorder.record('amqp.message-queued', fields, routed.cause)
}

function refuseMessage(broker: Broker, context: BrokerContext, routed: Routed): void {
  const { queue, message } = routed
  const fields = { message: message.id, queue: queue.name }
  const refused = context.recorder.record('amqp.message-refused', fields, routed.cause)
  if (queue.settings.overflow !== 'reject-publish-dlx') return
  if (queue.settings.deadLetterExchange === null) return
  letMessageDie(broker, context, queue, message, 'maxlen', refused)
}

/** The smaller of what the queue and what the message allows. */
function expiryOf(context: BrokerContext, queue: Queue, message: Message): Instant | null {
  const { messageTtl } = queue.settings
  if (messageTtl === null && message.ttl === null) return null
  const ttl = Math.min(messageTtl ?? Infinity, message.ttl ?? Infinity)
  return after(context.recorder.now, ms(ttl))
}
