import { findChannel, type Broker } from './broker.ts'
import { brokerError, defaultExchangeError, resource, type BrokerError } from './broker-error.ts'
import type { ChannelAddress } from './channel.ts'
import type { Exchange } from './exchange.ts'
import { refuse, refuseWithoutChannel, type Reply } from './refuse.ts'
import { removeExchange } from './removal.ts'
import type { BrokerContext } from './server-method.ts'

/** Which exchange to delete. */
export interface DeleteExchange extends ChannelAddress {
  readonly exchange: string
  /** Refuses while bindings start from it. @defaultValue false */
  readonly ifUnused?: boolean
}

/**
 * Deletes an exchange with its bindings; one that does not exist is deleted already.
 *
 * @returns 403 for the default exchange and system exchanges, 406 when `ifUnused` and in use.
 */
export function deleteExchange(
  broker: Broker,
  context: BrokerContext,
  command: DeleteExchange,
): Reply<object> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, METHOD)
  const exchange = broker.exchanges.get(command.exchange)
  const error = deleteError(command, exchange)
  if (error !== null) return refuse(broker, context, command, error)
  if (exchange !== undefined) removeExchange(broker, context, exchange)
  return { ok: true }
}

const METHOD = 'exchange.delete'

function deleteError(command: DeleteExchange, exchange: Exchange | undefined): BrokerError | null {
  const { exchange: name, ifUnused } = command
  if (name === '') return defaultExchangeError(METHOD)
  const named = resource('exchange', name)
  if (name.startsWith('amq.')) {
    const detail = `deletion of system ${named} not allowed`
    return brokerError('ACCESS_REFUSED', detail, METHOD)
  }
  if (ifUnused !== true || exchange === undefined || exchange.bindings.size === 0) return null
  return brokerError('PRECONDITION_FAILED', `${named} in use`, METHOD)
}
