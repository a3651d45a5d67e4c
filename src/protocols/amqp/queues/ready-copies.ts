import type { FactId, Instant } from '#engine'
import { assert } from '#std'
import type { Message } from '../state/message.ts'
import { heapPeek, heapPop, heapPush } from './position-heap.ts'

/** One copy of a message in one queue. Frozen: giving it back makes a new one. */
export interface Copy {
  readonly message: Message
  /** Its place in the queue's order, given when it is queued; a classic queue keeps it for ever. */
  readonly position: number
  /** Which of the queue's priorities it has; 0 in a queue without priorities. */
  readonly level: number
  readonly isRedelivered: boolean
  /** How often it was given back: a quorum queue counts. */
  readonly returns: number
  /** When it expires; null when never. */
  readonly expiresAt: Instant | null
  /** The fact that put it where it waits now: queued or requeued. */
  readonly cause: FactId
}

/**
 * The copies of one queue that wait for a consumer: by priority, then in order of position.
 *
 * A copy that comes back was delivered before every copy of its priority that never left, so it
 * always goes first.
 */
export interface ReadyCopies {
  /** One line for each priority; the last is served first. */
  readonly lines: Line[]
  count: number
  /** The sum of the bodies. */
  bytes: number
}

/** The copies of one priority. */
interface Line {
  /** Never delivered, oldest first. Full chunks are frozen, so that checkpoints share them. */
  readonly chunks: Copy[][]
  /** Where the oldest copy lies in the first chunk. */
  head: number
  freshCount: number
  /** Delivered before and given back: a heap by position. */
  readonly returned: Copy[]
}

const CHUNK_SIZE = 512

/** Makes the waiting line for so many priorities, empty or with copies in order. */
export function createReadyCopies(levels: number = 1, copies: readonly Copy[] = []): ReadyCopies {
  const lines = Array.from({ length: levels }, (): Line => {
    return { chunks: [], head: 0, freshCount: 0, returned: [] }
  })
  const ready: ReadyCopies = { lines, count: 0, bytes: 0 }
  for (const copy of copies) appendCopy(ready, copy)
  return ready
}

/** Adds a copy behind all others of its priority. */
export function appendCopy(ready: ReadyCopies, copy: Copy): void {
  const line = lineOf(ready, copy.level)
  let last = line.chunks[line.chunks.length - 1]
  if (last === undefined || last.length === CHUNK_SIZE) {
    last = []
    line.chunks.push(last)
  }
  last.push(copy)
  if (last.length === CHUNK_SIZE) Object.freeze(last)
  line.freshCount++
  ready.count++
  ready.bytes += copy.message.bodyBytes
}

/** Gives a copy back to its place. */
export function returnCopy(ready: ReadyCopies, copy: Copy): void {
  heapPush(lineOf(ready, copy.level).returned, copy)
  ready.count++
  ready.bytes += copy.message.bodyBytes
}

/** The copy that is first in order; null when none waits. */
export function peekCopy(ready: ReadyCopies): Copy | null {
  const line = firstLine(ready)
  if (line === null) return null
  return heapPeek(line.returned) ?? line.chunks[0]?.[line.head] ?? null
}

/** Takes the copy that is first in order; there must be one. */
export function takeCopy(ready: ReadyCopies): Copy {
  const line = firstLine(ready)
  assert(line !== null, 'a copy is taken only where one waits')
  const copy = heapPop(line.returned) ?? takeFresh(line)
  ready.count--
  ready.bytes -= copy.message.bodyBytes
  return copy
}

/** Takes all copies, in order. */
export function takeAllCopies(ready: ReadyCopies): Copy[] {
  const copies: Copy[] = []
  for (let level = ready.lines.length - 1; level >= 0; level--) {
    copies.push(...emptyLine(lineOf(ready, level)))
  }
  ready.count = 0
  ready.bytes = 0
  return copies
}

function lineOf(ready: ReadyCopies, level: number): Line {
  return ready.lines[level] as Line
}

function firstLine(ready: ReadyCopies): Line | null {
  if (ready.count === 0) return null
  for (let level = ready.lines.length - 1; level > 0; level--) {
    const line = lineOf(ready, level)
    if (line.freshCount > 0 || line.returned.length > 0) return line
  }
  return lineOf(ready, 0)
}

function takeFresh(line: Line): Copy {
  const chunk = line.chunks[0]
  assert(chunk !== undefined, 'a line that is served has a copy')
  const copy = chunk[line.head] as Copy
  line.head++
  line.freshCount--
  if (line.head === chunk.length) dropFirstChunk(line, chunk)
  return copy
}

function dropFirstChunk(line: Line, chunk: Copy[]): void {
  line.head = 0
  // A chunk that is still growing is used again: a fast queue is empty after every message.
  if (chunk.length < CHUNK_SIZE) chunk.length = 0
  else line.chunks.shift()
}

function emptyLine(line: Line): Copy[] {
  const fresh = line.chunks.flatMap((chunk, index) =>
    index === 0 ? chunk.slice(line.head) : chunk,
  )
  const returned = line.returned.splice(0).sort((one, other) => one.position - other.position)
  line.chunks.length = 0
  line.head = 0
  line.freshCount = 0
  return [...returned, ...fresh]
}
