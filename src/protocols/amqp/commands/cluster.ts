import type { FactId } from '#engine'
import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { confirmRefused, confirmWritten } from '../lifecycle/disk.ts'
import { enqueue } from '../lifecycle/enqueue.ts'
import { serveQueues } from '../lifecycle/give-back-deliveries.ts'
import { hasMajority } from '../lifecycle/majority.ts'
import type { Queue } from '../queues/queue.ts'
import type { BrokerContext } from '../server-method.ts'
import type { ConfirmAddress } from '../state/address.ts'
import type { Broker } from '../state/broker.ts'

/** How many of the cluster's nodes are down; never the one the clients talk to. */
export interface SetDownNodes {
  /** 0 to the number of nodes less one. */
  readonly down: number
}

/**
 * Takes nodes of the cluster down or brings them back. A quorum queue without a majority of its
 * replicas takes nothing and gives nothing; what is published meanwhile waits, unconfirmed.
 */
export function setDownNodes(broker: Broker, context: BrokerContext, command: SetDownNodes): void {
  const { nodes } = broker.settings
  const down = Math.min(Math.max(command.down, 0), nodes - 1)
  if (down === broker.downNodes) return
  broker.downNodes = down
  const changed = context.recorder.record('amqp.nodes-changed', { nodes, down })
  for (const queue of broker.queues.values()) {
    if (queue.type === 'quorum' && hasMajority(broker, queue)) goOn(broker, context, queue, changed)
  }
  deliverDeadLetters(broker, context)
}

/** The majority is back: what has waited is taken, in order, and the consumers are served. */
function goOn(broker: Broker, context: BrokerContext, queue: Queue, changed: FactId): void {
  const written: ConfirmAddress[] = []
  for (const { message, binding, confirm, cause } of queue.stalled.splice(0)) {
    const outcome = enqueue(broker, context, { queue, message, binding, confirm: null, cause })
    if (confirm === null) continue
    if (outcome === 'refused') confirmRefused(broker, context, confirm)
    else written.push(confirm)
  }
  confirmWritten(broker, context, written)
  serveQueues(broker, context, [queue], changed)
}
