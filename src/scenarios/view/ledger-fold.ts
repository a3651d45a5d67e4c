import { clone } from '#std'
import type { FactId, Trace } from '#engine'
import type { ShopDefinition, ShopNode } from '../definition.ts'
import { deliveryBehind, deliveryOf } from './deliveries.ts'
import { createNotes, takeNote, type LedgerNotes, type Note } from './ledger-notes.ts'
import type { Ledger, LedgerRow } from './ledger-view.ts'
import { createAccount, type OrderAccount } from './order-account.ts'
import { Waits } from './waits.ts'

interface LedgerState {
  readonly orders: Map<number, OrderAccount>
  /** Messages that are published and not queued anywhere yet: their publish still carries them. */
  readonly routing: Set<number>
  readonly messageOrders: Map<number, number>
  /** For each dead letter, the queue its first message was in: it is that queue's copy still. */
  readonly firstQueues: Map<number, string>
  /** Who asks the database for new orders: pollers, and processes of code. */
  readonly pollers: Set<string>
  readonly codeProcesses: Set<string>
  readonly lost: Map<number, FactId>
  readonly doneTwice: Map<number, FactId>
  readonly outOfOrder: LedgerRow[]
  readonly notes: LedgerNotes
  latestProcessed: number
  processed: number
  emailed: number
}

/**
 * Folds a trace into the ledger. That an order is lost is not told by any fact: it follows from
 * nothing carrying it any more (S-16).
 */
export class LedgerFold {
  #state: LedgerState
  #waits = new Waits()
  #answers = new Waits()

  constructor(definition: ShopDefinition) {
    const pollers = definition.nodes.filter((node) => node.kind === 'poller')
    this.#state = {
      orders: new Map(),
      routing: new Set(),
      messageOrders: new Map(),
      firstQueues: new Map(),
      pollers: new Set(pollers.map((node) => node.id)),
      codeProcesses: new Set(),
      lost: new Map(),
      doneTwice: new Map(),
      outOfOrder: [],
      notes: createNotes(),
      latestProcessed: 0,
      processed: 0,
      emailed: 0,
    }
  }

  /** Takes in the facts with ids `from` to `to` − 1. */
  advance(trace: Trace, from: number, to: number): void {
    for (let id = from; id < to; id++) this.#take(trace, id as FactId)
  }

  /** The ledger as it stands. */
  ledger(): Ledger {
    const { orders, lost, doneTwice, outOfOrder, notes, processed, emailed } = this.#state
    let refused = 0
    for (const order of orders.values()) if (order.isRefused && order.processed === 0) refused++
    return {
      placed: orders.size,
      refused,
      processed,
      emailed,
      outOfOrder,
      lost: [...lost].map(([order, fact]) => ({ order, fact, detail: '' })),
      doneTwice: [...doneTwice].map(([order, fact]) => ({
        order,
        fact,
        detail: String(orders.get(order)?.emailed ?? 0),
      })),
      returned: rowsOf(notes.returned),
      deadLettered: rowsOf(notes.deadLettered),
      dropped: rowsOf(notes.dropped),
      queueRefused: rowsOf(notes.queueRefused),
      stale: rowsOf(notes.stale),
      open: orders.size - processed - lost.size - refused,
      wait: this.#waits.summary(),
      answer: this.#answers.summary(),
    }
  }

  /** A fold of its own with the same past. */
  copy(): LedgerFold {
    const result = new LedgerFold({
      version: 1,
      name: '',
      hopMs: 0,
      cores: 1,
      nodes: [],
      bindings: [],
    })
    result.#state = clone(this.#state)
    result.#waits = this.#waits.copy()
    result.#answers = this.#answers.copy()
    return result
  }

  #take(trace: Trace, id: FactId): void {
    switch (trace.kind(id)) {
      case 'shop.order-placed':
        this.#place(trace.number(id, 'order') as number)
        return
      case 'shop.order-refused':
        this.#refuse(id, this.#account(trace, id))
        return
      case 'shop.order-stored':
        this.#change(this.#account(trace, id), (order) => (order.isStored = true))
        return
      case 'shop.order-answered':
        this.#answers.add(trace.number(id, 'duration') ?? 0)
        return
      case 'shop.order-processed':
        this.#process(trace, id)
        return
      case 'mail.sent':
        this.#email(trace, id)
        return
      case 'sandbox.process-started':
        this.#state.codeProcesses.add(trace.text(id, 'process') ?? '')
        return
      case 'db.queried':
        this.#lookAtTable(trace, id)
        return
      case 'shop.order-stale':
        this.#note(trace, id, trace.number(id, 'order'))
        return
      case 'shop.node-added':
        this.#addNode(JSON.parse(trace.text(id, 'definition') ?? '{}') as ShopNode)
        return
      case 'shop.node-removed':
        this.#removeNode(id, trace.text(id, 'node') ?? '')
        return
      default:
        this.#takeCarrier(trace, id)
    }
  }

  #takeCarrier(trace: Trace, id: FactId): void {
    switch (trace.kind(id)) {
      case 'task.received':
        this.#receive(trace, id)
        return
      case 'task.finished':
        this.#finish(trace, id)
        this.#drop(id, trace.number(id, 'order'))
        return
      case 'task.skipped':
      case 'task.failed':
      case 'task.dropped':
        this.#drop(id, trace.number(id, 'order'))
        return
      case 'net.sent':
        this.#depart(trace, id)
        return
      case 'net.refused':
        this.#refuseHop(trace, id)
        return
      case 'amqp.message-published':
        this.#publish(trace, id)
        return
      case 'amqp.message-queued':
        this.#queue(trace, id)
        return
      case 'amqp.message-acked':
        this.#drop(id, this.#orderOf(trace, id))
        return
      case 'amqp.message-unroutable':
      case 'amqp.message-discarded':
      case 'amqp.message-refused':
      case 'amqp.message-dead-lettered':
        this.#note(trace, id, this.#orderOf(trace, id))
        this.#giveUp(trace, id)
        return
      default:
    }
  }

  #note(trace: Trace, id: FactId, order: number | null): void {
    takeNote(this.#state.notes, trace, id, order)
  }

  /** A message, or one copy of it, goes no further this way. */
  #giveUp(trace: Trace, id: FactId): void {
    const message = trace.number(id, 'message') as number
    const order = this.#orderOf(trace, id)
    const kind = trace.kind(id)
    if (kind === 'amqp.message-dead-lettered') {
      this.#goOn(trace, id, order)
      return
    }
    const wasRouting = this.#state.routing.delete(message)
    // What a queue never took leaves nothing behind once another copy carries the order.
    const wasNeverQueued =
      kind === 'amqp.message-refused' ||
      (kind === 'amqp.message-discarded' && trace.text(id, 'reason') === 'dead-letter-cycle')
    if (wasRouting || !wasNeverQueued) this.#drop(id, order)
  }

  /** The dead letter carries the order from here on. */
  #goOn(trace: Trace, id: FactId, order: number | null): void {
    if (order === null) return
    const as = trace.number(id, 'as') as number
    const cause = trace.cause(id)
    const wasRefused = cause !== null && trace.kind(cause) === 'amqp.message-refused'
    this.#state.messageOrders.set(as, order)
    this.#state.firstQueues.set(as, this.#copyBehind(trace, id))
    this.#state.routing.add(as)
    if (wasRefused) this.#carry(order)
  }

  #place(order: number): void {
    this.#state.orders.set(order, createAccount())
  }

  #refuse(id: FactId, [number, order]: Found): void {
    if (order === undefined) return
    order.isRefused = true
    // The customer was told: that is not what lost means.
    this.#state.lost.delete(number)
    if (order.isJustPlaced) this.#leavePlaced(order)
    this.#judge(id, number, order)
  }

  #process(trace: Trace, id: FactId): void {
    const [number, order] = this.#account(trace, id)
    if (order === undefined) return
    const state = this.#state
    order.processed++
    if (order.processed > 1) {
      this.#notice(state.doneTwice, number, id)
      return
    }
    state.processed++
    state.lost.delete(number)
    const duration = trace.number(id, 'duration')
    if (duration !== null) this.#waits.add(duration)
    if (number < state.latestProcessed) {
      state.outOfOrder.push(
        Object.freeze({ order: number, fact: id, detail: String(state.latestProcessed) }),
      )
    }
    state.latestProcessed = Math.max(state.latestProcessed, number)
  }

  #email(trace: Trace, id: FactId): void {
    const [number, order] = this.#account(trace, id)
    if (order === undefined) return
    order.emailed++
    if (order.emailed === 1) this.#state.emailed++
    // Two services may both write to the customer; the same one twice is once too often.
    const delivery = deliveryBehind(trace, id)
    const queue = delivery === null ? '' : this.#copyBehind(trace, delivery)
    if (order.emailedFrom.includes(queue)) this.#notice(this.#state.doneTwice, number, id)
    else order.emailedFrom = Object.freeze([...order.emailedFrom, queue])
  }

  /** The row changes once and a worker may send no mail: that a copy is finished again tells. */
  #finish(trace: Trace, id: FactId): void {
    const [number, order] = this.#account(trace, id)
    const delivery = trace.number(id, 'message') === null ? null : deliveryBehind(trace, id)
    if (order === undefined || delivery === null) return
    const queue = this.#copyBehind(trace, delivery)
    if (order.finishedFrom.includes(queue)) this.#notice(this.#state.doneTwice, number, id)
    else order.finishedFrom = Object.freeze([...order.finishedFrom, queue])
  }

  /** The queue whose copy a fact is about: a dead letter belongs to the queue it first was in. */
  #copyBehind(trace: Trace, id: FactId): string {
    const first = this.#state.firstQueues.get(trace.number(id, 'message') ?? 0)
    return first ?? trace.text(id, 'queue') ?? ''
  }

  #receive(trace: Trace, id: FactId): void {
    const [number, order] = this.#account(trace, id)
    if (order === undefined) return
    if (order.isJustPlaced) this.#leavePlaced(order)
    order.carriers++
    if (deliveryOf(trace, trace.cause(id)) !== null) this.#drop(id, number)
  }

  #depart(trace: Trace, id: FactId): void {
    const order = this.#account(trace, id)[1]
    if (order === undefined) return
    const delivered = deliveryOf(trace, id)
    // A copy that was settled as it was sent goes on as what is under way; others stay where they are.
    if (delivered !== null && !trace.flag(delivered, 'autoAck')) order.carriers++
    if (trace.text(id, 'what') !== 'publish') return
    // A publish takes over from the producer's memory, or stands beside the web's request.
    order.carriers++
    if (order.isJustPlaced) this.#leavePlaced(order)
  }

  #refuseHop(trace: Trace, id: FactId): void {
    const sent = trace.cause(id)
    const what = trace.text(id, 'what')
    const wasSent = sent !== null && trace.kind(sent) === 'net.sent'
    const [number, order] = this.#account(trace, id)
    if (order === undefined) return
    if (what === 'deliver') this.#drop(id, number)
    if (what !== 'publish') return
    if (wasSent) this.#drop(id, number)
    else if (order.isJustPlaced) {
      this.#leavePlaced(order)
      this.#judge(id, number, order)
    }
  }

  #publish(trace: Trace, id: FactId): void {
    const message = trace.number(id, 'message') as number
    const sent = trace.cause(id)
    const order =
      sent === null || trace.kind(sent) !== 'net.sent' ? null : trace.number(sent, 'order')
    if (order === null) return
    this.#state.messageOrders.set(message, order)
    this.#state.routing.add(message)
  }

  #queue(trace: Trace, id: FactId): void {
    const message = trace.number(id, 'message') as number
    // The first copy takes over from the publish; every further one carries too.
    if (this.#state.routing.delete(message)) return
    this.#carry(this.#orderOf(trace, id))
  }

  #carry(number: number | null): void {
    const [found, order] = this.#find(number)
    if (order === undefined) return
    order.carriers++
    this.#state.lost.delete(found)
  }

  #addNode(node: ShopNode): void {
    if (node.kind !== 'poller') return
    this.#watchTable(node.id)
  }

  /** Code that asks the database for new orders once will do so again. */
  #lookAtTable(trace: Trace, id: FactId): void {
    const process = trace.text(id, 'process') ?? ''
    const isAsking = trace.text(id, 'query') === 'select-new'
    if (isAsking && this.#state.codeProcesses.has(process)) this.#watchTable(process)
  }

  /** Somebody looks at the table from now on: what is in it will be found. */
  #watchTable(by: string): void {
    const { pollers, lost, orders } = this.#state
    pollers.add(by)
    for (const order of lost.keys()) if (orders.get(order)?.isStored === true) lost.delete(order)
  }

  #removeNode(id: FactId, node: string): void {
    if (!this.#state.pollers.delete(node)) return
    for (const [number, order] of this.#state.orders) this.#judge(id, number, order)
  }

  #leavePlaced(order: OrderAccount): void {
    order.isJustPlaced = false
    order.carriers--
  }

  #drop(id: FactId, number: number | null): void {
    const [found, order] = this.#find(number)
    if (order === undefined) return
    order.carriers--
    this.#judge(id, found, order)
  }

  /** Lost: neither done nor refused, and nothing carries it any more. */
  #judge(id: FactId, number: number, order: OrderAccount): void {
    const isWatched = order.isStored && this.#state.pollers.size > 0
    if (order.carriers > 0 || isWatched || order.isRefused || order.processed > 0) return
    this.#notice(this.#state.lost, number, id)
  }

  #notice(rows: Map<number, FactId>, order: number, fact: FactId): void {
    if (!rows.has(order)) rows.set(order, fact)
  }

  #change([, order]: Found, change: (order: OrderAccount) => void): void {
    if (order !== undefined) change(order)
  }

  #account(trace: Trace, id: FactId): Found {
    return this.#find(trace.number(id, 'order'))
  }

  #find(number: number | null): Found {
    return [number ?? 0, number === null ? undefined : this.#state.orders.get(number)]
  }

  #orderOf(trace: Trace, id: FactId): number | null {
    return this.#state.messageOrders.get(trace.number(id, 'message') as number) ?? null
  }
}

type Found = readonly [number: number, order: OrderAccount | undefined]

function rowsOf(notes: ReadonlyMap<number, Note>): readonly LedgerRow[] {
  return [...notes].map(([order, { fact, detail }]) => ({ order, fact, detail }))
}
