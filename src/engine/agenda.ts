import { assert } from '#std'
import type { FactId } from './fact.ts'
import type { Instant } from './time.ts'

/** Names one entry of the agenda; never used twice in a run. */
export type TimerId = number & { readonly unit: 'timer' }

/** Something that will happen: plain data, never changed once it is on the agenda. */
export interface AgendaEntry<Event> {
  readonly at: Instant
  /** Among entries of one instant, the smaller priority happens first. */
  readonly priority: number
  /** Among entries of one instant and priority, the one scheduled first happens first. */
  readonly timer: TimerId
  readonly event: Event
  readonly cause: FactId | null
}

/**
 * What will happen, in a total order: (instant, priority, order of scheduling). A four-ary heap
 * over typed keys, so that the cost of an entry does not depend on how far ahead one plans.
 */
export class Agenda<Event> {
  #at = new Float64Array(256)
  #rank = new Float64Array(256)
  #entries: AgendaEntry<Event>[] = []
  #cancelled = new Set<TimerId>()
  #nextTimer = 0

  /** How many entries wait, without the cancelled ones. */
  get size(): number {
    return this.#entries.length - this.#cancelled.size
  }

  /** Puts an event on the agenda. `priority` is an integer from 0 (first) to 255. */
  add(at: Instant, priority: number, event: Event, cause: FactId | null): TimerId {
    assert(Number.isSafeInteger(at), 'an instant is a whole number of microseconds')
    const timer = this.#nextTimer++ as TimerId
    this.#push({ at, priority, timer, event, cause })
    return timer
  }

  /** Takes an entry off again. The timer must not have happened yet. */
  cancel(timer: TimerId): void {
    this.#cancelled.add(timer)
    // A cancelled entry stays until it is due; without this a far timer would stay for ever.
    if (this.#cancelled.size > 1_024 && this.#cancelled.size * 2 > this.#entries.length) {
      this.#restoreEntries(this.#liveEntries())
    }
  }

  /** The instant of the next entry, or null when nothing will happen any more. */
  peek(): Instant | null {
    this.#dropCancelled()
    return this.#entries.length === 0 ? null : (this.#at[0] as Instant)
  }

  /** Removes and returns the next entry, or null when there is none. */
  pop(): AgendaEntry<Event> | null {
    this.#dropCancelled()
    return this.#entries.length === 0 ? null : this.#removeFirst()
  }

  /** A copy that is independent of this agenda; events are shared, for they never change. */
  copy(): Agenda<Event> {
    const result = new Agenda<Event>()
    result.#at = this.#at.slice()
    result.#rank = this.#rank.slice()
    result.#entries = this.#entries.slice()
    result.#cancelled = new Set(this.#cancelled)
    result.#nextTimer = this.#nextTimer
    return result
  }

  #liveEntries(): AgendaEntry<Event>[] {
    return this.#entries.filter((entry) => !this.#cancelled.has(entry.timer))
  }

  #restoreEntries(entries: readonly AgendaEntry<Event>[]): void {
    this.#entries = []
    this.#cancelled.clear()
    for (const entry of entries) this.#push(entry)
  }

  #dropCancelled(): void {
    while (this.#cancelled.size > 0) {
      const first = this.#entries[0]
      if (first === undefined || !this.#cancelled.delete(first.timer)) return
      this.#removeFirst()
    }
  }

  #push(entry: AgendaEntry<Event>): void {
    const index = this.#entries.length
    if (index === this.#at.length) this.#grow()
    this.#entries.push(entry)
    // Priority above serial number in one double: 8 bits and 45 bits fit the 53 there are.
    this.#siftUp(index, entry, entry.priority * 2 ** 45 + entry.timer)
  }

  #removeFirst(): AgendaEntry<Event> {
    const first = this.#entries[0]
    const last = this.#entries.pop()
    assert(first !== undefined && last !== undefined, 'the agenda is not empty')
    const size = this.#entries.length
    if (size > 0) this.#siftDown(last, this.#at[size] as number, this.#rank[size] as number)
    return first
  }

  #siftUp(start: number, entry: AgendaEntry<Event>, rank: number): void {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 2
      if (!this.#isBefore(entry.at, rank, parent)) break
      this.#move(parent, index)
      index = parent
    }
    this.#set(index, entry, entry.at, rank)
  }

  #siftDown(entry: AgendaEntry<Event>, at: number, rank: number): void {
    const size = this.#entries.length
    let index = 0
    for (;;) {
      const first = 4 * index + 1
      if (first >= size) break
      const child = this.#smallest(first, Math.min(first + 4, size))
      if (this.#isBefore(at, rank, child)) break
      this.#move(child, index)
      index = child
    }
    this.#set(index, entry, at, rank)
  }

  #smallest(from: number, to: number): number {
    let best = from
    for (let index = from + 1; index < to; index++) {
      if (this.#isBefore(this.#at[index] as number, this.#rank[index] as number, best)) best = index
    }
    return best
  }

  #isBefore(at: number, rank: number, index: number): boolean {
    const other = this.#at[index] as number
    return at < other || (at === other && rank < (this.#rank[index] as number))
  }

  #move(from: number, to: number): void {
    this.#at[to] = this.#at[from] as number
    this.#rank[to] = this.#rank[from] as number
    this.#entries[to] = this.#entries[from] as AgendaEntry<Event>
  }

  #set(index: number, entry: AgendaEntry<Event>, at: number, rank: number): void {
    this.#at[index] = at
    this.#rank[index] = rank
    this.#entries[index] = entry
  }

  #grow(): void {
    const at = new Float64Array(this.#at.length * 2)
    const rank = new Float64Array(this.#rank.length * 2)
    at.set(this.#at)
    rank.set(this.#rank)
    this.#at = at
    this.#rank = rank
  }
}
