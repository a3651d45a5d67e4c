import { preconditionFailed } from '../checks/broker-error.ts'
import { refuse, refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { holdAgain } from '../lifecycle/release.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'
import { publishChecked } from './publish.ts'
import { settleDeliveries } from './settle.ts'

/**
 * Makes the channel transactional: publishes and settlements wait for {@link commit}.
 *
 * @returns 406 on a channel with publisher confirms.
 */
export function selectTransactions(
  broker: Broker,
  context: BrokerContext,
  command: ChannelAddress,
): Reply<object> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'tx.select')
  if (channel.confirms !== null) {
    const error = preconditionFailed('cannot switch from confirm to tx mode', 'tx.select')
    return refuse(broker, context, command, error)
  }
  channel.transaction ??= { published: [], settled: [] }
  return { ok: true }
}

/**
 * Makes the channel tell its publisher what became of each message.
 *
 * @returns 406 on a transactional channel.
 */
export function selectConfirms(
  broker: Broker,
  context: BrokerContext,
  command: ChannelAddress,
): Reply<object> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'confirm.select')
  if (channel.transaction !== null) {
    const error = preconditionFailed('cannot switch from tx to confirm mode', 'confirm.select')
    return refuse(broker, context, command, error)
  }
  if (channel.confirms === null) {
    channel.confirms = { next: 1, waiting: new Map() }
    const { connection, channel: number } = command
    context.recorder.record('amqp.confirms-selected', { connection, channel: number })
  }
  return { ok: true }
}

/**
 * Does what has waited: first the publishes, then the settlements.
 *
 * @returns 406 on a channel that is not transactional.
 */
export function commit(
  broker: Broker,
  context: BrokerContext,
  command: ChannelAddress,
): Reply<object> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'tx.commit')
  if (channel.transaction === null) return notTransactional(broker, context, command, 'tx.commit')
  const { published, settled } = channel.transaction
  channel.transaction = { published: [], settled: [] }
  for (const one of published) publishChecked(broker, context, channel, one)
  for (const { deliveries, fate } of settled) {
    holdAgain(channel, deliveries)
    settleDeliveries(broker, context, channel, deliveries, fate)
  }
  deliverDeadLetters(broker, context)
  return { ok: true }
}

/**
 * Forgets what has waited: nothing was published, and what was settled is unacked again.
 *
 * @returns 406 on a channel that is not transactional.
 */
export function rollback(
  broker: Broker,
  context: BrokerContext,
  command: ChannelAddress,
): Reply<object> {
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'tx.rollback')
  if (channel.transaction === null) return notTransactional(broker, context, command, 'tx.rollback')
  const { settled } = channel.transaction
  channel.transaction = { published: [], settled: [] }
  holdAgain(
    channel,
    settled.flatMap(({ deliveries }) => deliveries),
  )
  return { ok: true }
}

function notTransactional(
  broker: Broker,
  context: BrokerContext,
  command: ChannelAddress,
  method: 'tx.commit' | 'tx.rollback',
): Reply<object> {
  const error = preconditionFailed('channel is not transactional', method)
  return refuse(broker, context, command, error)
}
