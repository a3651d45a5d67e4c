import { after, ms, type FactId } from '#engine'
import type { Queue } from '../queues/queue.ts'
import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import { plan } from '../state/timers.ts'

/** Notes that a queue is used: declared, read from, or left by its last consumer. */
export function touchQueue(broker: Broker, context: BrokerContext, queue: Queue): void {
  noteUse(broker, context, queue, context.recorder.cause)
}

/** Notes the fact a queue was used with. */
export function noteUse(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  cause: FactId | null,
): void {
  if (queue.settings.expires === null) return
  queue.lastUse = Object.freeze({ at: context.recorder.now, cause })
  planUnusedCheck(broker, queue)
}

/** Plans the look at whether the queue has been unused for too long; without `x-expires` none. */
export function planUnusedCheck(broker: Broker, queue: Queue): void {
  const { expires } = queue.settings
  // While somebody consumes it is in use; the last one to leave plans the look.
  if (expires === null || queue.consumers.size > 0) return
  const at = after(queue.lastUse.at, ms(expires))
  // The look that is planned already finds out that the queue was used, and plans the next.
  if (queue.unusedLookAt !== null && queue.unusedLookAt <= at) return
  queue.unusedLookAt = at
  plan(broker.timers, at, { type: 'unused', queue: queue.name, serial: queue.serial })
}

/** Whether nobody has used the queue for as long as it may be unused. */
export function isUnusedTooLong(context: BrokerContext, queue: Queue): boolean {
  const { expires } = queue.settings
  if (expires === null || queue.consumers.size > 0) return false
  return after(queue.lastUse.at, ms(expires)) <= context.recorder.now
}
