import { accessError } from '../checks/access.ts'
import { brokerError, resource, type BrokerError } from '../checks/broker-error.ts'
import { findQueue } from '../checks/queue-name.ts'
import { refuse, refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { handOut, withDeliveryCount } from '../lifecycle/dispatch.ts'
import { dropExpired } from '../lifecycle/expire.ts'
import { hasMajority } from '../lifecycle/majority.ts'
import { touchQueue } from '../lifecycle/queue-expiry.ts'
import type { Queue } from '../queues/queue.ts'
import { takeCopy } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'
import type { Message } from '../state/message.ts'

/** A single message asked for. */
export interface Get extends ChannelAddress {
  readonly queue: string
  readonly autoAck: boolean
}

/** A single message as it is handed out. */
export interface GetDelivery {
  readonly message: Message
  readonly deliveryTag: number
  readonly redelivered: boolean
  /** Ready messages left in the queue after this one. */
  readonly messageCount: number
}

/**
 * Takes the first ready message of a queue, whatever the prefetch.
 *
 * @returns `delivery` null when none is ready; 404 without the queue, 540 for a stream.
 */
export function get(
  broker: Broker,
  context: BrokerContext,
  command: Get,
): Reply<{ readonly delivery: GetDelivery | null }> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, METHOD)
  const queue = findQueue(broker, channel, command.queue, METHOD)
  if ('code' in queue) return refuse(broker, context, command, queue)
  const error = getError(broker, command, queue)
  if (error !== null) return refuse(broker, context, command, error)
  touchQueue(broker, context, queue)
  dropExpired(broker, context, queue)
  if (queue.ready.count === 0 || !hasMajority(broker, queue)) {
    deliverDeadLetters(broker, context)
    return { ok: true, delivery: null }
  }
  const copy = takeCopy(queue.ready)
  const { autoAck } = command
  // What the message waited for is the asking.
  const after = context.recorder.cause
  const handing = { queue, channel, copy, autoAck, after }
  const { deliveryTag } = handOut(broker, context, handing, null)
  dropExpired(broker, context, queue)
  const messageCount = queue.ready.count
  deliverDeadLetters(broker, context)
  const message = withDeliveryCount(queue, copy)
  return {
    ok: true,
    delivery: { message, deliveryTag, redelivered: copy.isRedelivered, messageCount },
  }
}

const METHOD = 'basic.get'

function getError(broker: Broker, command: Get, queue: Queue): BrokerError | null {
  const access = { kind: 'queue', name: queue.name, right: 'read' } as const
  const denied = accessError(broker, command, [access], METHOD)
  if (denied !== null || queue.type !== 'stream') return denied
  const detail = `basic.get not supported by stream queues ${resource(broker, 'queue', queue.name)}`
  return brokerError('NOT_IMPLEMENTED', detail, METHOD)
}
