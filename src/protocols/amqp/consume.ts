import { findChannel, type Broker } from './broker.ts'
import { brokerError } from './broker-error.ts'
import type { Channel, ChannelAddress } from './channel.ts'
import { dispatch } from './dispatch.ts'
import { removeConsumer, type Consumer, type Queue } from './queue.ts'
import { findQueue, makeName } from './queue-name.ts'
import { refuse, refuseWithoutChannel, type Reply } from './refuse.ts'
import type { BrokerContext } from './server-method.ts'

/** A consumer as a client asks for it. */
export interface Consume extends ChannelAddress {
  readonly queue: string
  /** True: a message is settled as it is sent, and no prefetch holds. */
  readonly autoAck: boolean
  /** @defaultValue '': the broker makes one up, `amq.ctag-…` */
  readonly consumerTag?: string
}

/** A consumer's tag. */
export interface ConsumerTag {
  readonly consumerTag: string
}

/**
 * Starts a consumer. It gets what is ready at once, before this returns: a wire writes the answer
 * first and the deliveries after it.
 *
 * @returns 404 without the queue; the connection error 530 when the tag is in use on the channel.
 */
export function consume(
  broker: Broker,
  context: BrokerContext,
  command: Consume,
): Reply<ConsumerTag> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, METHOD)
  const tag = command.consumerTag ?? ''
  if (channel.consumers.has(tag)) {
    const error = brokerError('NOT_ALLOWED', `attempt to reuse consumer tag '${tag}'`, METHOD)
    return refuse(broker, context, command, error)
  }
  const queue = findQueue(broker, channel, command.queue, METHOD)
  if ('code' in queue) return refuse(broker, context, command, queue)
  const consumerTag = tag === '' ? makeTag(broker, channel) : tag
  startConsumer(broker, context, { channel, queue, tag: consumerTag, autoAck: command.autoAck })
  return { ok: true, consumerTag }
}

const METHOD = 'basic.consume'

function makeTag(broker: Broker, channel: Channel): string {
  for (;;) {
    const tag = makeName(broker, 'amq.ctag-')
    if (!channel.consumers.has(tag)) return tag
  }
}

interface Start {
  readonly channel: Channel
  readonly queue: Queue
  readonly tag: string
  readonly autoAck: boolean
}

function startConsumer(broker: Broker, context: BrokerContext, start: Start): void {
  const { channel, queue, tag, autoAck } = start
  const consumer: Consumer = {
    serial: broker.nextSerial++,
    tag,
    autoAck,
    unackedCount: 0,
    connection: channel.connection,
    channel: channel.number,
    prefetch: autoAck ? 0 : channel.consumerPrefetch,
  }
  queue.consumers.set(consumer.serial, consumer)
  queue.turns.push(consumer.serial)
  channel.consumers.set(tag, Object.freeze({ queue: queue.name, serial: consumer.serial }))
  const started = context.recorder.record('amqp.consumer-started', {
    consumer: tag,
    queue: queue.name,
    connection: channel.connection,
    channel: channel.number,
    prefetch: consumer.prefetch,
    autoAck,
  })
  dispatch(broker, context, queue, started)
}

/** Which consumer to stop. */
export interface Cancel extends ChannelAddress {
  readonly consumerTag: string
}

/**
 * Stops a consumer; what it holds stays unacked on its channel. An unknown tag is cancelled
 * already.
 */
export function cancel(
  broker: Broker,
  context: BrokerContext,
  command: Cancel,
): Reply<ConsumerTag> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'basic.cancel')
  const { consumerTag } = command
  const reference = channel.consumers.get(consumerTag)
  if (reference === undefined) return { ok: true, consumerTag }
  const queue = broker.queues.get(reference.queue)
  if (queue !== undefined) removeConsumer(queue, reference.serial)
  channel.consumers.delete(consumerTag)
  channel.waiting.delete(reference.serial)
  context.recorder.record('amqp.consumer-cancelled', {
    consumer: consumerTag,
    queue: reference.queue,
    connection: channel.connection,
    channel: channel.number,
    reason: 'client',
  })
  return { ok: true, consumerTag }
}
