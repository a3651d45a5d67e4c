import type { FactId } from '#engine'
import type { Queue } from '../queues/queue.ts'
import type { Copy } from '../queues/ready-copies.ts'
import type { BrokerContext } from '../server-method.ts'
import { findChannel, type Broker } from '../state/broker.ts'
import type { Message } from '../state/message.ts'
import { isInteger, numberOf, type FieldValue } from '../state/table.ts'
import { withNumber } from '../state/table-key.ts'
import { deliver, hasRoom } from './dispatch.ts'

/** Adds a message to a stream; it stays there, whoever reads it. */
export function appendToStream(
  broker: Broker,
  context: BrokerContext,
  queue: Queue,
  message: Message,
  cause: FactId,
): void {
  const offset = queue.log.length
  const headers = withNumber(message.properties.headers, 'x-stream-offset', offset)
  const properties = Object.freeze({ ...message.properties, headers })
  const copy: Copy = {
    message: Object.freeze({ ...message, properties }),
    position: offset,
    level: 0,
    isRedelivered: false,
    returns: 0,
    expiresAt: null,
    cause,
  }
  queue.log.push(Object.freeze(copy))
  dispatchStream(broker, context, queue)
}

/** Sends every consumer of a stream what it has not read yet, as far as its prefetch lets it. */
export function dispatchStream(broker: Broker, context: BrokerContext, queue: Queue): void {
  // Whoever is at the end or full keeps its turn, so that one round is enough.
  for (const serial of [...queue.turns]) {
    const consumer = queue.consumers.get(serial)
    const channel = consumer === undefined ? null : findChannel(broker, consumer)
    if (consumer === undefined || channel === null) continue
    while (hasRoom(consumer, channel)) {
      const copy = queue.log[consumer.offset]
      if (copy === undefined) break
      consumer.offset++
      deliver(broker, context, { queue, consumer, channel, copy }, null)
    }
    if (hasRoom(consumer, channel)) continue
    queue.turns.splice(queue.turns.indexOf(serial), 1)
    channel.waiting.set(serial, queue.name)
  }
}

/**
 * Where a consumer of a stream begins: `first`, `last`, `next`, an offset, a time or an
 * age; null when the argument is none of them. Times and ages begin at the start: the model keeps
 * one segment, and a real stream too begins at a segment's border.
 */
export function streamStart(queue: Queue, argument: FieldValue | undefined): number | null {
  const end = queue.log.length
  if (argument === undefined) return end
  if (argument.type === 'longstr') return namedStart(String(argument.value), end)
  if (argument.type === 'timestamp') return 0
  if (!isInteger(argument)) return null
  return Math.min(Math.max(numberOf(argument) ?? 0, 0), end)
}

function namedStart(name: string, end: number): number | null {
  switch (name) {
    case 'first':
      return 0
    case 'last':
      return Math.max(end - 1, 0)
    case 'next':
      return end
    default:
      return /^\d+[YMDhms]$/u.test(name) ? 0 : null
  }
}
