import type { FactId, Trace } from '#engine'

type CopyState = 'ready' | 'unacked' | 'settled' | 'discarded' | 'dead' | 'refused'

/** How the way of a message through the exchanges ended. */
type Routing = 'open' | 'routed' | 'unroutable' | 'refused' | 'discarded' | 'stalled'

/**
 * Every copy of a message is in exactly one state, every message and every dead letter was routed,
 * refused or told unroutable, and a state changes only as a broker changes it. A publisher is told
 * once, what is true, and not before.
 */
export function checkConservation(trace: Trace): readonly string[] {
  const watch = new CopyWatch()
  for (let id = 0; id < trace.length; id++) watch.take(trace, id as FactId)
  return watch.finish()
}

class CopyWatch {
  readonly #copies = new Map<string, CopyState>()
  readonly #published = new Map<number, Routing>()
  readonly #refused = new Set<number>()
  readonly #confirmed = new Set<number>()
  readonly #violations: string[] = []

  take(trace: Trace, id: FactId): void {
    const kind = trace.kind(id)
    if (!kind.startsWith('amqp.message-')) return
    const message = trace.number(id, 'message') ?? 0
    switch (kind) {
      case 'amqp.message-published':
        this.#begin(message, id)
        return
      case 'amqp.message-confirmed':
        this.#confirm(trace, id, message)
        return
      case 'amqp.message-stalled':
        this.#endRouting(message, 'stalled')
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

  #begin(message: number, id: FactId): void {
    this.#demand(!this.#published.has(message), `message ${message} is published once`, id)
    this.#published.set(message, 'open')
  }

  #confirm(trace: Trace, id: FactId, message: number): void {
    const routing = this.#published.get(message) ?? 'open'
    this.#demand(routing !== 'open', `${message} was routed when it was confirmed (R-63)`, id)
    this.#demand(!this.#confirmed.has(message), `${message} is confirmed once (R-62)`, id)
    this.#confirmed.add(message)
    const isNack = trace.text(id, 'outcome') === 'nack'
    const wasRefused = this.#refused.has(message)
    this.#demand(isNack === wasRefused, `a nack of ${message} says a queue refused it (R-68)`, id)
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
      case 'amqp.message-refused':
        this.#demand(state === undefined, `${key} is not there when it is refused`, id)
        this.#copies.set(key, 'refused')
        this.#refused.add(message)
        this.#endRouting(message, 'refused')
        return
      case 'amqp.message-dead-lettered': {
        const isThere = state === 'ready' || state === 'unacked' || state === 'refused'
        this.#demand(isThere, `${key} is there to go to the dead letters`, id)
        this.#copies.set(key, 'dead')
        this.#begin(trace.number(id, 'as') ?? 0, id)
        return
      }
      case 'amqp.message-discarded': {
        const isCycle = trace.text(id, 'reason') === 'dead-letter-cycle'
        const isThere = isCycle ? state === undefined : state === 'ready' || state === 'unacked'
        this.#demand(isThere, `${key} is there to discard`, id)
        this.#copies.set(key, 'discarded')
        this.#endRouting(message, 'discarded')
        return
      }
      default:
    }
  }

  /** Another queue may have taken it before. */
  #endRouting(message: number, end: Routing): void {
    if (this.#published.get(message) === 'open') this.#published.set(message, end)
  }

  #demand(holds: boolean, what: string, id: FactId): void {
    if (!holds) this.#violations.push(`fact ${id}: it does not hold that ${what}`)
  }
}
