import { assert } from '#std'
import { accessError, type Access } from '../checks/access.ts'
import {
  defaultExchangeError,
  notFound,
  preconditionFailed,
  type BrokerError,
  type MethodName,
} from '../checks/broker-error.ts'
import { expandQueueName, findQueue, noPreviousQueue } from '../checks/queue-name.ts'
import { refuse, refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { dropBinding } from '../lifecycle/removal.ts'
import type { Binding, BindingEnds } from '../routing/binding.ts'
import { addBinding, bindingOf, type Exchange } from '../routing/exchange.ts'
import { headersModeError } from '../routing/headers-match.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'
import type { Channel } from '../state/channel.ts'
import { tableKey, tableText } from '../state/table-key.ts'
import { EMPTY_TABLE, type Table } from '../state/table.ts'

/** Which binding to take away: AMQP names it by its ends, its key and its arguments. */
export interface UnbindQueue extends ChannelAddress {
  readonly exchange: string
  readonly queue: string
  readonly routingKey: string
  /** What a headers exchange compares. @defaultValue none */
  readonly arguments?: Table
}

/** A binding as a client asks for it. */
export interface BindQueue extends UnbindQueue {
  /** The binding's own id, which no other binding has. @defaultValue `b1`, `b2`, … */
  readonly binding?: string
}

/** A binding between two exchanges to be taken away: messages go from source to destination. */
export interface UnbindExchange extends ChannelAddress {
  readonly source: string
  readonly destination: string
  readonly routingKey: string
  /** @defaultValue none */
  readonly arguments?: Table
}

/** A binding between two exchanges. */
export interface BindExchange extends UnbindExchange {
  /** See {@link BindQueue}. */
  readonly binding?: string
}

/** A binding's own id. */
export interface BindingId {
  readonly binding: string
}

/**
 * Binds a queue to an exchange. A second binding with the same key and arguments changes nothing
 * and answers with the id of the first.
 *
 * @returns 403 for the default exchange, 404 when an end is missing, 405 for another
 * connection's queue, 406 for a headers binding with a wrong `x-match`.
 */
export function bindQueue(
  broker: Broker,
  context: BrokerContext,
  command: BindQueue,
): Reply<BindingId> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'queue.bind')
  const ends = queueEnds(broker, channel, command, 'queue.bind')
  if ('code' in ends) return refuse(broker, context, command, ends)
  const wanted = { source: command.exchange, ends, table: command.arguments ?? EMPTY_TABLE }
  return bind(broker, context, command, { ...wanted, method: 'queue.bind' })
}

/**
 * Takes one binding away; one that does not exist is gone already.
 *
 * @returns 403 for the default exchange.
 */
export function unbindQueue(
  broker: Broker,
  context: BrokerContext,
  command: UnbindQueue,
): Reply<object> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'queue.unbind')
  const name = expandQueueName(channel, command.queue)
  if (name === null) return refuse(broker, context, command, noPreviousQueue('queue.unbind'))
  const ends = endsOf('queue', name, command)
  return unbind(broker, context, command, {
    source: command.exchange,
    ends,
    method: 'queue.unbind',
  })
}

/** Binds an exchange to another: what reaches the source and fits goes on to the destination. */
export function bindExchange(
  broker: Broker,
  context: BrokerContext,
  command: BindExchange,
): Reply<BindingId> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'exchange.bind')
  const { destination, source } = command
  const table = command.arguments ?? EMPTY_TABLE
  const ends = endsOf('exchange', destination, command)
  if (destination === '') {
    return refuse(broker, context, command, defaultExchangeError('exchange.bind'))
  }
  if (broker.exchanges.has(source) && !broker.exchanges.has(destination)) {
    const error = notFound(broker, 'exchange', destination, 'exchange.bind')
    return refuse(broker, context, command, error)
  }
  return bind(broker, context, command, { source, ends, table, method: 'exchange.bind' })
}

/** Takes a binding between exchanges away. See {@link unbindQueue}. */
export function unbindExchange(
  broker: Broker,
  context: BrokerContext,
  command: UnbindExchange,
): Reply<object> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'exchange.unbind')
  const { destination, source } = command
  if (destination === '') {
    return refuse(broker, context, command, defaultExchangeError('exchange.unbind'))
  }
  const ends = endsOf('exchange', destination, command)
  return unbind(broker, context, command, { source, ends, method: 'exchange.unbind' })
}

interface Unwanted {
  readonly source: string
  readonly ends: BindingEnds
  readonly method: MethodName
}

interface Wanted extends Unwanted {
  readonly table: Table
}

function bind(
  broker: Broker,
  context: BrokerContext,
  command: ChannelAddress & { readonly binding?: string },
  { source, ends, table, method }: Wanted,
): Reply<BindingId> {
  const exchange = sourceExchange(broker, source, method)
  if ('code' in exchange) return refuse(broker, context, command, exchange)
  const error = bindError(broker, command, { exchange, ends, table, method })
  if (error !== null) return refuse(broker, context, command, error)
  const known = bindingOf(exchange, ends)
  if (known !== null) return { ok: true, binding: known.id }
  const id = command.binding ?? makeBindingId(broker)
  assert(!broker.bindingIds.has(id), 'two bindings have different ids')
  const serial = broker.nextSerial++
  const binding: Binding = Object.freeze({
    ...ends,
    id,
    serial,
    exchange: source,
    arguments: table,
  })
  addBinding(exchange, binding)
  broker.bindingIds.add(id)
  const isToQueue = ends.destinationKind === 'queue'
  if (isToQueue) broker.queues.get(ends.destination)?.bindings.set(id, binding)
  else broker.exchanges.get(ends.destination)?.incoming.set(id, binding)
  context.recorder.record('amqp.binding-created', {
    binding: id,
    exchange: source,
    queue: isToQueue ? ends.destination : null,
    destination: isToQueue ? null : ends.destination,
    routingKey: ends.routingKey,
    arguments: tableText(table),
  })
  return { ok: true, binding: id }
}

function unbind(
  broker: Broker,
  context: BrokerContext,
  command: ChannelAddress,
  { source, ends, method }: Unwanted,
): Reply<object> {
  if (source === '') return refuse(broker, context, command, defaultExchangeError(method))
  const denied = accessError(broker, command, rightsFor(source, ends), method)
  if (denied !== null) return refuse(broker, context, command, denied)
  const exchange = broker.exchanges.get(source)
  const binding = exchange === undefined ? null : bindingOf(exchange, ends)
  if (binding !== null) dropBinding(broker, context, binding)
  return { ok: true }
}

function sourceExchange(broker: Broker, name: string, method: MethodName): Exchange | BrokerError {
  if (name === '') return defaultExchangeError(method)
  return broker.exchanges.get(name) ?? notFound(broker, 'exchange', name, method)
}

function bindError(
  broker: Broker,
  command: ChannelAddress,
  { exchange, ends, table, method }: Omit<Wanted, 'source'> & { readonly exchange: Exchange },
): BrokerError | null {
  const denied = accessError(broker, command, rightsFor(exchange.name, ends), method)
  if (denied !== null || exchange.type !== 'headers') return denied
  const wrong = headersModeError(table)
  return wrong === null ? null : preconditionFailed(wrong, method)
}

/** Who binds puts messages into the destination that he takes out of the source. */
function rightsFor(source: string, ends: BindingEnds): readonly Access[] {
  const { destinationKind: kind, destination: name } = ends
  return [
    { kind, name, right: 'write' },
    { kind: 'exchange', name: source, right: 'read' },
  ]
}

function endsOf(
  destinationKind: Binding['destinationKind'],
  destination: string,
  { routingKey, arguments: table }: { routingKey: string; arguments?: Table },
): BindingEnds {
  const argumentsKey = tableKey(table ?? EMPTY_TABLE)
  return { destinationKind, destination, routingKey, argumentsKey }
}

/** The ends of a binding to a queue, when the queue is there and this connection may use it. */
function queueEnds(
  broker: Broker,
  channel: Channel,
  command: BindQueue,
  method: MethodName,
): BindingEnds | BrokerError {
  const { exchange, queue: asked } = command
  const name = expandQueueName(channel, asked)
  if (name === null) return noPreviousQueue(method)
  const source = sourceExchange(broker, exchange, method)
  if ('code' in source) return source
  const queue = findQueue(broker, channel, name, method)
  if ('code' in queue) return queue
  // Without a queue's name and without a key, the queue's name is the key.
  const routingKey = asked === '' && command.routingKey === '' ? name : command.routingKey
  return endsOf('queue', name, { ...command, routingKey })
}

function makeBindingId(broker: Broker): string {
  for (;;) {
    const id = `b${String(broker.nextBindingId++)}`
    if (!broker.bindingIds.has(id)) return id
  }
}
