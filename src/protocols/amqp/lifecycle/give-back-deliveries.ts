import type { FactId } from '#engine'
import type { Queue } from '../queues/queue.ts'
import type { BrokerContext } from '../server-method.ts'
import { queueOf, type Broker } from '../state/broker.ts'
import type { HeldDelivery } from '../state/channel.ts'
import { letDie } from './dead-letter.ts'
import { dispatch } from './dispatch.ts'
import { enforceLimits } from './enforce-limits.ts'
import { dropExpired } from './expire.ts'
import { requeueDelivery, type RequeueReason } from './give-back.ts'
import { dispatchStream } from './stream.ts'

/**
 * Puts a released delivery back into its queue; a quorum queue with a limit lets it die when it has
 * come back too often.
 *
 * @returns null when its queue is gone, and the copy with it.
 */
export function giveBack(
  broker: Broker,
  context: BrokerContext,
  held: HeldDelivery,
  reason: RequeueReason,
  cause: FactId | null = context.recorder.cause,
): FactId | null {
  const queue = queueOf(broker, held.delivery)
  if (queue === null) return null
  const { copy } = held.delivery
  const limit = queue.type === 'quorum' ? queue.settings.deliveryLimit : null
  if (limit !== null && copy.returns + 1 > limit) {
    return letDie(broker, context, queue, copy, 'delivery_limit', cause)
  }
  return requeueDelivery(broker, context, held, reason, cause)
}

/**
 * Brings queues in order after deliveries came back or left: the limits first, so that what came
 * back can go at once, then what has expired meanwhile, then the consumers.
 */
export function serveQueues(
  broker: Broker,
  context: BrokerContext,
  queues: Iterable<Queue>,
  after: FactId | null,
): void {
  for (const queue of queues) {
    if (queue.type === 'stream') {
      dispatchStream(broker, context, queue)
      continue
    }
    enforceLimits(broker, context, queue, after)
    if (queue.ready.count === 0) continue
    dropExpired(broker, context, queue)
    dispatch(broker, context, queue, after)
  }
}
