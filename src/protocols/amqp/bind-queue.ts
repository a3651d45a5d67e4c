import { assert } from '#std'
import type { Binding } from './binding.ts'
import { findChannel, type Broker } from './broker.ts'
import { defaultExchangeError, notFound } from './broker-error.ts'
import type { ChannelAddress } from './channel.ts'
import { addBinding, bindingOf } from './exchange.ts'
import { expandQueueName, findQueue, noPreviousQueue } from './queue-name.ts'
import { refuse, refuseWithoutChannel, type Reply } from './refuse.ts'
import { dropBinding } from './removal.ts'
import type { BrokerContext } from './server-method.ts'

/** A binding as a client asks for it. */
export interface BindQueue extends ChannelAddress {
  readonly exchange: string
  readonly queue: string
  readonly routingKey: string
  /** The binding's own id, which no other binding has. @defaultValue `b1`, `b2`, … */
  readonly binding?: string
}

/**
 * Binds a queue to an exchange. A second binding with the same key changes nothing and answers with
 * the id of the first.
 *
 * @returns 403 for the default exchange, 404 when an end is missing.
 */
export function bindQueue(
  broker: Broker,
  context: BrokerContext,
  command: BindQueue,
): Reply<{ readonly binding: string }> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'queue.bind')
  const { exchange: name, routingKey } = command
  if (name === '') return refuse(broker, context, command, defaultExchangeError('queue.bind'))
  const exchange = broker.exchanges.get(name)
  if (exchange === undefined) {
    return refuse(broker, context, command, notFound('exchange', name, 'queue.bind'))
  }
  const queue = findQueue(broker, channel, command.queue, 'queue.bind')
  if ('code' in queue) return refuse(broker, context, command, queue)
  const known = bindingOf(exchange, queue.name, routingKey)
  if (known !== null) return { ok: true, binding: known.id }
  const id = command.binding ?? makeBindingId(broker)
  assert(!broker.bindingIds.has(id), 'two bindings have different ids')
  const fields = { exchange: name, queue: queue.name, routingKey }
  const binding: Binding = Object.freeze({ id, serial: broker.nextSerial++, ...fields })
  addBinding(exchange, binding)
  queue.bindings.set(id, binding)
  broker.bindingIds.add(id)
  context.recorder.record('amqp.binding-created', { binding: id, ...fields })
  return { ok: true, binding: id }
}

function makeBindingId(broker: Broker): string {
  for (;;) {
    const id = `b${String(broker.nextBindingId++)}`
    if (!broker.bindingIds.has(id)) return id
  }
}

/** Which binding to take away: AMQP names it by its ends and its key. */
export interface UnbindQueue extends ChannelAddress {
  readonly exchange: string
  readonly queue: string
  readonly routingKey: string
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
  if (command.exchange === '') {
    return refuse(broker, context, command, defaultExchangeError('queue.unbind'))
  }
  const name = expandQueueName(channel, command.queue)
  if (name === null) return refuse(broker, context, command, noPreviousQueue('queue.unbind'))
  const exchange = broker.exchanges.get(command.exchange)
  const binding = exchange === undefined ? null : bindingOf(exchange, name, command.routingKey)
  if (binding !== null) dropBinding(broker, context, binding)
  return { ok: true }
}
