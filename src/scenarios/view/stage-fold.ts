import { assert, clone } from '#std'
import type { Duration, FactId, Instant, Trace } from '#engine'
import type { CompleteBinding, CompleteNode, CompleteShop, ShopDefinition } from '../definition.ts'
import { memoryPlace } from '../memory-place.ts'
import { foldBrokerFact } from './broker-fold.ts'
import {
  createProcessState,
  createStageState,
  type ProcessState,
  type StageState,
} from './stage-state.ts'
import type { Flight, StageView, TaskView } from './stage-view.ts'

/** Folds a trace into what the stage shows, fact by fact. */
export class StageFold {
  #state: StageState
  #definition: CompleteShop | null = null
  #now = 0 as Instant

  constructor(definition: ShopDefinition) {
    this.#state = createStageState(definition)
  }

  /** Takes in the facts with ids `from` to `to` − 1. */
  advance(trace: Trace, from: number, to: number): void {
    for (let id = from; id < to; id++) {
      this.#now = trace.at(id as FactId)
      this.#take(trace, id as FactId)
    }
    const { flights, moves } = this.#state
    this.#state.flights = underWay(flights, this.#now)
    this.#state.moves = underWay(moves, this.#now)
  }

  /** What the stage shows now. Live: it changes with the next facts. */
  view(): StageView {
    const { name, hopMs, cores, diskWriteMs, nodes, bindings, ...rest } = this.#state
    this.#definition ??= {
      version: 1,
      name,
      hopMs,
      cores,
      diskWriteMs,
      nodes: [...nodes.values()],
      bindings: [...bindings.values()],
    }
    return { ...rest, bindings, definition: this.#definition }
  }

  /** A fold of its own with the same past. */
  copy(): StageFold {
    const { name, hopMs, cores } = this.#state
    const result = new StageFold({ version: 1, name, hopMs, cores, nodes: [], bindings: [] })
    result.#state = clone(this.#state)
    result.#now = this.#now
    return result
  }

  #take(trace: Trace, id: FactId): void {
    const kind = trace.kind(id)
    if (kind.startsWith('amqp.')) {
      if (/^amqp\.(?:binding|queue-de|exchange-de)/.test(kind)) this.#definition = null
      foldBrokerFact(this.#state, trace, id)
    } else if (kind.startsWith('task.')) this.#takeTask(trace, id, kind)
    else if (kind.startsWith('process.')) this.#takeProcess(trace, id, kind)
    else this.#takeOther(trace, id, kind)
  }

  #takeOther(trace: Trace, id: FactId, kind: string): void {
    const { database, mail } = this.#state
    switch (kind) {
      case 'net.sent':
        this.#depart(trace, id)
        return
      case 'shop.order-stored':
        database.newOrders.add(trace.number(id, 'order') ?? 0)
        return
      case 'shop.order-processed':
        database.newOrders.delete(trace.number(id, 'order') ?? 0)
        database.done++
        return
      case 'db.queried':
        database.queries++
        return
      case 'poll.ran':
        if (trace.number(id, 'found') === 0) database.emptyQueries++
        return
      case 'mail.accepted':
        mail.inProgress.set(id, trace.number(id, 'order') ?? 0)
        return
      case 'mail.sent':
      case 'mail.failed':
        mail.inProgress.delete(trace.cause(id) ?? id)
        if (kind === 'mail.sent') mail.sent++
        else mail.failed++
        return
      default:
        this.#takeChange(trace, id, kind)
    }
  }

  #takeChange(trace: Trace, id: FactId, kind: string): void {
    const { nodes } = this.#state
    const name = kind.startsWith('shop.') ? kind : ''
    if (!/configured|node-|binding-/.test(name)) return
    this.#definition = null
    if (kind === 'shop.binding-added') {
      const binding = JSON.parse(trace.text(id, 'definition') ?? '') as CompleteBinding
      this.#state.knownBindings.set(binding.id, Object.freeze(binding))
      return
    }
    const node = trace.text(id, 'node') ?? ''
    if (kind === 'shop.node-removed') {
      nodes.delete(node)
      this.#state.processes.delete(node)
      this.#state.processes.delete(memoryPlace(node))
    } else if (kind === 'shop.node-added') {
      nodes.set(node, Object.freeze(JSON.parse(trace.text(id, 'definition') ?? '') as CompleteNode))
    } else {
      const field = trace.text(id, 'field') ?? ''
      const value: unknown = JSON.parse(trace.text(id, 'value') ?? 'null')
      const known = nodes.get(node)
      if (known !== undefined) nodes.set(node, Object.freeze({ ...known, [field]: value }))
    }
  }

  #takeProcess(trace: Trace, id: FactId, kind: string): void {
    const process = this.#process(trace, id)
    switch (kind) {
      case 'process.started':
        process.pid = trace.number(id, 'pid') ?? 0
        process.state = 'running'
        process.signal = null
        process.code = null
        return
      case 'process.stopping':
        process.state = 'stopping'
        return
      case 'process.exited':
        process.state = 'exited'
        process.signal = trace.text(id, 'signal')
        process.code = trace.number(id, 'code')
        process.isConnected = false
        return
      case 'process.cpu-used':
        process.cpuUs = (process.cpuUs + (trace.number(id, 'duration') ?? 0)) as Duration
        return
      default:
    }
  }

  #takeTask(trace: Trace, id: FactId, kind: string): void {
    const process = this.#process(trace, id)
    const order = trace.number(id, 'order') ?? 0
    const message = trace.number(id, 'message')
    const task = (thread: number | null): TaskView =>
      Object.freeze({ order, message, since: this.#now, thread })
    switch (kind) {
      case 'task.received':
        process.reserved.set(id, task(null))
        return
      case 'task.started':
        process.reserved.delete(trace.cause(id) ?? id)
        process.running.set(id, task(trace.number(id, 'thread')))
        return
      case 'task.dropped': {
        const isReserved = trace.text(id, 'state') === 'reserved'
        dropTask(isReserved ? process.reserved : process.running, order, message)
        return
      }
      default:
        process.running.delete(startOf(trace, id))
        if (kind === 'task.finished') process.finished++
    }
  }

  #depart(trace: Trace, id: FactId): void {
    const message = trace.number(id, 'message')
    const cause = trace.cause(id)
    const isDelivery = cause !== null && trace.kind(cause) === 'amqp.message-delivered'
    this.#state.flights.push(
      Object.freeze({
        fact: id,
        what: trace.text(id, 'what') ?? '',
        from: trace.text(id, 'from') ?? '',
        to: trace.text(id, 'to') ?? '',
        order: trace.number(id, 'order'),
        message,
        redelivered: isDelivery && trace.flag(cause, 'redelivered'),
        departure: this.#now,
        arrival: (trace.number(id, 'arrival') ?? this.#now) as Instant,
      }),
    )
  }

  #process(trace: Trace, id: FactId): ProcessState {
    const name = trace.text(id, 'process') ?? ''
    const known = this.#state.processes.get(name)
    if (known !== undefined) return known
    const role = trace.kind(id) === 'process.started' ? (trace.text(id, 'role') ?? '') : ''
    const created = createProcessState(name, role)
    this.#state.processes.set(name, created)
    return created
  }
}

function underWay(flights: Flight[], now: Instant): Flight[] {
  return flights.some((flight) => flight.arrival <= now)
    ? flights.filter((flight) => flight.arrival > now)
    : flights
}

/** Whatever ends a task goes back to its start, cause by cause. */
function startOf(trace: Trace, ended: FactId): FactId {
  let id = ended
  while (trace.kind(id) !== 'task.started') {
    const cause = trace.cause(id)
    assert(cause !== null, 'a task that ends was started')
    id = cause
  }
  return id
}

/** A dead process drops all it has: which of two tasks about one order goes first is all the same. */
function dropTask(tasks: Map<FactId, TaskView>, order: number, message: number | null): void {
  for (const [fact, task] of tasks) {
    if (task.order !== order || task.message !== message) continue
    tasks.delete(fact)
    return
  }
}
