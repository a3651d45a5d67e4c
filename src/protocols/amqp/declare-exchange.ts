import { findChannel, type Broker } from './broker.ts'
import {
  brokerError,
  defaultExchangeError,
  inequivalent,
  notFound,
  resource,
  type BrokerError,
} from './broker-error.ts'
import type { ChannelAddress } from './channel.ts'
import { createExchange, isExchangeType, type Exchange } from './exchange.ts'
import { refuse, refuseWithoutChannel, type Reply } from './refuse.ts'
import type { BrokerContext } from './server-method.ts'

/** An exchange as a client asks for it. */
export interface DeclareExchange extends ChannelAddress {
  readonly exchange: string
  /** 'direct', 'fanout' or 'topic'; anything else is the connection error 503. */
  readonly type: string
  readonly durable: boolean
  /** Only asks whether it exists, whatever its properties. @defaultValue false */
  readonly passive?: boolean
}

/**
 * Makes an exchange; one that exists with the same type and durability is left alone.
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
  const { exchange: name, type, durable } = command
  const known = broker.exchanges.get(name)
  const isPassive = command.passive === true
  const error = isPassive ? passiveError(name, known) : declareError(command, known)
  if (error !== null) return refuse(broker, context, command, error)
  if (known === undefined && isExchangeType(type)) {
    broker.exchanges.set(name, createExchange(name, type, durable))
    context.recorder.record('amqp.exchange-declared', { exchange: name, type, durable })
  }
  return { ok: true }
}

const METHOD = 'exchange.declare'

function passiveError(name: string, known: Exchange | undefined): BrokerError | null {
  if (name === '') return defaultExchangeError(METHOD)
  return known === undefined ? notFound('exchange', name, METHOD) : null
}

function declareError(command: DeclareExchange, known: Exchange | undefined): BrokerError | null {
  const { exchange: name, type, durable } = command
  if (!isExchangeType(type)) {
    return brokerError('COMMAND_INVALID', `unknown exchange type '${type}'`, METHOD)
  }
  if (name === '') return defaultExchangeError(METHOD)
  if (known === undefined) return name.startsWith('amq.') ? reservedNameError(name) : null
  const of = resource('exchange', name)
  if (known.table.type !== type) {
    return inequivalent('type', of, { received: type, current: known.table.type }, METHOD)
  }
  if (known.durable === durable) return null
  const values = { received: String(durable), current: String(known.durable) }
  return inequivalent('durable', of, values, METHOD)
}

function reservedNameError(name: string): BrokerError {
  const detail = `exchange name '${name}' contains reserved prefix 'amq.*'`
  return brokerError('ACCESS_REFUSED', detail, METHOD)
}
