import type { Queue } from '../queues/queue.ts'
import { peekCopy, takeCopy } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import { plan } from '../state/timers.ts'
import { letDie } from './dead-letter.ts'

/**
 * Lets every expired message at the head of a queue die, and plans the next look. Only the head is
 * looked at: what has expired behind a message that has not stays and is counted.
 */
export function dropExpired(broker: Broker, context: BrokerContext, queue: Queue): void {
  const { now } = context.recorder
  for (let head = peekCopy(queue.ready); head !== null; head = peekCopy(queue.ready)) {
    if (head.expiresAt === null) return
    if (head.expiresAt > now) {
      planLook(broker, queue, head.expiresAt)
      return
    }
    letDie(broker, context, queue, takeCopy(queue.ready), 'expired', head.cause)
  }
}

/** A look that is planned for later than wanted would be too late; an earlier one plans the next. */
function planLook(broker: Broker, queue: Queue, at: NonNullable<Queue['headLookAt']>): void {
  if (queue.headLookAt !== null && queue.headLookAt <= at) return
  queue.headLookAt = at
  plan(broker.timers, at, { type: 'head', queue: queue.name, serial: queue.serial })
}
