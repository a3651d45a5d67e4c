import type { Queue } from '../queues/queue.ts'
import type { Broker } from '../state/broker.ts'

/**
 * Whether a queue can work: a quorum queue needs more than half of its replicas; the nodes
 * that are down are counted among those that hold one.
 */
export function hasMajority(broker: Broker, queue: Queue): boolean {
  if (broker.downNodes === 0 || queue.type !== 'quorum') return true
  const replicas = Math.min(queue.replicas ?? broker.settings.nodes, broker.settings.nodes)
  const up = replicas - Math.min(broker.downNodes, replicas - 1)
  return up * 2 > replicas
}
