import type { FactId } from '#engine'
import type { BrokerError } from '../checks/broker-error.ts'
import { removeConsumer, type Queue } from '../queues/queue.ts'
import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import type { Channel, Connection } from '../state/channel.ts'
import { deliverDeadLetters } from './deliver-dead-letters.ts'
import { giveBack, serveQueues } from './give-back-deliveries.ts'
import { afterLeaving } from './leave-queue.ts'
import { holdAgain, releaseDeliveries } from './release.ts'
import { deleteQueueNow } from './removal.ts'
import { stopReplies } from './reply.ts'

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
  cause: FactId | null = context.recorder.cause,
): FactId {
  broker.connections.get(channel.connection)?.channels.delete(channel.number)
  const fields = { connection: channel.connection, channel: channel.number, ...ending }
  const closed = context.recorder.record('amqp.channel-closed', fields, cause)
  endChannels(broker, context, [channel], 'channel-closed', closed)
  deliverDeadLetters(broker, context)
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
  // Exclusive queues go with their connection.
  for (const queue of [...broker.queues.values()]) {
    if (queue.owner === connection.id) deleteQueueNow(broker, context, queue, closed)
  }
  deliverDeadLetters(broker, context)
  return closed
}

/** Ends a channel because of an error and tells the client; its other channels go on. */
export function failChannel(
  broker: Broker,
  context: BrokerContext,
  channel: Channel,
  error: BrokerError,
  cause: FactId | null = context.recorder.cause,
): void {
  const { connection, number } = channel
  broker.connections.get(connection)?.failedChannels.set(number, error)
  const ending = { code: error.code, reason: error.text }
  const closed = endChannel(broker, context, channel, ending, cause)
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
  const left = channels.flatMap((channel) => stopConsumers(broker, context, channel, reason, cause))
  const queues = new Set<Queue>()
  for (const channel of channels) {
    stopReplies(broker, channel)
    // What waited for a commit never happened: what was settled is unacked again.
    for (const { deliveries } of channel.transaction?.settled ?? []) holdAgain(channel, deliveries)
    const deliveries = [...channel.unacked.values()]
    for (const queue of releaseDeliveries(broker, channel, deliveries)) queues.add(queue)
    for (const delivery of deliveries) {
      giveBack(broker, context, { channel, delivery }, reason, cause)
    }
  }
  // Only now: a queue may go with its last consumer, and all that came back goes with it.
  for (const { queue, fact } of left) {
    afterLeaving(broker, context, queue, fact)
    queues.add(queue)
  }
  // And only now: whoever is served gets the first of all that came back, not the first that did.
  const alive = [...queues].filter((queue) => broker.queues.get(queue.name) === queue)
  serveQueues(broker, context, alive, null)
}

/** A queue a consumer has left, and the fact of it. */
interface Left {
  readonly queue: Queue
  readonly fact: FactId
}

/** Takes all consumers of a channel away from their queues; what follows from it is the caller's. */
export function stopConsumers(
  broker: Broker,
  context: BrokerContext,
  channel: Channel,
  reason: 'channel-closed' | 'connection-closed',
  cause: FactId,
): Left[] {
  const left: Left[] = []
  for (const [tag, { queue: queueName, serial }] of channel.consumers) {
    const queue = broker.queues.get(queueName)
    if (queue !== undefined) removeConsumer(queue, serial)
    const { connection, number } = channel
    const fields = { consumer: tag, queue: queueName, connection, channel: number, reason }
    const fact = context.recorder.record('amqp.consumer-cancelled', fields, cause)
    if (queue !== undefined) left.push({ queue, fact })
  }
  channel.consumers.clear()
  channel.waiting.clear()
  return left
}
