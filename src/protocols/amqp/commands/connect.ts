import { assert, exhaustive } from '#std'
import { brokerError } from '../checks/broker-error.ts'
import { refuse, type Reply } from '../checks/refuse.ts'
import { endChannel, endConnection, failConnection } from '../lifecycle/closing.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'
import { createChannel } from '../state/channel.ts'
import type { Permissions } from '../state/permissions.ts'

/** Who connects, and what its client understands. */
export interface OpenConnection {
  /** A name that no open connection has. */
  readonly connection: string
  /** @defaultValue 'guest' */
  readonly user?: string
  /** What the user may do. @defaultValue everything */
  readonly permissions?: Permissions
  /** Understands that a consumer is cancelled by the broker. @defaultValue true */
  readonly canCancelNotify?: boolean
  /** Understands that it is blocked. @defaultValue true */
  readonly canBeBlocked?: boolean
}

/** Opens a connection. */
export function openConnection(
  broker: Broker,
  context: BrokerContext,
  command: OpenConnection,
): void {
  const { connection: id, user = 'guest', permissions = null } = command
  assert(broker.isRunning, 'a command reaches a broker that runs')
  assert(!broker.connections.has(id), 'two open connections have different names')
  broker.connections.set(id, {
    id,
    user,
    permissions,
    canCancelNotify: command.canCancelNotify ?? true,
    canBeBlocked: command.canBeBlocked ?? true,
    isBlocked: false,
    channels: new Map(),
    failedChannels: new Map(),
  })
  context.recorder.record('amqp.connection-opened', { connection: id })
}

/** How a connection ends from outside. */
export interface CloseConnection {
  readonly connection: string
  /** client: closed in order. socket-lost: process or network gone. forced: an operator's doing. */
  readonly reason: 'client' | 'socket-lost' | 'forced'
  /** What the operator gives as reason. @defaultValue 'closed by an operator' */
  readonly text?: string
}

/**
 * Ends a connection with all its channels: everything unacked is requeued at once.
 * A connection the broker no longer knows is closed already.
 */
export function closeConnection(
  broker: Broker,
  context: BrokerContext,
  command: CloseConnection,
): void {
  const connection = broker.connections.get(command.connection)
  if (connection === undefined) return
  switch (command.reason) {
    case 'client':
      endConnection(broker, context, connection, { code: REPLY_SUCCESS, reason: 'client' })
      return
    case 'socket-lost':
      endConnection(broker, context, connection, { code: null, reason: 'socket-lost' })
      return
    case 'forced': {
      const text = command.text ?? 'closed by an operator'
      const error = brokerError('CONNECTION_FORCED', text, 'none')
      failConnection(broker, context, connection, error)
      return
    }
    default:
      exhaustive(command.reason)
  }
}

const REPLY_SUCCESS = 200

/**
 * Opens a channel, also one with the number of a channel that an error closed.
 *
 * @returns the connection error 504 when the channel is open already.
 */
export function openChannel(
  broker: Broker,
  context: BrokerContext,
  command: ChannelAddress,
): Reply<object> {
  const { connection: id, channel: number } = command
  assert(number >= 1 && number <= CHANNEL_MAX, 'a channel has a number from 1 to 65 535')
  if (findChannel(broker, command) !== null) {
    const error = brokerError('CHANNEL_ERROR', "second 'channel.open' seen", 'channel.open')
    return refuse(broker, context, command, error)
  }
  const connection = broker.connections.get(id)
  connection?.failedChannels.delete(number)
  connection?.channels.set(number, createChannel(command, broker.nextSerial++))
  context.recorder.record('amqp.channel-opened', { connection: id, channel: number })
  return { ok: true }
}

const CHANNEL_MAX = 65_535

/** Closes a channel in order; what it held is requeued. Also the answer to a channel error. */
export function closeChannel(
  broker: Broker,
  context: BrokerContext,
  command: ChannelAddress,
): void {
  const channel = findChannel(broker, command)
  if (channel !== null) endChannel(broker, context, channel, { code: null, reason: 'client' })
  else broker.connections.get(command.connection)?.failedChannels.delete(command.channel)
}
