import type { FactId } from '#engine'
import type { Broker } from './broker.ts'
import type { BrokerError } from './broker-error.ts'
import type { Channel, Connection } from './channel.ts'
import { dispatch } from './dispatch.ts'
import { requeueDelivery } from './give-back.ts'
import { removeConsumer, type Queue } from './queue.ts'
import { releaseDeliveries } from './release.ts'
import type { BrokerContext } from './server-method.ts'

/** How a channel or a connection ends; the code is null when the socket just went away. */
export interface Ending {
  readonly code: number | null
  readonly reason: string
}

/** Ends one channel: its consumers go, what it held goes back, others are served. */
export function endChannel(
  broker: Broker,
  context: BrokerContext,
  channel: Channel,
  ending: Ending,
): FactId {
  broker.connections.get(channel.connection)?.channels.delete(channel.number)
  const closed = context.recorder.record('amqp.channel-closed', {
    connection: channel.connection,
    channel: channel.number,
    ...ending,
  })
  endChannels(broker, context, [channel], 'channel-closed', closed)
  return closed
}

/** Ends a connection with all its channels; what they held goes back in its original order. */
export function endConnection(
  broker: Broker,
  context: BrokerContext,
  connection: Connection,
  ending: Ending,
): FactId {
  broker.connections.delete(connection.id)
  const closed = context.recorder.record('amqp.connection-closed', {
    connection: connection.id,
    ...ending,
  })
  const channels = [...connection.channels.values()]
  endChannels(broker, context, channels, 'connection-closed', closed)
  return closed
}

/** Ends a channel because of an error and tells the client; its other channels go on. */
export function failChannel(
  broker: Broker,
  context: BrokerContext,
  channel: Channel,
  error: BrokerError,
): void {
  const { connection, number } = channel
  broker.connections.get(connection)?.failedChannels.set(number, error)
  const ending = { code: error.code, reason: error.text }
  const closed = endChannel(broker, context, channel, ending)
  context.send(connection, { method: 'channel.close', channel: number, error }, closed)
}

/** Ends a connection because of an error and tells the client. */
export function failConnection(
  broker: Broker,
  context: BrokerContext,
  connection: Connection,
  error: BrokerError,
): void {
  const ending = { code: error.code, reason: error.text }
  const closed = endConnection(broker, context, connection, ending)
  context.send(connection.id, { method: 'connection.close', error }, closed)
}

function endChannels(
  broker: Broker,
  context: BrokerContext,
  channels: readonly Channel[],
  reason: 'channel-closed' | 'connection-closed',
  cause: FactId,
): void {
  for (const channel of channels) stopConsumers(broker, context, channel, reason, cause)
  const queues = new Set<Queue>()
  for (const channel of channels) {
    const deliveries = [...channel.unacked.values()]
    for (const queue of releaseDeliveries(broker, channel, deliveries)) queues.add(queue)
    for (const delivery of deliveries) {
      requeueDelivery(broker, context, { channel, delivery }, reason, cause)
    }
  }
  // Only now: whoever is served gets the first of all that came back, not the first that did.
  for (const queue of queues) dispatch(broker, context, queue, null)
}

/** Takes all consumers of a channel away from their queues. */
export function stopConsumers(
  broker: Broker,
  context: BrokerContext,
  channel: Channel,
  reason: 'channel-closed' | 'connection-closed',
  cause: FactId,
): void {
  for (const [tag, { queue: queueName, serial }] of channel.consumers) {
    const queue = broker.queues.get(queueName)
    if (queue !== undefined) removeConsumer(queue, serial)
    const { connection, number } = channel
    const fields = { consumer: tag, queue: queueName, connection, channel: number, reason }
    context.recorder.record('amqp.consumer-cancelled', fields, cause)
  }
  channel.consumers.clear()
  channel.waiting.clear()
}
