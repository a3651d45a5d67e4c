import type { Queue } from '../queues/queue.ts'
import type { ChannelAddress } from '../state/address.ts'
import type { Broker } from '../state/broker.ts'
import type { Permissions } from '../state/permissions.ts'
import { brokerError, resource, type BrokerError, type MethodName } from './broker-error.ts'
import { fitsPattern } from './name-pattern.ts'

/** A thing and what is wanted of it. */
export interface Access {
  readonly kind: 'queue' | 'exchange'
  readonly name: string
  readonly right: keyof Permissions
}

/** 403 for the first thing the connection's user may not do; null when all is allowed. */
export function accessError(
  broker: Broker,
  address: ChannelAddress,
  wanted: readonly Access[],
  method: MethodName,
): BrokerError | null {
  const connection = broker.connections.get(address.connection)
  if (connection === undefined || connection.permissions === null) return null
  for (const { kind, name, right } of wanted) {
    // The default exchange has no name a pattern could match.
    const shown = kind === 'exchange' && name === '' ? 'amq.default' : name
    if (isAllowed(connection.permissions[right], shown)) continue
    const of = resource(broker, kind, shown)
    const detail = `access to ${of} refused for user '${connection.user}'`
    return brokerError('ACCESS_REFUSED', detail, method)
  }
  return null
}

/** An empty pattern allows nothing but the empty name. */
function isAllowed(pattern: string, name: string): boolean {
  return fitsPattern(pattern === '' ? '^$' : pattern, name)
}

/** 405 when the queue belongs to another connection; null when this one may use it. */
export function lockError(
  broker: Broker,
  address: ChannelAddress,
  queue: Queue,
  method: MethodName,
): BrokerError | null {
  if (queue.owner === null || queue.owner === address.connection) return null
  return lockedError(broker, queue.name, method)
}

/** 405: somebody else's exclusive queue, or one that was declared otherwise. */
export function lockedError(broker: Broker, queue: string, method: MethodName): BrokerError {
  const detail =
    `cannot obtain exclusive access to locked ${resource(broker, 'queue', queue)}. ` +
    'It could be originally declared on another connection or the exclusive property value does ' +
    'not match that of the original declaration.'
  return brokerError('RESOURCE_LOCKED', detail, method)
}
