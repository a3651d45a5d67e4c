import type { FactId, Trace } from '#engine'
import { clone } from '#std'
import type { Series } from './series.ts'

/** Buckets a chart has at most; more would be finer than the screen. */
const BUCKETS_MAX = 240

/** The width of the first bucket, µs. */
const FIRST_WIDTH = 250_000

/** One line: what was summed up in each bucket. */
interface Line {
  readonly metric: Series['metric']
  readonly subject: string
  /** Sums (cpu, queries, wait) or the last value (ready, unacked); −1 where nothing was heard. */
  sums: number[]
  counts: number[]
  /** The value now, for a line that holds until it changes. */
  level: number
}

interface SeriesState {
  readonly lines: Map<string, Line>
  /** The copies consumers hold now: a discarded one may have been among them or not. */
  readonly held: Set<string>
  width: number
  last: number
}

/**
 * Folds a trace into chart lines. Buckets double their width as the run grows, so a long run costs
 * no more than a short one.
 */
export class SeriesFold {
  #state: SeriesState = { lines: new Map(), held: new Set(), width: FIRST_WIDTH, last: 0 }

  /** Takes in the facts with ids `from` to `to` − 1. */
  advance(trace: Trace, from: number, to: number): void {
    for (let id = from; id < to; id++) this.#take(trace, id as FactId)
  }

  /** The lines so far, in the order they began. */
  series(): readonly Series[] {
    return [...this.#state.lines.values()].map((line) => this.#draw(line))
  }

  copy(): SeriesFold {
    const result = new SeriesFold()
    result.#state = clone(this.#state)
    return result
  }

  #take(trace: Trace, id: FactId): void {
    const at = trace.at(id)
    switch (trace.kind(id)) {
      case 'amqp.queue-declared':
        this.#step(at, 'ready', trace.text(id, 'queue'), 0)
        this.#step(at, 'unacked', trace.text(id, 'queue'), 0)
        return
      case 'amqp.message-queued':
        this.#step(at, 'ready', trace.text(id, 'queue'), 1)
        return
      case 'amqp.message-delivered':
        this.#step(at, 'ready', trace.text(id, 'queue'), -1)
        if (trace.flag(id, 'autoAck')) return
        this.#state.held.add(copyOf(trace, id))
        this.#step(at, 'unacked', trace.text(id, 'queue'), 1)
        return
      case 'amqp.message-acked':
        this.#leave(trace, id)
        return
      case 'amqp.message-requeued':
        this.#leave(trace, id)
        this.#step(at, 'ready', trace.text(id, 'queue'), 1)
        return
      case 'amqp.message-discarded':
      case 'amqp.message-dead-lettered':
        if (wasInQueue(trace, id)) this.#leave(trace, id)
        return
      case 'shop.order-processed':
        this.#add(at, 'wait', '', (trace.number(id, 'duration') ?? 0) / 1e6)
        return
      case 'process.cpu-used':
        this.#spread(at, 'cpu', trace.text(id, 'process'), trace.number(id, 'duration') ?? 0)
        return
      case 'db.queried':
        this.#add(at, 'queries', '', 1)
        return
      default:
    }
  }

  /** A copy is gone from a consumer's hands, or from those that were ready. */
  #leave(trace: Trace, id: FactId): void {
    const wasHeld = this.#state.held.delete(copyOf(trace, id))
    this.#step(trace.at(id), wasHeld ? 'unacked' : 'ready', trace.text(id, 'queue'), -1)
  }

  #step(at: number, metric: Series['metric'], subject: string | null, change: number): void {
    const line = this.#line(metric, subject ?? '')
    const bucket = this.#bucket(at)
    line.level += change
    line.sums[bucket] = line.level
    line.counts[bucket] = 1
  }

  #add(at: number, metric: Series['metric'], subject: string | null, value: number): void {
    const line = this.#line(metric, subject ?? '')
    const bucket = this.#bucket(at)
    line.sums[bucket] = (line.sums[bucket] ?? 0) + value
    line.counts[bucket] = (line.counts[bucket] ?? 0) + 1
  }

  /** Time used up to an instant belongs to every bucket it was used in. */
  #spread(at: number, metric: Series['metric'], subject: string | null, duration: number): void {
    const line = this.#line(metric, subject ?? '')
    const last = this.#bucket(at)
    const { width } = this.#state
    const start = Math.max(0, at - duration)
    for (let bucket = Math.floor(start / width); bucket <= last; bucket++) {
      const share = Math.min(at, (bucket + 1) * width) - Math.max(start, bucket * width)
      line.sums[bucket] = (line.sums[bucket] ?? 0) + share
      line.counts[bucket] = 1
    }
  }

  #line(metric: Series['metric'], subject: string): Line {
    const key = `${metric} ${subject}`
    const known = this.#state.lines.get(key)
    if (known !== undefined) return known
    const line: Line = { metric, subject, sums: [], counts: [], level: 0 }
    this.#state.lines.set(key, line)
    return line
  }

  #bucket(at: number): number {
    const state = this.#state
    while (at / state.width >= BUCKETS_MAX) {
      state.width *= 2
      for (const line of state.lines.values()) halve(line)
    }
    state.last = Math.max(state.last, Math.floor(at / state.width))
    return Math.floor(at / state.width)
  }

  #draw(line: Line): Series {
    const { width, last } = this.#state
    const times: number[] = []
    const values: number[] = []
    let held = 0
    for (let bucket = 0; bucket <= last; bucket++) {
      const count = line.counts[bucket] ?? 0
      const sum = line.sums[bucket] ?? 0
      const value = valueOf(line, sum, count, width, held)
      if (value === null) continue
      held = value
      times.push(((bucket + 1) * width) / 1e6)
      values.push(value)
    }
    const { metric, subject } = line
    return { metric, subject, times, values }
  }
}

/** A full queue never had what it refused, and the end of a dead letter's cycle is not let in. */
function wasInQueue(trace: Trace, id: FactId): boolean {
  if (trace.text(id, 'reason') === 'dead-letter-cycle') return false
  const cause = trace.cause(id)
  return cause === null || trace.kind(cause) !== 'amqp.message-refused'
}

function copyOf(trace: Trace, id: FactId): string {
  return `${trace.number(id, 'message')} ${trace.text(id, 'queue')}`
}

function valueOf(
  { metric }: Line,
  sum: number,
  count: number,
  width: number,
  held: number,
): number | null {
  switch (metric) {
    case 'ready':
    case 'unacked':
      return count > 0 ? sum : held
    case 'wait':
      return count > 0 ? sum / count : null
    case 'cpu':
      return (100 * sum) / width
    case 'queries':
      return (1e6 * sum) / width
  }
}

/** Two buckets become one: sums add up, a level is the later one's. */
function halve(line: Line): void {
  const isLevel = line.metric === 'ready' || line.metric === 'unacked'
  const sums: number[] = []
  const counts: number[] = []
  for (let bucket = 0; bucket < line.counts.length; bucket += 2) {
    const [firstCount = 0, secondCount = 0] = [line.counts[bucket], line.counts[bucket + 1]]
    if (firstCount + secondCount === 0) continue
    const [firstSum = 0, secondSum = 0] = [line.sums[bucket], line.sums[bucket + 1]]
    const latest = secondCount > 0 ? secondSum : firstSum
    sums[bucket / 2] = isLevel ? latest : firstSum + secondSum
    counts[bucket / 2] = firstCount + secondCount
  }
  line.sums = sums
  line.counts = counts
}
