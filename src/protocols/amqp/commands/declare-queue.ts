import { accessError, lockError, lockedError, type Access } from '../checks/access.ts'
import {
  brokerError,
  notFound,
  preconditionFailed,
  resource,
  type BrokerError,
} from '../checks/broker-error.ts'
import { firstInequivalent, firstInequivalentArgument } from '../checks/inequivalent.ts'
import { makeName } from '../checks/queue-name.ts'
import { refuse, refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { planUnusedCheck, touchQueue } from '../lifecycle/queue-expiry.ts'
import { isReplyName, replyChannel, REPLY_TO } from '../lifecycle/reply.ts'
import { wrongArgument, wrongQueueType } from '../queues/check-arguments.ts'
import { settingsOfArguments } from '../queues/queue-settings.ts'
import { createQueue, type Queue, type QueueType } from '../queues/queue.ts'
import { argumentsOf, wrongArgumentForType, wrongProperty } from '../queues/type-rules.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'
import { tableText } from '../state/table-key.ts'
import { EMPTY_TABLE, numberOf, type FieldValue, type Table } from '../state/table.ts'
import { applyPolicyToQueue } from './set-policy.ts'

/** A queue as a client asks for it. */
export interface DeclareQueue extends ChannelAddress {
  /** '' lets the broker make up a name. */
  readonly queue: string
  readonly durable: boolean
  /** For this connection only; it goes with it. @defaultValue false */
  readonly exclusive?: boolean
  /** Goes with its last consumer. @defaultValue false */
  readonly autoDelete?: boolean
  /** Only asks whether it exists, whatever its properties. @defaultValue false */
  readonly passive?: boolean
  /** `x-queue-type`, `x-message-ttl`, `x-max-length`, … @defaultValue none */
  readonly arguments?: Table
}

/** The counts of a queue; those that are unacked are not among the messages. */
export interface QueueCounts {
  readonly queue: string
  readonly messageCount: number
  readonly consumerCount: number
}

/**
 * Makes a queue; one that exists with the same properties is left alone.
 *
 * @returns 403 for new names that begin with `amq.`, 404 when passive and missing, 405 for
 * another connection's queue, 406 for a wrong argument or when it exists otherwise
 * (R-47, R-48).
 */
export function declareQueue(
  broker: Broker,
  context: BrokerContext,
  command: DeclareQueue,
): Reply<QueueCounts> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, METHOD)
  if (isReplyName(command.queue)) return declareReplies(broker, context, command)
  const queue =
    command.passive === true
      ? findPassively(broker, context, command)
      : findOrMake(broker, context, command)
  if ('code' in queue) return refuse(broker, context, command, queue)
  channel.lastQueue = queue.name
  const messageCount = queue.type === 'stream' ? queue.log.length : queue.ready.count
  return { ok: true, queue: queue.name, messageCount, consumerCount: queue.consumers.size }
}

const METHOD = 'queue.declare'

function findPassively(
  broker: Broker,
  context: BrokerContext,
  command: DeclareQueue,
): Queue | BrokerError {
  const name = command.queue
  const queue = broker.queues.get(name)
  if (queue === undefined) return notFound(broker, 'queue', name, METHOD)
  const locked = lockError(broker, command, queue, METHOD)
  if (locked !== null) return locked
  touchQueue(broker, context, queue)
  return queue
}

/** An address for direct replies is there as long as its channel waits. */
function declareReplies(
  broker: Broker,
  context: BrokerContext,
  command: DeclareQueue,
): Reply<QueueCounts> {
  const name = command.queue
  if (name !== REPLY_TO && replyChannel(broker, name) === null) {
    return refuse(broker, context, command, notFound(broker, 'queue', name, METHOD))
  }
  return { ok: true, queue: name, messageCount: 0, consumerCount: 1 }
}

function findOrMake(
  broker: Broker,
  context: BrokerContext,
  command: DeclareQueue,
): Queue | BrokerError {
  const name = command.queue === '' ? makeName(broker, 'amq.gen-') : command.queue
  const known = broker.queues.get(name)
  const error =
    accessError(broker, command, rightsFor(name, command), METHOD) ??
    (known === undefined ? newError(broker, command) : equivalenceError(broker, command, known))
  if (error !== null) return error
  if (known === undefined) return makeQueue(broker, context, name, command)
  // A quorum queue's lease is not renewed by declaring it again.
  if (known.type === 'classic') touchQueue(broker, context, known)
  return known
}

/** Where its dead letters go, the queue must be allowed to write. */
function rightsFor(name: string, { arguments: table }: DeclareQueue): readonly Access[] {
  const configure = { kind: 'queue', name, right: 'configure' } as const
  const exchange = table?.get('x-dead-letter-exchange')
  if (exchange?.type !== 'longstr') return [configure]
  return [
    configure,
    { kind: 'queue', name, right: 'read' },
    { kind: 'exchange', name: String(exchange.value), right: 'write' },
  ]
}

/** In the order the broker looks: the type, what it allows, the values, then its properties. */
function argumentError(broker: Broker, command: DeclareQueue): BrokerError | null {
  const { queue, durable, exclusive = false, autoDelete = false } = command
  const table = command.arguments ?? EMPTY_TABLE
  const of = resource(broker, 'queue', queue)
  const type = typeOf(table)
  const wrong = wrongQueueType(of, table) ?? wrongArgumentForType(of, type, table)
  if (wrong !== null) return preconditionFailed(wrong, METHOD)
  if (queue === '' && type !== 'classic') {
    const detail = `Cannot declare a server-named queue for type rabbit_${type}_queue`
    return preconditionFailed(detail, METHOD)
  }
  const unfit =
    wrongArgument(of, table) ?? wrongProperty(of, { type, durable, exclusive, autoDelete })
  return unfit === null ? null : preconditionFailed(unfit, METHOD)
}

/** Only a queue that is to be made has its arguments looked at. */
function newError(broker: Broker, command: DeclareQueue): BrokerError | null {
  const { queue } = command
  if (!queue.startsWith('amq.')) return argumentError(broker, command)
  const detail = `queue name '${queue}' contains reserved prefix 'amq.*'`
  return brokerError('ACCESS_REFUSED', detail, METHOD)
}

function makeQueue(
  broker: Broker,
  context: BrokerContext,
  name: string,
  command: DeclareQueue,
): Queue {
  const { durable, exclusive = false, autoDelete = false } = command
  const table = command.arguments ?? EMPTY_TABLE
  const type = typeOf(table)
  const { recorder } = context
  const declared = recorder.record('amqp.queue-declared', {
    queue: name,
    type,
    durable,
    exclusive,
    autoDelete,
    arguments: tableText(table),
  })
  const queue = createQueue({
    name,
    type,
    durable,
    autoDelete,
    owner: exclusive ? command.connection : null,
    arguments: table,
    serial: broker.nextSerial++,
    maxPriority: numberOf(table.get('x-max-priority')) ?? 0,
    replicas: numberOf(table.get('x-quorum-initial-group-size')),
    hasSingleActiveConsumer: isTrue(table.get('x-single-active-consumer')),
    ownSettings: settingsOfArguments(table),
    lastUse: Object.freeze({ at: recorder.now, cause: declared }),
  })
  broker.queues.set(name, queue)
  applyPolicyToQueue(broker, context, queue)
  planUnusedCheck(broker, queue)
  return queue
}

/** Why a queue that is there is not what is asked for; null when it is. */
export function equivalenceError(
  broker: Broker,
  command: DeclareQueue,
  known: Queue,
): BrokerError | null {
  const { durable, exclusive = false, autoDelete = false } = command
  const of = resource(broker, 'queue', known.name)
  const isMine = exclusive ? known.owner === command.connection : known.owner === null
  if (!isMine) return lockedError(broker, known.name, METHOD)
  const properties = [
    { name: 'durable', received: String(durable), current: String(known.durable) },
    { name: 'auto_delete', received: String(autoDelete), current: String(known.autoDelete) },
  ]
  const tables = {
    received: withoutDefaultType(command.arguments ?? EMPTY_TABLE),
    current: withoutDefaultType(known.arguments),
  }
  return (
    firstInequivalent(of, properties, METHOD) ??
    firstInequivalentArgument(of, argumentsOf(known.type), tables, METHOD)
  )
}

/** A queue without a type is a classic one: saying so is saying nothing. */
function withoutDefaultType(table: Table): Table {
  const type = table.get('x-queue-type')
  if (type?.type !== 'longstr' || type.value !== 'classic') return table
  const rest = new Map(table)
  rest.delete('x-queue-type')
  return rest
}

function typeOf(table: Table): QueueType {
  const type = table.get('x-queue-type')
  if (type?.type !== 'longstr') return 'classic'
  return type.value === 'quorum' || type.value === 'stream' ? type.value : 'classic'
}

function isTrue(field: FieldValue | undefined): boolean {
  return field?.type === 'bool' && field.value
}
