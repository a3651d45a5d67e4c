import { accessError } from '../checks/access.ts'
import {
  brokerError,
  defaultExchangeError,
  preconditionFailed,
  resource,
  type BrokerError,
} from '../checks/broker-error.ts'
import { refuse, refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { removeExchange } from '../lifecycle/removal.ts'
import type { Exchange } from '../routing/exchange.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'

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
  const error = deleteError(broker, command, exchange)
  if (error !== null) return refuse(broker, context, command, error)
  if (exchange !== undefined) removeExchange(broker, context, exchange)
  return { ok: true }
}

const METHOD = 'exchange.delete'

function deleteError(
  broker: Broker,
  command: DeleteExchange,
  exchange: Exchange | undefined,
): BrokerError | null {
  const { exchange: name, ifUnused } = command
  if (name === '') return defaultExchangeError(METHOD)
  const named = resource(broker, 'exchange', name)
  if (name.startsWith('amq.')) {
    const detail = `deletion of system ${named} not allowed`
    return brokerError('ACCESS_REFUSED', detail, METHOD)
  }
  const access = { kind: 'exchange', name, right: 'configure' } as const
  const denied = accessError(broker, command, [access], METHOD)
  if (denied !== null || ifUnused !== true || exchange === undefined) return denied
  return exchange.bindings.size === 0 ? null : preconditionFailed(`${named} in use`, METHOD)
}
