import type { FactId } from '#engine'
import { findChannel, queueOf, type Broker } from './broker.ts'
import { brokerError, type MethodName } from './broker-error.ts'
import type { Channel, ChannelAddress, Delivery } from './channel.ts'
import { dispatch } from './dispatch.ts'
import { discardCopy, requeueDelivery } from './give-back.ts'
import type { Queue } from './queue.ts'
import { refuse, refuseWithoutChannel, type Refusal } from './refuse.ts'
import { releaseDeliveries } from './release.ts'
import type { BrokerContext } from './server-method.ts'

/** Deliveries a client speaks about. */
export interface Settle extends ChannelAddress {
  /** 0 together with `multiple` means all there are. */
  readonly deliveryTag: number
  /** Also every earlier delivery of the channel that is outstanding. @defaultValue false */
  readonly multiple?: boolean
}

/** The broker took note; a client gets no answer to it. */
export type Settled = { readonly ok: true } | Refusal

/**
 * Settles deliveries: handled, the broker forgets them.
 *
 * @returns the channel error 406 for a tag that is not outstanding on this channel.
 */
export function ack(broker: Broker, context: BrokerContext, command: Settle): Settled {
  return settle(broker, context, command, { method: 'basic.ack', fate: 'acked' })
}

/** Deliveries a client gives back. */
export interface Nack extends Settle {
  /** True: back to their place in the queue. False: thrown away. */
  readonly requeue: boolean
}

/** Gives deliveries back, one or many. Errors as for {@link ack}. */
export function nack(broker: Broker, context: BrokerContext, command: Nack): Settled {
  const fate = command.requeue ? 'nack' : 'rejected'
  return settle(broker, context, command, { method: 'basic.nack', fate })
}

/** One delivery a client gives back. */
export interface Reject extends ChannelAddress {
  readonly deliveryTag: number
  readonly requeue: boolean
}

/** Gives one delivery back. Errors as for {@link ack}. */
export function reject(broker: Broker, context: BrokerContext, command: Reject): Settled {
  const fate = command.requeue ? 'reject' : 'rejected'
  return settle(broker, context, command, { method: 'basic.reject', fate })
}

interface Verdict {
  readonly method: MethodName
  /** acked, thrown away (rejected), or requeued because of a nack or a reject. */
  readonly fate: 'acked' | 'rejected' | 'nack' | 'reject'
}

function settle(
  broker: Broker,
  context: BrokerContext,
  command: Settle,
  verdict: Verdict,
): Settled {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, verdict.method)
  const deliveries = deliveriesMeant(channel, command)
  if (deliveries === null) {
    const detail = `unknown delivery tag ${String(command.deliveryTag)}`
    const error = brokerError('PRECONDITION_FAILED', detail, verdict.method)
    return refuse(broker, context, command, error)
  }
  const queues = releaseDeliveries(broker, channel, deliveries)
  let last = context.recorder.cause
  for (const delivery of deliveries) {
    const queue = queueOf(broker, delivery)
    // A message of a deleted queue is gone already.
    if (queue !== null) last = decide(broker, context, { channel, queue, delivery }, verdict.fate)
  }
  for (const queue of queues) dispatch(broker, context, queue, last)
  return DONE
}

const DONE: Settled = Object.freeze({ ok: true })

/** The outstanding deliveries a tag stands for; null when it stands for none. */
function deliveriesMeant(channel: Channel, command: Settle): readonly Delivery[] | null {
  const { deliveryTag } = command
  const isMultiple = command.multiple === true
  if (isMultiple && deliveryTag === 0) return [...channel.unacked.values()]
  const meant = channel.unacked.get(deliveryTag)
  if (meant === undefined) return null
  if (!isMultiple) return [meant]
  const deliveries: Delivery[] = []
  for (const delivery of channel.unacked.values()) {
    if (delivery.tag > deliveryTag) break
    deliveries.push(delivery)
  }
  return deliveries
}

interface Decided {
  readonly channel: Channel
  readonly queue: Queue
  readonly delivery: Delivery
}

function decide(
  broker: Broker,
  context: BrokerContext,
  decided: Decided,
  fate: Verdict['fate'],
): FactId | null {
  const { channel, queue, delivery } = decided
  switch (fate) {
    case 'acked':
      return context.recorder.record('amqp.message-acked', {
        message: delivery.copy.message.id,
        queue: queue.name,
        connection: channel.connection,
        channel: channel.number,
        deliveryTag: delivery.tag,
      })
    case 'rejected':
      return discardCopy(context, queue, delivery.copy, 'rejected')
    case 'nack':
    case 'reject':
      return requeueDelivery(broker, context, decided, fate)
  }
}
