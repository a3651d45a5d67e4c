import type { Instant } from '#engine'

/** What the broker has to look at when its time comes; each looks again whether there is still cause. */
export type TimerTask =
  /** The head of the queue may have expired. */
  | { readonly type: 'head'; readonly queue: string; readonly serial: number }
  /** The queue may have been unused for too long. */
  | { readonly type: 'unused'; readonly queue: string; readonly serial: number }
  /** A delivery may be waiting too long for its acknowledgement. */
  | { readonly type: 'ack-timeout' }
  /** What was published is on disk now. */
  | { readonly type: 'disk' }

/** A task and when it is due. Frozen. */
export interface Timer {
  readonly at: Instant
  readonly order: number
  readonly task: TimerTask
}

/** The broker's own agenda: a binary heap by instant, then by the order of asking. */
export interface Timers {
  readonly heap: Timer[]
  nextOrder: number
}

/** Makes an empty agenda. */
export function createTimers(): Timers {
  return { heap: [], nextOrder: 1 }
}

/** Plans a task. A timer is never taken back: the task finds out whether it is still wanted. */
export function plan(timers: Timers, at: Instant, task: TimerTask): void {
  const { heap } = timers
  const timer: Timer = Object.freeze({ at, order: timers.nextOrder++, task: Object.freeze(task) })
  let index = heap.push(timer) - 1
  while (index > 0) {
    const parentIndex = (index - 1) >> 1
    const parent = heap[parentIndex] as Timer
    if (isBefore(parent, timer)) break
    heap[index] = parent
    index = parentIndex
  }
  heap[index] = timer
}

/** The instant of the first task; null when there is none. */
export function firstInstant(timers: Timers): Instant | null {
  return timers.heap[0]?.at ?? null
}

/** Takes the first task that is due; null when none is. */
export function takeDue(timers: Timers, now: Instant): TimerTask | null {
  const { heap } = timers
  const first = heap[0]
  if (first === undefined || first.at > now) return null
  const last = heap.pop()
  if (last !== undefined && heap.length > 0) sink(heap, last)
  return first.task
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at
}

function sink(heap: Timer[], timer: Timer): void {
  let index = 0
  for (;;) {
    let childIndex = 2 * index + 1
    if (childIndex >= heap.length) break
    const right = heap[childIndex + 1]
    if (right !== undefined && isBefore(right, heap[childIndex] as Timer)) childIndex++
    const child = heap[childIndex] as Timer
    if (isBefore(timer, child)) break
    heap[index] = child
    index = childIndex
  }
  heap[index] = timer
}
