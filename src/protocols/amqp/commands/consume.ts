import { accessError } from '../checks/access.ts'
import {
  brokerError,
  preconditionFailed,
  resource,
  type BrokerError,
} from '../checks/broker-error.ts'
import { expandQueueName, findQueue, makeKey, makeName } from '../checks/queue-name.ts'
import { refuse, refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { serveQueues } from '../lifecycle/give-back-deliveries.ts'
import { activateNext, afterLeaving } from '../lifecycle/leave-queue.ts'
import { REPLY_TO, stopReplies } from '../lifecycle/reply.ts'
import { streamStart } from '../lifecycle/stream.ts'
import { removeConsumer, takeTurns, type Consumer, type Queue } from '../queues/queue.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'
import type { Channel } from '../state/channel.ts'
import { EMPTY_TABLE, isInteger, numberOf, type Table } from '../state/table.ts'

/** A consumer as a client asks for it. */
export interface Consume extends ChannelAddress {
  readonly queue: string
  /** True: a message is settled as it is sent, and no prefetch holds. */
  readonly autoAck: boolean
  /** @defaultValue '': the broker makes one up, `amq.ctag-…` */
  readonly consumerTag?: string
  /** Nobody else may consume from the queue. @defaultValue false */
  readonly exclusive?: boolean
  /** `x-priority`, `x-stream-offset`. @defaultValue none */
  readonly arguments?: Table
}

/** A consumer's tag. */
export interface ConsumerTag {
  readonly consumerTag: string
}

/**
 * Starts a consumer. It gets what is ready at once, before this returns: a wire writes the answer
 * first and the deliveries after it.
 *
 * @returns 404 without the queue, 403 when somebody consumes exclusively, 405 when the queue
 * is another connection's, the connection errors 530 when the tag is in use on the channel and
 * 540 for a quorum queue under a global prefetch.
 */
export function consume(
  broker: Broker,
  context: BrokerContext,
  command: Consume,
): Reply<ConsumerTag> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, METHOD)
  if (expandQueueName(channel, command.queue) === REPLY_TO) {
    return consumeReplies(broker, context, channel, command)
  }
  const queue = findQueue(broker, channel, command.queue, METHOD)
  if ('code' in queue) return refuse(broker, context, command, queue)
  const error = consumeError(broker, channel, queue, command)
  if (error !== null) return refuse(broker, context, command, error)
  const tag = command.consumerTag ?? ''
  const consumerTag = tag === '' ? makeName(broker, 'amq.ctag-') : tag
  startConsumer(broker, context, { channel, queue, tag: consumerTag, command })
  deliverDeadLetters(broker, context)
  return { ok: true, consumerTag }
}

const METHOD = 'basic.consume'

/** In the order the broker looks. */
function consumeError(
  broker: Broker,
  channel: Channel,
  queue: Queue,
  command: Consume,
): BrokerError | null {
  const access = { kind: 'queue', name: queue.name, right: 'read' } as const
  const denied = accessError(broker, command, [access], METHOD)
  if (denied !== null) return denied
  const tag = command.consumerTag ?? ''
  if (isTagInUse(channel, tag)) {
    return brokerError('NOT_ALLOWED', `attempt to reuse consumer tag '${tag}'`, METHOD)
  }
  const wrong = wrongArgument(queue, command.arguments ?? EMPTY_TABLE)
  if (wrong !== null) {
    const of = resource(broker, 'queue', queue.name)
    return preconditionFailed(`invalid arg '${wrong.name}' for ${of}${wrong.reason}`, METHOD)
  }
  if (queue.type === 'quorum' && channel.sharedPrefetch > 0) {
    const detail = `${resource(broker, 'queue', queue.name)} does not support global qos`
    return brokerError('NOT_IMPLEMENTED', detail, METHOD)
  }
  if (queue.type === 'stream') return streamError(broker, channel, queue, command)
  return exclusiveError(broker, queue, command)
}

/** 403: somebody consumes exclusively, or it is asked for while others consume. */
function exclusiveError(broker: Broker, queue: Queue, command: Consume): BrokerError | null {
  const consumers = [...queue.consumers.values()]
  const isTaken = consumers.some((consumer) => consumer.isExclusive)
  const isExclusive = command.exclusive === true
  const isImpossible = isExclusive && (consumers.length > 0 || queue.hasSingleActiveConsumer)
  if (!isTaken && !isImpossible) return null
  const detail = `${resource(broker, 'queue', queue.name)} in exclusive use`
  return brokerError('ACCESS_REFUSED', detail, METHOD)
}

/** What a stream asks of its consumers. */
function streamError(
  broker: Broker,
  channel: Channel,
  queue: Queue,
  command: Consume,
): BrokerError | null {
  const of = resource(broker, 'queue', queue.name)
  if (command.autoAck) {
    const detail = `automatic acknowledgement not supported by stream queues ${of}`
    return brokerError('NOT_IMPLEMENTED', detail, METHOD)
  }
  if (channel.consumerPrefetch === 0) {
    return preconditionFailed(`consumer prefetch count is not set for '${of}'`, METHOD)
  }
  return null
}

/** What is wrong with a consumer's arguments, and how the broker goes on after naming the queue. */
function wrongArgument(
  queue: Queue,
  consumerArguments: Table,
): { readonly name: string; readonly reason: string } | null {
  const priority = consumerArguments.get('x-priority')
  if (priority !== undefined && !isInteger(priority)) {
    return { name: 'x-priority', reason: `: "expected integer, got ${priority.type}"` }
  }
  const offset = consumerArguments.get('x-stream-offset')
  if (offset === undefined || queue.type === 'stream') return null
  return { name: 'x-stream-offset', reason: ` of queue type rabbit_${queue.type}_queue` }
}

function isTagInUse(channel: Channel, tag: string): boolean {
  return tag !== '' && (channel.consumers.has(tag) || channel.reply?.tag === tag)
}

interface Start {
  readonly channel: Channel
  readonly queue: Queue
  readonly tag: string
  readonly command: Consume
}

function startConsumer(broker: Broker, context: BrokerContext, start: Start): void {
  const { channel, queue, tag, command } = start
  const consumerArguments = command.arguments ?? EMPTY_TABLE
  const priority = numberOf(consumerArguments.get('x-priority')) ?? 0
  const offset = streamStart(queue, consumerArguments.get('x-stream-offset'))
  const consumer: Consumer = {
    serial: broker.nextSerial++,
    tag,
    autoAck: command.autoAck,
    isExclusive: command.exclusive === true,
    priority,
    arguments: consumerArguments,
    unackedCount: 0,
    connection: channel.connection,
    channel: channel.number,
    prefetch: command.autoAck ? 0 : channel.consumerPrefetch,
    offset: offset ?? queue.log.length,
  }
  queue.consumers.set(consumer.serial, consumer)
  channel.consumers.set(tag, Object.freeze({ queue: queue.name, serial: consumer.serial }))
  const started = context.recorder.record('amqp.consumer-started', {
    consumer: tag,
    queue: queue.name,
    connection: channel.connection,
    channel: channel.number,
    prefetch: consumer.prefetch,
    autoAck: consumer.autoAck,
    priority: consumer.priority,
  })
  if (queue.hasSingleActiveConsumer) activateNext(context, queue, started)
  else takeTurns(queue, consumer)
  serveQueues(broker, context, [queue], started)
}

/**
 * Lets the channel wait for direct replies: 406 unless they are acknowledged automatically,
 * or when it waits already.
 */
function consumeReplies(
  broker: Broker,
  context: BrokerContext,
  channel: Channel,
  command: Consume,
): Reply<ConsumerTag> {
  const tag = command.consumerTag ?? ''
  if (isTagInUse(channel, tag)) {
    const detail = `attempt to reuse consumer tag '${tag}'`
    return refuse(broker, context, command, brokerError('NOT_ALLOWED', detail, METHOD))
  }
  if (channel.reply !== null) {
    const error = preconditionFailed('reply consumer already set', METHOD)
    return refuse(broker, context, command, error)
  }
  if (!command.autoAck) {
    const error = preconditionFailed('reply consumer cannot acknowledge', METHOD)
    return refuse(broker, context, command, error)
  }
  const consumerTag = tag === '' ? makeName(broker, 'amq.ctag-') : tag
  const key = makeKey(broker)
  channel.reply = Object.freeze({ tag: consumerTag, key })
  const { connection, number } = channel
  broker.replyChannels.set(key, Object.freeze({ connection, channel: number }))
  return { ok: true, consumerTag }
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
  if (channel.reply?.tag === consumerTag) stopReplies(broker, channel)
  const reference = channel.consumers.get(consumerTag)
  if (reference === undefined) return { ok: true, consumerTag }
  const queue = broker.queues.get(reference.queue)
  channel.consumers.delete(consumerTag)
  channel.waiting.delete(reference.serial)
  const cancelled = context.recorder.record('amqp.consumer-cancelled', {
    consumer: consumerTag,
    queue: reference.queue,
    connection: channel.connection,
    channel: channel.number,
    reason: 'client',
  })
  if (queue !== undefined) {
    removeConsumer(queue, reference.serial)
    afterLeaving(broker, context, queue, cancelled)
    // Another consumer may be served now, the next one of a single active consumer.
    if (broker.queues.get(queue.name) === queue) serveQueues(broker, context, [queue], cancelled)
    deliverDeadLetters(broker, context)
  }
  return { ok: true, consumerTag }
}
