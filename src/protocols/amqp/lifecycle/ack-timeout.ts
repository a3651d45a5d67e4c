import { after, type Instant } from '#engine'
import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import type { Channel } from '../state/channel.ts'
import type { Delivery } from '../state/delivery.ts'
import { plan } from '../state/timers.ts'

/**
 * Plans the next look at old deliveries: the first one of the fixed rhythm by which one that was
 * handed out at `from` can be too old.
 */
export function planAckCheck(broker: Broker, from: Instant): void {
  const { ackTimeout, ackTimeoutCheck } = broker.settings
  const earliest = after(from, ackTimeout)
  const rounds = Math.ceil(earliest / ackTimeoutCheck)
  broker.isAckCheckPlanned = true
  plan(broker.timers, (rounds * ackTimeoutCheck) as Instant, { type: 'ack-timeout' })
}

/** The channels that hold a delivery for longer than allowed, with the oldest one. */
export function overdueChannels(
  broker: Broker,
  context: BrokerContext,
): { readonly channel: Channel; readonly delivery: Delivery }[] {
  const { now } = context.recorder
  const { ackTimeout } = broker.settings
  const overdue: { channel: Channel; delivery: Delivery }[] = []
  for (const connection of broker.connections.values()) {
    for (const channel of connection.channels.values()) {
      const oldest = oldestDelivery(channel)
      if (oldest !== null && after(oldest.at, ackTimeout) <= now) {
        overdue.push({ channel, delivery: oldest })
      }
    }
  }
  return overdue
}

/** When the oldest delivery that is held now was handed out; null when none is held. */
export function oldestUnackedAt(broker: Broker): Instant | null {
  let oldest: Instant | null = null
  for (const connection of broker.connections.values()) {
    for (const channel of connection.channels.values()) {
      const at = oldestDelivery(channel)?.at ?? null
      if (at !== null && (oldest === null || at < oldest)) oldest = at
    }
  }
  return oldest
}

/** Tags grow with time: the first one is the oldest. */
function oldestDelivery(channel: Channel): Delivery | null {
  return channel.unacked.values().next().value ?? null
}
