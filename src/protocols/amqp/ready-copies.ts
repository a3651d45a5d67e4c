import type { FactId } from '#engine'
import { assert } from '#std'
import type { Message } from './message.ts'
import { heapPop, heapPush } from './position-heap.ts'

/** One copy of a message in one queue. Frozen: giving it back makes a new one. */
export interface Copy {
  readonly message: Message
  /** Its place in the queue's order, given once when it is queued and kept through requeues. */
  readonly position: number
  readonly isRedelivered: boolean
  /** The fact that put it where it waits now: queued or requeued. */
  readonly cause: FactId
}

/**
 * The copies of one queue that wait for a consumer, in order of position.
 *
 * A copy that comes back was delivered before every copy that never left, so its position is the
 * smaller one: returned copies always go first.
 */
export interface ReadyCopies {
  /** Never delivered, oldest first. Full chunks are frozen, so that checkpoints share them. */
  readonly chunks: Copy[][]
  /** Where the oldest copy lies in the first chunk. */
  head: number
  freshCount: number
  /** Delivered before and given back: a heap by position. */
  readonly returned: Copy[]
}

const CHUNK_SIZE = 512

/** Makes the waiting line, empty or with copies in order of position. */
export function createReadyCopies(copies: readonly Copy[] = []): ReadyCopies {
  const ready: ReadyCopies = { chunks: [], head: 0, freshCount: 0, returned: [] }
  for (const copy of copies) appendCopy(ready, copy)
  return ready
}

/** How many copies wait. */
export function countReady(ready: ReadyCopies): number {
  return ready.freshCount + ready.returned.length
}

/** Adds a copy behind all others. */
export function appendCopy(ready: ReadyCopies, copy: Copy): void {
  let last = ready.chunks[ready.chunks.length - 1]
  if (last === undefined || last.length === CHUNK_SIZE) {
    last = []
    ready.chunks.push(last)
  }
  last.push(copy)
  if (last.length === CHUNK_SIZE) Object.freeze(last)
  ready.freshCount++
}

/** Gives a copy back to its place. */
export function returnCopy(ready: ReadyCopies, copy: Copy): void {
  heapPush(ready.returned, copy)
}

/** Takes the copy that is first in order; there must be one. */
export function takeCopy(ready: ReadyCopies): Copy {
  return heapPop(ready.returned) ?? takeFresh(ready)
}

function takeFresh(ready: ReadyCopies): Copy {
  const chunk = ready.chunks[0]
  assert(chunk !== undefined, 'a copy is taken only where one waits')
  const copy = chunk[ready.head] as Copy
  ready.head++
  ready.freshCount--
  if (ready.head === chunk.length) dropFirstChunk(ready, chunk)
  return copy
}

function dropFirstChunk(ready: ReadyCopies, chunk: Copy[]): void {
  ready.head = 0
  // A chunk that is still growing is used again: a fast queue is empty after every message.
  if (chunk.length < CHUNK_SIZE) chunk.length = 0
  else ready.chunks.shift()
}

/** Takes all copies, in order. */
export function takeAllCopies(ready: ReadyCopies): Copy[] {
  const fresh = ready.chunks.flatMap((chunk, index) =>
    index === 0 ? chunk.slice(ready.head) : chunk,
  )
  const returned = ready.returned.splice(0).sort((one, other) => one.position - other.position)
  ready.chunks.length = 0
  ready.head = 0
  ready.freshCount = 0
  return [...returned, ...fresh]
}
