import { findChannel, type Broker } from './broker.ts'
import type { ChannelAddress } from './channel.ts'
import { handOut } from './dispatch.ts'
import type { Message } from './message.ts'
import { findQueue } from './queue-name.ts'
import { countReady, takeCopy } from './ready-copies.ts'
import { refuse, refuseWithoutChannel, type Reply } from './refuse.ts'
import type { BrokerContext } from './server-method.ts'

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
 * @returns `delivery` null when none is ready; 404 without the queue.
 */
export function get(
  broker: Broker,
  context: BrokerContext,
  command: Get,
): Reply<{ readonly delivery: GetDelivery | null }> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'basic.get')
  const queue = findQueue(broker, channel, command.queue, 'basic.get')
  if ('code' in queue) return refuse(broker, context, command, queue)
  if (countReady(queue.ready) === 0) return { ok: true, delivery: null }
  const copy = takeCopy(queue.ready)
  const { autoAck } = command
  // What the message waited for is the asking.
  const after = context.recorder.cause
  const { deliveryTag } = handOut(context, { queue, channel, copy, autoAck, after }, null)
  const { message, isRedelivered: redelivered } = copy
  const messageCount = countReady(queue.ready)
  return { ok: true, delivery: { message, deliveryTag, redelivered, messageCount } }
}
