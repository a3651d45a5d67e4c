import type { FactId, Instant } from '#engine'
import type { Binding } from '../routing/binding.ts'
import type { ConfirmAddress } from '../state/address.ts'
import type { Message } from '../state/message.ts'
import type { Table } from '../state/table.ts'
import type { QueueSettings } from './queue-settings.ts'
import { createReadyCopies, type Copy, type ReadyCopies } from './ready-copies.ts'

/** classic: one place. quorum: counts deliveries. stream: reading removes nothing. */
export type QueueType = 'classic' | 'quorum' | 'stream'

/** What a queue is declared with. */
export interface QueueProperties {
  readonly type: QueueType
  readonly durable: boolean
  /** Goes with its last consumer. */
  readonly autoDelete: boolean
  /** The only connection that may use it, and with which it goes; null for anybody. */
  readonly owner: string | null
  readonly arguments: Table
}

/** A queue: what waits in it, who consumes from it, and which bindings lead to it. */
export interface Queue extends QueueProperties {
  readonly name: string
  /** Tells it from an earlier queue of the same name, whose deliveries may still be unacked. */
  readonly serial: number
  readonly hasSingleActiveConsumer: boolean
  /** The highest priority it tells apart; 0 for a queue without priorities. */
  readonly maxPriority: number
  /** Replicas of a quorum queue; null for one on every node. */
  readonly replicas: number | null
  /** What its own arguments say. */
  readonly ownSettings: QueueSettings
  /** What holds now: its own arguments and the policy that matches it. */
  settings: QueueSettings
  /** The policy that matches it; null for none. */
  policy: string | null
  /** The place of the next message that comes. */
  nextPosition: number
  /** The place of the next message a quorum queue takes back to its front: before all others. */
  nextFrontPosition: number
  ready: ReadyCopies
  /** A stream's messages, by offset; empty in other queues. */
  readonly log: Copy[]
  /** Routed here while a quorum queue had no majority, oldest first. */
  readonly stalled: Stalled[]
  /** Delivered and not settled yet, over all channels. */
  unackedCount: number
  /** By serial, in the order they were started. */
  readonly consumers: Map<number, Consumer>
  /** Serials of the consumers that may be served, next one first. Who is full leaves it. */
  readonly turns: number[]
  /** The consumer that is served, where only one is; null for none. */
  activeConsumer: number | null
  /** When it was used last, and the fact of it. */
  lastUse: Use
  /** The earliest look at its head that is planned; null for none. */
  headLookAt: Instant | null
  /** The earliest look at whether it is still used that is planned; null for none. */
  unusedLookAt: Instant | null
  /** By id. */
  readonly bindings: Map<string, Binding>
}

/** A message that waits until its queue has a majority again. Frozen. */
export interface Stalled {
  readonly message: Message
  readonly binding: string | null
  readonly confirm: ConfirmAddress | null
  readonly cause: FactId
}

/** That a queue was used: declared, read from, or left by its last consumer. Frozen. */
export interface Use {
  readonly at: Instant
  readonly cause: FactId | null
}

/** Somebody who gets a queue's messages pushed. */
export interface Consumer {
  readonly serial: number
  readonly tag: string
  readonly connection: string
  readonly channel: number
  readonly autoAck: boolean
  /** Nobody else may consume. */
  readonly isExclusive: boolean
  /** Higher ones are served first. */
  readonly priority: number
  readonly arguments: Table
  /** The most it may hold unacked; 0 means no limit. */
  readonly prefetch: number
  unackedCount: number
  /** The offset it reads next; only in a stream. */
  offset: number
}

/** What is known of a queue when it is made. */
export interface NewQueue extends QueueProperties {
  readonly name: string
  readonly serial: number
  readonly maxPriority: number
  readonly replicas: number | null
  readonly hasSingleActiveConsumer: boolean
  readonly ownSettings: QueueSettings
  readonly lastUse: Use
}

/** Makes an empty queue. */
export function createQueue(queue: NewQueue): Queue {
  return {
    ...queue,
    settings: queue.ownSettings,
    policy: null,
    nextPosition: FIRST_POSITION,
    nextFrontPosition: FRONT_START,
    ready: createReadyCopies(queue.maxPriority + 1),
    log: [],
    stalled: [],
    unackedCount: 0,
    consumers: new Map(),
    turns: [],
    activeConsumer: null,
    headLookAt: null,
    unusedLookAt: null,
    bindings: new Map(),
  }
}

/** The place of the first message that comes; smaller ones are before all that came. */
export const FIRST_POSITION = 1

/** Far below the first position that is given at the back. */
const FRONT_START = -(2 ** 50)

/** Lets a consumer take turns: behind those of its priority, before those of a lower one. */
export function takeTurns(queue: Queue, consumer: Consumer): void {
  const { turns } = queue
  let index = turns.length
  while (index > 0 && priorityOf(queue, turns[index - 1]) < consumer.priority) index--
  if (index === turns.length) turns.push(consumer.serial)
  else turns.splice(index, 0, consumer.serial)
}

function priorityOf(queue: Queue, serial: number | undefined): number {
  return serial === undefined ? 0 : (queue.consumers.get(serial)?.priority ?? 0)
}

/** Takes a consumer away from its queue; what it holds stays unacked on its channel. */
export function removeConsumer(queue: Queue, serial: number): void {
  queue.consumers.delete(serial)
  if (queue.activeConsumer === serial) queue.activeConsumer = null
  const index = queue.turns.indexOf(serial)
  if (index !== -1) queue.turns.splice(index, 1)
}
