import type { Queue } from '../queues/queue.ts'
import type { Broker } from '../state/broker.ts'
import type { Channel } from '../state/channel.ts'
import { lockError } from './access.ts'
import { brokerError, notFound, type BrokerError, type MethodName } from './broker-error.ts'

/** The queue's name as the channel means it: empty is the one it declared last. */
export function expandQueueName(channel: Channel, name: string): string | null {
  return name === '' ? channel.lastQueue : name
}

/** The queue a command is about, or the error: 404 when missing, 405 when it is another's. */
export function findQueue(
  broker: Broker,
  channel: Channel,
  name: string,
  method: MethodName,
): Queue | BrokerError {
  const expanded = expandQueueName(channel, name)
  if (expanded === null) return noPreviousQueue(method)
  const queue = broker.queues.get(expanded)
  if (queue === undefined) return notFound(broker, 'queue', expanded, method)
  const address = { connection: channel.connection, channel: channel.number }
  return lockError(broker, address, queue, method) ?? queue
}

/** 404: an empty name on a channel that has declared no queue. */
export function noPreviousQueue(method: MethodName): BrokerError {
  return brokerError('NOT_FOUND', 'no previously declared queue', method)
}

/** A name the broker makes up: opaque, 22 characters behind the prefix. */
export function makeName(broker: Broker, prefix: 'amq.gen-' | 'amq.ctag-'): string {
  return prefix + makeKey(broker)
}

/** 22 characters that nobody has got before. They follow from a count: a run is a value. */
export function makeKey(broker: Broker): string {
  const count = broker.nextName++
  let key = ''
  for (let index = 0; index < KEY_LENGTH; index++) {
    const mixed = Math.imul((count + 1) ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b) >>> 0
    key += ALPHABET[Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 26]
  }
  return key
}

const KEY_LENGTH = 22
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
