import type { Binding } from './binding.ts'
import { createReadyCopies, type ReadyCopies } from './ready-copies.ts'

/** A queue: what waits in it, who consumes from it, and which bindings lead to it. */
export interface Queue {
  readonly name: string
  /** Tells it from an earlier queue of the same name, whose deliveries may still be unacked. */
  readonly serial: number
  readonly durable: boolean
  nextPosition: number
  ready: ReadyCopies
  /** Delivered and not settled yet, over all channels. */
  unackedCount: number
  /** By serial, in the order they were started. */
  readonly consumers: Map<number, Consumer>
  /** Serials of the consumers that may be served, next one first. Who is full leaves it. */
  readonly turns: number[]
  /** By id. */
  readonly bindings: Map<string, Binding>
}

/** Somebody who gets a queue's messages pushed. */
export interface Consumer {
  readonly serial: number
  readonly tag: string
  readonly connection: string
  readonly channel: number
  readonly autoAck: boolean
  /** The most it may hold unacked; 0 means no limit. */
  readonly prefetch: number
  unackedCount: number
}

/** Makes an empty queue. */
export function createQueue(name: string, serial: number, durable: boolean): Queue {
  return {
    name,
    serial,
    durable,
    nextPosition: 1,
    ready: createReadyCopies(),
    unackedCount: 0,
    consumers: new Map(),
    turns: [],
    bindings: new Map(),
  }
}

/** Takes a consumer away from its queue; what it holds stays unacked on its channel. */
export function removeConsumer(queue: Queue, serial: number): void {
  queue.consumers.delete(serial)
  const index = queue.turns.indexOf(serial)
  if (index !== -1) queue.turns.splice(index, 1)
}
