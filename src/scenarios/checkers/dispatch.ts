import type { FactId, Trace } from '#engine'
import { PriorityWatch } from './priorities.ts'

/**
 * No consumer holds more than its prefetch; first deliveries of one priority keep their order,
 * and none passes over a higher priority; a queue with a single active consumer serves only
 * that one; a delivery is marked redelivered when, and only when, the copy was delivered
 * before or the broker was killed meanwhile.
 */
export function checkDispatch(trace: Trace): readonly string[] {
  const watch = new DispatchWatch()
  for (let id = 0; id < trace.length; id++) watch.take(trace, id as FactId)
  return watch.violations
}

class DispatchWatch {
  readonly violations: string[] = []
  readonly #prefetch = new Map<string, number>()
  readonly #held = new Map<string, string>()
  readonly #heldCount = new Map<string, number>()
  readonly #delivered = new Set<string>()
  readonly #position = new Map<string, number>()
  readonly #priorities = new PriorityWatch()
  readonly #active = new Map<string, string>()
  readonly #lastFirst = new Map<string, number>()
  #wasKilled = false

  take(trace: Trace, id: FactId): void {
    switch (trace.kind(id)) {
      case 'amqp.consumer-started':
        this.#prefetch.set(this.#consumer(trace, id), trace.number(id, 'prefetch') ?? 0)
        return
      case 'amqp.consumer-activated':
        this.#active.set(trace.text(id, 'queue') ?? '', this.#consumer(trace, id))
        return
      case 'amqp.consumer-cancelled':
        this.#forget(this.#consumer(trace, id))
        return
      case 'amqp.broker-stopped':
        if (trace.text(id, 'how') === 'killed') this.#wasKilled = true
        return
      case 'amqp.queue-deleted':
        // A queue of the same name begins to count anew.
        this.#forgetQueue(trace.text(id, 'queue') ?? '')
        return
      case 'amqp.message-queued':
        this.#position.set(this.#copy(trace, id), trace.number(id, 'position') ?? 0)
        this.#priorities.queued(trace, id, this.#copy(trace, id))
        return
      case 'amqp.message-delivered':
        this.#deliver(trace, id)
        return
      case 'amqp.message-requeued':
        this.#priorities.ready(trace, id, this.#copy(trace, id))
        this.#release(this.#copy(trace, id))
        return
      case 'amqp.message-discarded':
      case 'amqp.message-dead-lettered':
        this.#priorities.gone(trace, id, this.#copy(trace, id))
        this.#release(this.#copy(trace, id))
        return
      case 'amqp.message-acked':
        this.#release(this.#copy(trace, id))
        return
      default:
    }
  }

  #deliver(trace: Trace, id: FactId): void {
    const copy = this.#copy(trace, id)
    const passedOver = this.#priorities.passedOver(trace, id, copy)
    this.#priorities.gone(trace, id, copy)
    if (passedOver !== null) {
      const what = `message ${copy} is delivered while one of priority ${passedOver} waits`
      this.violations.push(`fact ${id}: ${what}`)
    }
    const isAgain = this.#delivered.has(copy)
    const redelivered = trace.flag(id, 'redelivered')
    if (isAgain !== redelivered && !(this.#wasKilled && redelivered)) {
      this.violations.push(`fact ${id}: message ${copy} is marked redelivered ${redelivered}`)
    }
    if (!isAgain) this.#first(trace, id, copy)
    this.#delivered.add(copy)
    if (trace.flag(id, 'autoAck') || trace.text(id, 'consumer') === null) return
    const consumer = this.#consumer(trace, id)
    const active = this.#active.get(trace.text(id, 'queue') ?? '')
    if (active !== undefined && active !== consumer) {
      this.violations.push(`fact ${id}: ${consumer} is served, but ${active} is the active one`)
    }
    const held = (this.#heldCount.get(consumer) ?? 0) + 1
    const prefetch = this.#prefetch.get(consumer) ?? 0
    if (prefetch > 0 && held > prefetch) {
      this.violations.push(`fact ${id}: ${consumer} holds ${held}, above its prefetch ${prefetch}`)
    }
    this.#heldCount.set(consumer, held)
    this.#held.set(copy, consumer)
  }

  #first(trace: Trace, id: FactId, copy: string): void {
    const level = `${trace.text(id, 'queue')} ${this.#priorities.of(copy)}`
    const position = this.#position.get(copy) ?? 0
    if (position < (this.#lastFirst.get(level) ?? 0)) {
      this.violations.push(`fact ${id}: message ${copy} overtook a later one of its queue`)
    }
    this.#lastFirst.set(level, position)
  }

  #forgetQueue(queue: string): void {
    this.#active.delete(queue)
    for (const level of this.#lastFirst.keys()) {
      if (level.slice(0, level.lastIndexOf(' ')) === queue) this.#lastFirst.delete(level)
    }
  }

  /** What a cancelled consumer holds stays unacked; the next one of its tag begins anew. */
  #forget(consumer: string): void {
    this.#heldCount.delete(consumer)
    for (const [copy, holder] of this.#held) if (holder === consumer) this.#held.delete(copy)
  }

  #release(copy: string): void {
    const consumer = this.#held.get(copy)
    if (consumer === undefined) return
    this.#held.delete(copy)
    this.#heldCount.set(consumer, (this.#heldCount.get(consumer) ?? 0) - 1)
  }

  #copy(trace: Trace, id: FactId): string {
    return `${trace.number(id, 'message')} in ${trace.text(id, 'queue')}`
  }

  #consumer(trace: Trace, id: FactId): string {
    return `${trace.text(id, 'connection')}/${trace.text(id, 'consumer')}`
  }
}
