import type { Broker } from './broker.ts'
import { brokerError, notFound, type BrokerError, type MethodName } from './broker-error.ts'
import type { Channel } from './channel.ts'
import type { Queue } from './queue.ts'

/** The queue's name as the channel means it: empty is the one it declared last. */
export function expandQueueName(channel: Channel, name: string): string | null {
  return name === '' ? channel.lastQueue : name
}

/** The queue a command is about, or the error 404. */
export function findQueue(
  broker: Broker,
  channel: Channel,
  name: string,
  method: MethodName,
): Queue | BrokerError {
  const expanded = expandQueueName(channel, name)
  if (expanded === null) return noPreviousQueue(method)
  return broker.queues.get(expanded) ?? notFound('queue', expanded, method)
}

/** 404: an empty name on a channel that has declared no queue. */
export function noPreviousQueue(method: MethodName): BrokerError {
  return brokerError('NOT_FOUND', 'no previously declared queue', method)
}

/** A name the broker makes up. */
export function makeName(broker: Broker, prefix: 'amq.gen-' | 'amq.ctag-'): string {
  return `${prefix}${String(broker.nextName++)}`
}
