import type { FactId } from '#engine'
import { assert } from '#std'
import { groupUnacked, type Broker } from './broker.ts'
import { brokerError } from './broker-error.ts'
import type { Connection, HeldDelivery } from './channel.ts'
import { stopConsumers } from './closing.ts'
import { discardCopy, requeueDelivery } from './give-back.ts'
import type { Queue } from './queue.ts'
import { countReady, createReadyCopies, takeAllCopies, type Copy } from './ready-copies.ts'
import { removeExchange, removeQueue } from './removal.ts'
import type { BrokerContext } from './server-method.ts'

/** How a broker ends: asked to, or killed. */
export interface StopBroker {
  readonly how: 'clean' | 'killed'
}

/**
 * Ends the broker. Every connection is closed; durable queues and exchanges stay with the bindings
 * between them and their persistent messages, everything else is gone.
 */
export function stopBroker(broker: Broker, context: BrokerContext, command: StopBroker): void {
  assert(broker.isRunning, 'only a broker that runs can stop')
  const { how } = command
  const stopped = context.recorder.record('amqp.broker-stopped', { how })
  for (const connection of broker.connections.values()) {
    cutConnection(broker, context, connection, how, stopped)
  }
  const unacked = groupUnacked(broker)
  for (const queue of [...broker.queues.values()]) {
    const held = unacked.get(queue.serial) ?? []
    if (queue.durable) recoverQueue(broker, context, { queue, held, how, cause: stopped })
    else {
      const why = { reason: 'broker-restarted', cause: stopped } as const
      removeQueue(broker, context, queue, held, why)
    }
  }
  for (const exchange of [...broker.exchanges.values()]) {
    if (!exchange.durable) removeExchange(broker, context, exchange, stopped)
  }
  broker.connections.clear()
  broker.isRunning = false
}

/** Starts the broker again, with what {@link stopBroker} left. */
export function startBroker(broker: Broker, context: BrokerContext): void {
  assert(!broker.isRunning, 'a broker that runs is not started again')
  broker.isRunning = true
  let messages = 0
  for (const queue of broker.queues.values()) messages += countReady(queue.ready)
  context.recorder.record('amqp.broker-started', { queues: broker.queues.size, messages })
}

function cutConnection(
  broker: Broker,
  context: BrokerContext,
  connection: Connection,
  how: StopBroker['how'],
  cause: FactId,
): void {
  const isClean = how === 'clean'
  const code = isClean ? SHUTDOWN.code : null
  const reason = isClean ? SHUTDOWN.text : 'socket-lost'
  const fields = { connection: connection.id, code, reason }
  const closed = context.recorder.record('amqp.connection-closed', fields, cause)
  for (const channel of connection.channels.values()) {
    stopConsumers(broker, context, channel, 'connection-closed', closed)
  }
  // A killed broker says nothing: its clients find the socket gone.
  if (isClean) {
    context.send(connection.id, { method: 'connection.close', error: SHUTDOWN }, closed)
  }
}

const SHUTDOWN = brokerError(
  'CONNECTION_FORCED',
  "broker forced connection closure with reason 'shutdown'",
  'none',
)

interface Recovery {
  readonly queue: Queue
  readonly held: readonly HeldDelivery[]
  readonly how: StopBroker['how']
  readonly cause: FactId
}

/** Keeps of a durable queue what was on disk, in its order. */
function recoverQueue(broker: Broker, context: BrokerContext, recovery: Recovery): void {
  const { queue, held, how, cause } = recovery
  const lost: Copy[] = []
  for (const { channel, delivery } of held) {
    if (delivery.copy.message.persistent) {
      requeueDelivery(broker, context, { channel, delivery }, 'broker-restarted', cause)
    } else lost.push(delivery.copy)
  }
  const kept: Copy[] = []
  for (const copy of takeAllCopies(queue.ready)) {
    if (!copy.message.persistent) lost.push(copy)
    // After a kill nobody knows what had been delivered: all count as redelivered.
    else if (how === 'clean' || copy.isRedelivered) kept.push(copy)
    else kept.push(Object.freeze({ ...copy, isRedelivered: true }))
  }
  lost.sort((one, other) => one.position - other.position)
  for (const copy of lost) discardCopy(context, queue, copy, 'broker-restarted', cause)
  queue.ready = createReadyCopies(kept)
  queue.unackedCount = 0
}
