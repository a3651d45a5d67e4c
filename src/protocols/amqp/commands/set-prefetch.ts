import { assert } from '#std'
import { refuseWithoutChannel, type Reply } from '../checks/refuse.ts'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { serveQueues } from '../lifecycle/give-back-deliveries.ts'
import { resumeWaiting } from '../lifecycle/release.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import { findChannel, type Broker } from '../state/broker.ts'

/** A limit on what may be unacked. */
export interface SetPrefetch extends ChannelAddress {
  /** 0 to 65 535; 0 means no limit. */
  readonly count: number
  /** False: for each consumer started from now on. True: for the channel's consumers together. */
  readonly isGlobal: boolean
}

/** Sets a limit; a wider channel limit takes effect at once. */
export function setPrefetch(
  broker: Broker,
  context: BrokerContext,
  command: SetPrefetch,
): Reply<object> {
  const { connection, channel: number, count, isGlobal } = command
  assert(Number.isInteger(count) && count >= 0 && count <= 65_535, 'a prefetch is 0 to 65535')
  const channel = findChannel(broker, command)
  if (channel === null) return refuseWithoutChannel(broker, context, command, 'basic.qos')
  const fields = { connection, channel: number, count, global: isGlobal }
  const changed = context.recorder.record('amqp.prefetch-set', fields)
  if (!isGlobal) {
    channel.consumerPrefetch = count
    // The broker has one limiter: a limit of its own for each consumer takes the shared one away.
    channel.sharedPrefetch = 0
  } else channel.sharedPrefetch = count
  serveQueues(broker, context, resumeWaiting(broker, channel), changed)
  deliverDeadLetters(broker, context)
  return { ok: true }
}
