import { assert } from '#std'
import { failChannel, failConnection } from '../lifecycle/closing.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import type { Broker } from '../state/broker.ts'
import { brokerError, type BrokerError, type MethodName } from './broker-error.ts'

/** What a command gives back: its answer, or why the broker closed the channel or connection. */
export type Reply<Answer> = ({ readonly ok: true } & Answer) | Refusal

/** The broker did not do it, and has closed the channel or the connection because of it. */
export interface Refusal {
  readonly ok: false
  readonly error: BrokerError
}

/** Answers a command that is an error: does to channel or connection what the broker does. */
export function refuse(
  broker: Broker,
  context: BrokerContext,
  address: ChannelAddress,
  error: BrokerError,
): Refusal {
  const connection = broker.connections.get(address.connection)
  assert(connection !== undefined, 'a command comes over a connection the broker knows')
  const channel = connection.channels.get(address.channel)
  if (error.level === 'connection') failConnection(broker, context, connection, error)
  else {
    assert(channel !== undefined, 'a channel error happens on an open channel')
    failChannel(broker, context, channel, error)
  }
  return { ok: false, error }
}

/**
 * Answers a command on a channel that is not open. What was on its way when an error closed the
 * channel is ignored; the answer repeats that error. On a channel never opened it is an error of
 * the connection.
 */
export function refuseWithoutChannel(
  broker: Broker,
  context: BrokerContext,
  address: ChannelAddress,
  method: MethodName,
): Refusal {
  const failed = broker.connections.get(address.connection)?.failedChannels.get(address.channel)
  if (failed !== undefined) return { ok: false, error: failed }
  const error = brokerError('CHANNEL_ERROR', "expected 'channel.open'", method)
  return refuse(broker, context, address, error)
}
