import { accessError, type Access } from '../checks/access.ts'
import {
  brokerError,
  defaultExchangeError,
  notFound,
  preconditionFailed,
  resource,
  type BrokerError,
} from '../checks/broker-error.ts'
import { firstInequivalent, firstInequivalentArgument } from '../checks/inequivalent.ts'
import { refuse, refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { createExchange, isExchangeType, type Exchange } from '../routing/exchange.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'
import { tableText } from '../state/table-key.ts'
import { EMPTY_TABLE, type Table } from '../state/table.ts'
import { applyPolicyToExchange } from './set-policy.ts'

/** An exchange as a client asks for it. */
export interface DeclareExchange extends ChannelAddress {
  readonly exchange: string
  /** direct, fanout, topic or headers; anything else is a connection error. */
  readonly type: string
  readonly durable: boolean
  /** Goes with its last binding. @defaultValue false */
  readonly autoDelete?: boolean
  /** Takes messages from other exchanges only. @defaultValue false */
  readonly internal?: boolean
  /** Only asks whether it exists, whatever its properties. @defaultValue false */
  readonly passive?: boolean
  /** `alternate-exchange` is the one that is looked at. @defaultValue none */
  readonly arguments?: Table
}

/**
 * Makes an exchange; one that exists with the same properties is left alone.
 *
 * @returns 403 for the default exchange and for new names that begin with `amq.`, 404
 * when passive and missing, 406 when it exists otherwise, 503 for an unknown type.
 */
export function declareExchange(
  broker: Broker,
  context: BrokerContext,
  command: DeclareExchange,
): Reply<object> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, METHOD)
  const known = broker.exchanges.get(command.exchange)
  const isPassive = command.passive === true
  const error = isPassive
    ? passiveError(broker, command.exchange, known)
    : declareError(broker, command, known)
  if (error !== null) return refuse(broker, context, command, error)
  if (known === undefined) makeExchange(broker, context, command)
  return { ok: true }
}

const METHOD = 'exchange.declare'
const ALTERNATE = 'alternate-exchange'

function makeExchange(broker: Broker, context: BrokerContext, command: DeclareExchange): void {
  const { exchange: name, type, durable, autoDelete = false, internal = false } = command
  if (!isExchangeType(type)) return
  const exchangeArguments = command.arguments ?? EMPTY_TABLE
  const properties = { type, durable, autoDelete, internal, arguments: exchangeArguments }
  const exchange = createExchange(name, properties)
  broker.exchanges.set(name, exchange)
  context.recorder.record('amqp.exchange-declared', {
    exchange: name,
    type,
    durable,
    autoDelete,
    internal,
    arguments: tableText(exchangeArguments),
  })
  applyPolicyToExchange(broker, context, exchange)
}

function passiveError(
  broker: Broker,
  name: string,
  known: Exchange | undefined,
): BrokerError | null {
  if (name === '') return defaultExchangeError(METHOD)
  return known === undefined ? notFound(broker, 'exchange', name, METHOD) : null
}

function declareError(
  broker: Broker,
  command: DeclareExchange,
  known: Exchange | undefined,
): BrokerError | null {
  const { exchange: name, type } = command
  if (!isExchangeType(type)) {
    const wrong = type === '' ? 'invalid' : 'unknown'
    return brokerError('COMMAND_INVALID', `${wrong} exchange type '${type}'`, METHOD)
  }
  if (name === '') return defaultExchangeError(METHOD)
  if (known !== undefined) {
    const denied = accessError(broker, command, [configure(name)], METHOD)
    return denied ?? equivalenceError(broker, command, known)
  }
  if (name.startsWith('amq.')) return reservedNameError(name)
  const alternate = command.arguments?.get(ALTERNATE)
  if (alternate === undefined) return accessError(broker, command, [configure(name)], METHOD)
  if (alternate.type !== 'longstr') {
    const of = resource(broker, 'exchange', name)
    const detail = `invalid type '${alternate.type}' for arg '${ALTERNATE}' in ${of}`
    return preconditionFailed(detail, METHOD)
  }
  const to = { kind: 'exchange', name: String(alternate.value), right: 'write' } as const
  const from = { kind: 'exchange', name, right: 'read' } as const
  return accessError(broker, command, [configure(name), from, to], METHOD)
}

function configure(name: string): Access {
  return { kind: 'exchange', name, right: 'configure' }
}

/** Why an exchange that is there is not what is asked for; null when it is. */
export function equivalenceError(
  broker: Broker,
  command: DeclareExchange,
  known: Exchange,
): BrokerError | null {
  const { type, durable, autoDelete = false, internal = false } = command
  const of = resource(broker, 'exchange', known.name)
  const properties = [
    { name: 'type', received: type, current: known.type },
    { name: 'durable', received: String(durable), current: String(known.durable) },
    { name: 'auto_delete', received: String(autoDelete), current: String(known.autoDelete) },
    { name: 'internal', received: String(internal), current: String(known.internal) },
  ]
  const tables = { received: command.arguments ?? EMPTY_TABLE, current: known.arguments }
  return (
    firstInequivalent(of, properties, METHOD) ??
    firstInequivalentArgument(of, [ALTERNATE], tables, METHOD)
  )
}

function reservedNameError(name: string): BrokerError {
  const detail = `exchange name '${name}' contains reserved prefix 'amq.*'`
  return brokerError('ACCESS_REFUSED', detail, METHOD)
}
