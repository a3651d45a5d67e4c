import type { FactId, Instant, Trace } from '#engine'

/** A point of a run where something was done or went wrong. */
export interface RunMark {
  readonly at: Instant
  readonly kind:
    | 'input'
    | 'killed'
    | 'lost'
    | 'redelivered'
    | 'dead-lettered'
    | 'returned'
    | 'expired'
    | 'refused'
    | 'stopped'
  readonly fact: FactId
}

/** The marks of a trace so far; facts are looked at once. */
export class RunMarks {
  #marks: RunMark[] = []
  #count = 0

  /** The marks among the first `count` facts. */
  until(trace: Trace, count: number): readonly RunMark[] {
    for (; this.#count < count; this.#count++) {
      const fact = this.#count as FactId
      const kind = markKind(trace, fact)
      if (kind !== null) this.#marks.push({ at: trace.at(fact), kind, fact })
    }
    const end = this.#marks.findIndex((mark) => mark.fact >= count)
    return end < 0 ? this.#marks.slice() : this.#marks.slice(0, end)
  }

  /** The facts from `count` on are others now. */
  forget(count: number): void {
    this.#marks = this.#marks.filter((mark) => mark.fact < count)
    this.#count = Math.min(this.#count, count)
  }
}

function markKind(trace: Trace, id: FactId): RunMark['kind'] | null {
  switch (trace.kind(id)) {
    case 'run.input':
      return 'input'
    case 'run.stopped':
      return 'stopped'
    case 'process.exited':
      return trace.text(id, 'signal') === null ? null : 'killed'
    case 'amqp.message-discarded':
      return trace.text(id, 'reason') === 'expired' ? 'expired' : 'lost'
    case 'amqp.message-unroutable':
      return trace.flag(id, 'returned') ? 'returned' : 'lost'
    case 'amqp.message-dead-lettered':
      return 'dead-lettered'
    case 'amqp.message-refused':
      return 'refused'
    case 'task.failed':
    case 'sandbox.exception-thrown':
      return 'lost'
    case 'amqp.message-delivered':
      return trace.flag(id, 'redelivered') ? 'redelivered' : null
    default:
      return null
  }
}
