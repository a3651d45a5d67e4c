import { toMs, type Instant } from '#engine'
import { exhaustive } from '#std'
import { preconditionFailed } from '../checks/broker-error.ts'
import { oldestUnackedAt, overdueChannels, planAckCheck } from '../lifecycle/ack-timeout.ts'
import { failChannel } from '../lifecycle/closing.ts'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { finishWrites } from '../lifecycle/disk.ts'
import { dropExpired } from '../lifecycle/expire.ts'
import { isUnusedTooLong, planUnusedCheck } from '../lifecycle/queue-expiry.ts'
import { deleteQueueNow } from '../lifecycle/removal.ts'
import type { BrokerContext } from '../server-method.ts'
import { queueWithSerial, type Broker } from '../state/broker.ts'
import { firstInstant, takeDue, type TimerTask } from '../state/timers.ts'

/**
 * The instant the broker wants to be woken at; null when it waits for nothing. To be asked again
 * after every command.
 */
export function nextTimer(broker: Broker): Instant | null {
  return broker.isRunning ? firstInstant(broker.timers) : null
}

/** Does everything that is due by now: what has expired, what is on disk, what took too long. */
export function runTimers(broker: Broker, context: BrokerContext): void {
  if (!broker.isRunning) return
  const { now } = context.recorder
  for (let task = takeDue(broker.timers, now); task !== null; task = takeDue(broker.timers, now)) {
    runTask(broker, context, task)
    deliverDeadLetters(broker, context)
  }
}

function runTask(broker: Broker, context: BrokerContext, task: TimerTask): void {
  switch (task.type) {
    case 'head': {
      const queue = queueWithSerial(broker, task.queue, task.serial)
      if (queue === null) return
      queue.headLookAt = null
      dropExpired(broker, context, queue)
      return
    }
    case 'unused': {
      const queue = queueWithSerial(broker, task.queue, task.serial)
      if (queue === null) return
      queue.unusedLookAt = null
      if (isUnusedTooLong(context, queue)) {
        deleteQueueNow(broker, context, queue, queue.lastUse.cause)
      } else planUnusedCheck(broker, queue)
      return
    }
    case 'ack-timeout':
      closeOverdueChannels(broker, context)
      return
    case 'disk':
      finishWrites(broker, context)
      return
    default:
      exhaustive(task)
  }
}

/** A delivery that nobody acknowledged for too long closes its channel. */
function closeOverdueChannels(broker: Broker, context: BrokerContext): void {
  broker.isAckCheckPlanned = false
  for (const { channel, delivery } of overdueChannels(broker, context)) {
    const timeout = String(toMs(broker.settings.ackTimeout))
    const detail =
      `delivery acknowledgement on channel ${String(channel.number)} timed out. ` +
      `Timeout value used: ${timeout} ms. ` +
      'This timeout value can be configured, see consumers doc guide to learn more'
    failChannel(broker, context, channel, preconditionFailed(detail, 'none'), delivery.fact)
  }
  const oldest = oldestUnackedAt(broker)
  if (oldest !== null) planAckCheck(broker, oldest)
}
