import type { FactId } from '#engine'
import type { Overflow } from '../queues/queue-settings.ts'
import type { Queue } from '../queues/queue.ts'
import { takeCopy } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import type { Message } from '../state/message.ts'
import { letDie } from './dead-letter.ts'
import { dropExpired } from './expire.ts'

/**
 * Drops messages from the head until the queue is within its limits: the oldest of the
 * highest priority goes first. Only what is ready counts. A queue that refuses
 * drops nothing, also when what came back is too much for it.
 */
export function enforceLimits(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  cause: FactId | null,
): void {
  if (!hasLimit(queue) || queue.type === 'stream' || overflowOf(queue) !== 'drop-head') return
  let hasDropped = false
  while (isOver(queue, 0, 0)) {
    letDie(broker, context, queue, takeCopy(queue.ready), 'maxlen', cause)
    hasDropped = true
  }
  if (hasDropped) dropExpired(broker, context, queue)
}

/** Whether the queue refuses one message more instead of dropping an old one. */
export function refusesPublish(queue: Queue, message: Message): boolean {
  if (overflowOf(queue) === 'drop-head') return false
  // A quorum queue notices that it is full only after it has taken one more.
  if (queue.type === 'quorum') return isOver(queue, 0, 0)
  return isOver(queue, 1, message.bodyBytes)
}

/** A quorum queue cannot refuse and dead-letter: it takes that for the default. */
function overflowOf({ type, settings }: Queue): Overflow {
  const overflow = settings.overflow ?? 'drop-head'
  return type === 'quorum' && overflow === 'reject-publish-dlx' ? 'drop-head' : overflow
}

function hasLimit({ settings }: Queue): boolean {
  return settings.maxLength !== null || settings.maxLengthBytes !== null
}

function isOver({ ready, settings }: Queue, moreMessages: number, moreBytes: number): boolean {
  const { maxLength, maxLengthBytes } = settings
  if (ready.count + moreMessages === 0) return false
  if (maxLength !== null && ready.count + moreMessages > maxLength) return true
  return maxLengthBytes !== null && ready.bytes + moreBytes > maxLengthBytes
}
