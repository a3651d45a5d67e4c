import { findChannel, type Broker } from './broker.ts'
import { brokerError, inequivalent, resource, type BrokerError } from './broker-error.ts'
import type { Channel, ChannelAddress } from './channel.ts'
import { createQueue, type Queue } from './queue.ts'
import { findQueue, makeName } from './queue-name.ts'
import { countReady } from './ready-copies.ts'
import { refuse, refuseWithoutChannel, type Reply } from './refuse.ts'
import type { BrokerContext } from './server-method.ts'

/** A queue as a client asks for it. */
export interface DeclareQueue extends ChannelAddress {
  /** '' lets the broker make up a name. */
  readonly queue: string
  readonly durable: boolean
  /** Only asks whether it exists, whatever its properties. @defaultValue false */
  readonly passive?: boolean
}

/** The counts of a queue; those that are unacked are not among the messages. */
export interface QueueCounts {
  readonly queue: string
  readonly messageCount: number
  readonly consumerCount: number
}

/**
 * Makes a queue; one that exists with the same durability is left alone.
 *
 * @returns 403 for new names that begin with `amq.`, 404 when passive and missing, 406 when
 * it exists otherwise.
 */
export function declareQueue(
  broker: Broker,
  context: BrokerContext,
  command: DeclareQueue,
): Reply<QueueCounts> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, METHOD)
  const isPassive = command.passive === true
  const queue = isPassive
    ? findQueue(broker, channel, command.queue, METHOD)
    : findOrMake(broker, context, command)
  if ('code' in queue) return refuse(broker, context, command, queue)
  return answer(channel, queue)
}

const METHOD = 'queue.declare'

function findOrMake(
  broker: Broker,
  context: BrokerContext,
  command: DeclareQueue,
): Queue | BrokerError {
  const { durable } = command
  const known = broker.queues.get(command.queue)
  if (known !== undefined) return known.durable === durable ? known : durableError(known, durable)
  if (command.queue.startsWith('amq.')) {
    const detail = `queue name '${command.queue}' contains reserved prefix 'amq.*'`
    return brokerError('ACCESS_REFUSED', detail, METHOD)
  }
  const name = command.queue === '' ? makeName(broker, 'amq.gen-') : command.queue
  const queue = createQueue(name, broker.nextSerial++, durable)
  broker.queues.set(name, queue)
  context.recorder.record('amqp.queue-declared', { queue: name, durable })
  return queue
}

function durableError(known: Queue, durable: boolean): BrokerError {
  const values = { received: String(durable), current: String(known.durable) }
  return inequivalent('durable', resource('queue', known.name), values, METHOD)
}

function answer(channel: Channel, queue: Queue): Reply<QueueCounts> {
  channel.lastQueue = queue.name
  const messageCount = countReady(queue.ready)
  return { ok: true, queue: queue.name, messageCount, consumerCount: queue.consumers.size }
}
