import type { FactId, Trace } from '#engine'

/** Which priorities wait in each queue: the highest is always served first. */
export class PriorityWatch {
  readonly #priority = new Map<string, number>()
  readonly #ready = new Set<string>()
  /** How many copies of each priority wait, by queue. */
  readonly #waiting = new Map<string, Map<number, number>>()

  /** The priority a copy was queued with. */
  of(copy: string): number {
    return this.#priority.get(copy) ?? 0
  }

  queued(trace: Trace, id: FactId, copy: string): void {
    this.#priority.set(copy, trace.number(id, 'priority') ?? 0)
    this.ready(trace, id, copy)
  }

  ready(trace: Trace, id: FactId, copy: string): void {
    if (this.#ready.has(copy)) return
    this.#ready.add(copy)
    this.#count(trace, id, copy, 1)
  }

  gone(trace: Trace, id: FactId, copy: string): void {
    if (this.#ready.delete(copy)) this.#count(trace, id, copy, -1)
  }

  /** A priority that waits and is higher than that of a copy which is delivered, or null. */
  passedOver(trace: Trace, id: FactId, copy: string): number | null {
    for (const [priority, count] of this.#waiting.get(trace.text(id, 'queue') ?? '') ?? []) {
      if (count > 0 && priority > this.of(copy)) return priority
    }
    return null
  }

  #count(trace: Trace, id: FactId, copy: string, change: number): void {
    const queue = trace.text(id, 'queue') ?? ''
    const counts = this.#waiting.get(queue) ?? new Map<number, number>()
    this.#waiting.set(queue, counts)
    const priority = this.of(copy)
    counts.set(priority, (counts.get(priority) ?? 0) + change)
  }
}
