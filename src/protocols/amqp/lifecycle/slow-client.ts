import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import { deliverDeadLetters } from './deliver-dead-letters.ts'
import { serveQueues } from './give-back-deliveries.ts'
import { resumeWaiting } from './release.ts'

/**
 * Stops deliveries to a client that does not read what it is sent: messages stay ready in their
 * queues. Unlike a command it may be called while the broker sends.
 */
export function stopDeliveries(broker: Broker, connection: string): void {
  const channels = broker.connections.get(connection)?.channels.values() ?? []
  for (const channel of channels) channel.isBehind = true
}

/** Goes on delivering to a client that has read what it was sent. */
export function resumeDeliveries(broker: Broker, context: BrokerContext, connection: string): void {
  const channels = [...(broker.connections.get(connection)?.channels.values() ?? [])]
  for (const channel of channels) channel.isBehind = false
  for (const channel of channels) {
    serveQueues(broker, context, resumeWaiting(broker, channel), null)
  }
  deliverDeadLetters(broker, context)
}
