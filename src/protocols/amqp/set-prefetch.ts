import { assert } from '#std'
import { findChannel, type Broker } from './broker.ts'
import type { ChannelAddress } from './channel.ts'
import { dispatch } from './dispatch.ts'
import { refuseWithoutChannel, type Reply } from './refuse.ts'
import { resumeWaiting } from './release.ts'
import type { BrokerContext } from './server-method.ts'

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
    return { ok: true }
  }
  channel.sharedPrefetch = count
  for (const queue of resumeWaiting(broker, channel)) dispatch(broker, context, queue, changed)
  return { ok: true }
}
