import type { FactId } from '#engine'
import {
  brokerError,
  preconditionFailed,
  resource,
  type MethodName,
} from '../checks/broker-error.ts'
import { refuse, refuseWithoutChannel, type Refusal } from '../checks/refuse.ts'
import { letDie } from '../lifecycle/dead-letter.ts'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { giveBack, serveQueues } from '../lifecycle/give-back-deliveries.ts'
import { releaseDeliveries } from '../lifecycle/release.ts'
import type { Queue } from '../queues/queue.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, queueOf, type Broker } from '../state/broker.ts'
import type { Channel, Fate } from '../state/channel.ts'
import type { Delivery } from '../state/delivery.ts'

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
  /** True: back into the queue. False: dead-lettered, or thrown away. */
  readonly requeue: boolean
}

/** Gives deliveries back, one or many. Errors as for {@link ack}; 540 for a stream. */
export function nack(broker: Broker, context: BrokerContext, command: Nack): Settled {
  const fate = command.requeue ? 'nack' : 'rejected'
  return settle(broker, context, command, { method: 'basic.nack', fate })
}

/** One delivery a client gives back. */
export interface Reject extends ChannelAddress {
  readonly deliveryTag: number
  readonly requeue: boolean
}

/** Gives one delivery back. Errors as for {@link nack}. */
export function reject(broker: Broker, context: BrokerContext, command: Reject): Settled {
  const fate = command.requeue ? 'reject' : 'rejected'
  return settle(broker, context, command, { method: 'basic.reject', fate })
}

interface Verdict {
  readonly method: MethodName
  readonly fate: Fate
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
    return refuse(broker, context, command, preconditionFailed(detail, verdict.method))
  }
  const stream = verdict.fate === 'acked' ? null : streamAmong(broker, deliveries)
  if (stream !== null) {
    const of = resource(broker, 'queue', stream.name)
    const detail = `basic.nack and basic.reject not supported by stream queues ${of}`
    return refuse(broker, context, command, brokerError('NOT_IMPLEMENTED', detail, verdict.method))
  }
  if (channel.transaction !== null) {
    for (const { tag } of deliveries) channel.unacked.delete(tag)
    channel.transaction.settled.push({ deliveries, fate: verdict.fate })
    return DONE
  }
  settleDeliveries(broker, context, channel, deliveries, verdict.fate)
  deliverDeadLetters(broker, context)
  return DONE
}

const DONE: Settled = Object.freeze({ ok: true })

/** Does to deliveries of a channel what its client decided, and serves whoever has room now. */
export function settleDeliveries(
  broker: Broker,
  context: BrokerContext,
  channel: Channel,
  deliveries: readonly Delivery[],
  fate: Fate,
): void {
  const queues = releaseDeliveries(broker, channel, deliveries)
  let last = context.recorder.cause
  for (const delivery of deliveries) {
    const queue = queueOf(broker, delivery)
    // A message of a deleted queue is gone already.
    if (queue !== null) last = decide(broker, context, { channel, queue, delivery }, fate)
  }
  serveQueues(broker, context, queues, last)
}

function streamAmong(broker: Broker, deliveries: readonly Delivery[]): Queue | null {
  for (const delivery of deliveries) {
    const queue = queueOf(broker, delivery)
    if (queue?.type === 'stream') return queue
  }
  return null
}

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
  fate: Fate,
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
      return letDie(broker, context, queue, delivery.copy, 'rejected')
    case 'nack':
    case 'reject':
      return giveBack(broker, context, decided, fate)
  }
}
