import { brokerError } from '../checks/broker-error.ts'
import { refuse, refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { giveBack, serveQueues } from '../lifecycle/give-back-deliveries.ts'
import { releaseDeliveries } from '../lifecycle/release.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, queueOf, type Broker } from '../state/broker.ts'

/** All unacked deliveries of a channel, to be delivered again. */
export interface Recover extends ChannelAddress {
  /** False (to the same consumer) is what RabbitMQ never did. */
  readonly requeue: boolean
}

/**
 * Gives everything unacked on the channel back to its queues.
 *
 * @returns the connection error 540 without `requeue`.
 */
export function recover(broker: Broker, context: BrokerContext, command: Recover): Reply<object> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'basic.recover')
  if (!command.requeue) {
    const error = brokerError('NOT_IMPLEMENTED', 'requeue=false', 'basic.recover')
    return refuse(broker, context, command, error)
  }
  const deliveries = [...channel.unacked.values()]
  const queues = releaseDeliveries(broker, channel, deliveries)
  for (const delivery of deliveries) {
    if (queueOf(broker, delivery) === null) continue
    giveBack(broker, context, { channel, delivery }, 'recover')
  }
  serveQueues(broker, context, new Set(queues), context.recorder.cause)
  deliverDeadLetters(broker, context)
  return { ok: true }
}
