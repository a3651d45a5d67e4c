import type { FactId, Trace } from '#engine'

type CopyState = 'ready' | 'unacked' | 'settled' | 'discarded'

/**
 * Every copy of a message is in exactly one state, every message was routed or told unroutable, and
 * a state changes only as a broker changes it.
 */
export function checkConservation(trace: Trace): readonly string[] {
  const watch = new CopyWatch()
  for (let id = 0; id < trace.length; id++) watch.take(trace, id as FactId)
  return watch.finish()
}

class CopyWatch {
  readonly #copies = new Map<string, CopyState>()
  readonly #published = new Map<number, 'open' | 'routed' | 'unroutable'>()
  readonly #violations: string[] = []

  take(trace: Trace, id: FactId): void {
    const kind = trace.kind(id)
    if (!kind.startsWith('amqp.message-')) return
    const message = trace.number(id, 'message') ?? 0
    switch (kind) {
      case 'amqp.message-published':
        this.#demand(!this.#published.has(message), `message ${message} is published once`, id)
        this.#published.set(message, 'open')
        return
      case 'amqp.message-unroutable':
        this.#demand(this.#published.get(message) === 'open', `${message} had no route yet`, id)
        this.#published.set(message, 'unroutable')
        return
      default:
        this.#takeCopy(trace, id, kind, message)
    }
  }

  finish(): readonly string[] {
    for (const [message, state] of this.#published) {
      if (state === 'open') this.#violations.push(`message ${message} is in no state at all`)
    }
    return this.#violations
  }

  #takeCopy(trace: Trace, id: FactId, kind: string, message: number): void {
    const key = `${message} in ${trace.text(id, 'queue')}`
    const state = this.#copies.get(key)
    switch (kind) {
      case 'amqp.message-queued':
        this.#demand(state === undefined, `${key} is queued once`, id)
        this.#demand(this.#published.get(message) !== 'unroutable', `${key} has a route`, id)
        this.#published.set(message, 'routed')
        this.#copies.set(key, 'ready')
        return
      case 'amqp.message-delivered':
        this.#demand(state === 'ready', `${key} is ready when it is delivered`, id)
        this.#copies.set(key, trace.flag(id, 'autoAck') ? 'settled' : 'unacked')
        return
      case 'amqp.message-acked':
        this.#demand(state === 'unacked', `${key} is unacked when it is acked`, id)
        this.#copies.set(key, 'settled')
        return
      case 'amqp.message-requeued':
        this.#demand(state === 'unacked', `${key} is unacked when it is requeued`, id)
        this.#copies.set(key, 'ready')
        return
      case 'amqp.message-discarded':
        this.#demand(state === 'ready' || state === 'unacked', `${key} is there to discard`, id)
        this.#copies.set(key, 'discarded')
        return
      default:
    }
  }

  #demand(holds: boolean, what: string, id: FactId): void {
    if (!holds) this.#violations.push(`fact ${id}: it does not hold that ${what}`)
  }
}
