import type { FactId } from '#engine'
import { assert } from '#std'
import { brokerError } from '../checks/broker-error.ts'
import { stopConsumers } from '../lifecycle/closing.ts'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { copyKey, unwrittenCopies } from '../lifecycle/disk.ts'
import { enforceLimits } from '../lifecycle/enforce-limits.ts'
import { dropExpired } from '../lifecycle/expire.ts'
import { discardCopy, requeueDelivery } from '../lifecycle/give-back.ts'
import { noteUse } from '../lifecycle/queue-expiry.ts'
import { removeExchange, removeQueue } from '../lifecycle/removal.ts'
import { FIRST_POSITION, type Queue } from '../queues/queue.ts'
import { createReadyCopies, returnCopy, takeAllCopies, type Copy } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import { groupUnacked, type Broker } from '../state/broker.ts'
import type { Connection, HeldDelivery } from '../state/channel.ts'

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
  // What a clean stop finds unwritten it writes; a kill loses it.
  const unwritten = how === 'killed' ? unwrittenCopies(broker) : NONE
  broker.pendingWrites = []
  for (const queue of [...broker.queues.values()]) {
    const held = unacked.get(queue.serial) ?? []
    // An exclusive queue belongs to a connection, and there is none any more.
    if (queue.durable && queue.owner === null) {
      recoverQueue(broker, context, { queue, held, how, unwritten, cause: stopped })
    } else {
      const why = { reason: 'broker-restarted', cause: stopped } as const
      removeQueue(broker, context, queue, held, why)
    }
  }
  for (const exchange of [...broker.exchanges.values()]) {
    if (!exchange.durable) removeExchange(broker, context, exchange, stopped)
  }
  broker.connections.clear()
  broker.replyChannels.clear()
  broker.alarms.clear()
  broker.isRunning = false
}

const NONE: ReadonlySet<string> = new Set()

/** Starts the broker again, with what {@link stopBroker} left. */
export function startBroker(broker: Broker, context: BrokerContext): void {
  assert(!broker.isRunning, 'a broker that runs is not started again')
  broker.isRunning = true
  let messages = 0
  for (const queue of broker.queues.values()) messages += queue.ready.count + queue.log.length
  const fields = { queues: broker.queues.size, messages }
  const started = context.recorder.record('amqp.broker-started', fields)
  for (const queue of broker.queues.values()) {
    noteUse(broker, context, queue, started)
    // What was unacked may be too much now.
    enforceLimits(broker, context, queue, started)
    dropExpired(broker, context, queue)
  }
  deliverDeadLetters(broker, context)
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
  /** Copies that were on their way to the disk. */
  readonly unwritten: ReadonlySet<string>
  readonly cause: FactId
}

/** Keeps of a durable queue what was on disk, in its order. */
function recoverQueue(broker: Broker, context: BrokerContext, recovery: Recovery): void {
  const { queue, held, how, cause } = recovery
  const lost: Copy[] = []
  for (const { channel, delivery } of held) {
    if (queue.type === 'stream') continue
    if (isOnDisk(recovery, delivery.copy)) {
      requeueDelivery(broker, context, { channel, delivery }, 'broker-restarted', cause)
    } else lost.push(delivery.copy)
  }
  const kept: Copy[] = []
  for (const copy of takeAllCopies(queue.ready)) {
    if (!isOnDisk(recovery, copy)) lost.push(copy)
    // After a kill a classic queue does not know what had been delivered: all count as redelivered
    //
    else if (how === 'clean' || queue.type !== 'classic' || copy.isRedelivered) kept.push(copy)
    else kept.push(Object.freeze({ ...copy, isRedelivered: true }))
  }
  // Writes end in the order they began: what a stream loses is its end, and offsets stay whole.
  while (isLastUnwritten(recovery)) lost.push(...queue.log.splice(-1))
  lost.sort((one, other) => one.position - other.position)
  // What waited for a majority was nowhere yet.
  for (const { message } of [...lost, ...queue.stalled.splice(0)]) {
    discardCopy(context, queue, message, 'broker-restarted', cause)
  }
  // What a quorum queue had taken back to its front stays there, before what comes back next.
  const inFront = kept.filter(({ position }) => position < FIRST_POSITION)
  const others = kept.filter(({ position }) => position >= FIRST_POSITION)
  queue.ready = createReadyCopies(queue.maxPriority + 1, others)
  for (const copy of inFront) returnCopy(queue.ready, copy)
  queue.unackedCount = 0
  queue.headLookAt = null
}

function isLastUnwritten(recovery: Recovery): boolean {
  const last = recovery.queue.log[recovery.queue.log.length - 1]
  return last !== undefined && !isOnDisk(recovery, last)
}

/** A classic queue keeps persistent messages, the others all; none that is not written yet. */
function isOnDisk({ queue, unwritten }: Recovery, { message }: Copy): boolean {
  if (unwritten.has(copyKey(queue.serial, message.id))) return false
  return queue.type !== 'classic' || message.persistent
}
