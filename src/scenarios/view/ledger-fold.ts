import { clone } from '#std'
import type { FactId, Trace } from '#engine'
import type { ShopDefinition, ShopNode } from '../definition.ts'
import type { Ledger, LedgerRow } from './ledger-view.ts'
import { Waits } from './waits.ts'

/** What is known of one order. */
interface OrderAccount {
  /** How many things carry it: the request, messages, deliveries under way, work in memory. */
  carriers: number
  /** From being placed until somebody has it: the request, or the producer's own memory. */
  isJustPlaced: boolean
  isStored: boolean
  isRefused: boolean
  processed: number
  emailed: number
  /** The queues a worker finished its copy from; frozen, so that copies of the fold share it. */
  finishedFrom: readonly string[]
}

interface LedgerState {
  readonly orders: Map<number, OrderAccount>
  /** Messages that are published and not queued anywhere yet: their publish still carries them. */
  readonly routing: Set<number>
  readonly messageOrders: Map<number, number>
  readonly pollers: Set<string>
  readonly lost: Map<number, FactId>
  readonly doneTwice: Map<number, FactId>
  readonly outOfOrder: LedgerRow[]
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
      pollers: new Set(pollers.map((node) => node.id)),
      lost: new Map(),
      doneTwice: new Map(),
      outOfOrder: [],
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
    const { orders, lost, doneTwice, outOfOrder, processed, emailed } = this.#state
    let refused = 0
    for (const order of orders.values()) if (order.isRefused && order.processed === 0) refused++
    return {
      placed: orders.size,
      refused,
      processed,
      emailed,
      outOfOrder,
      lost: [...lost].map(([order, fact]) => ({
        order,
        fact,
        detail: '',
      })),
      doneTwice: [...doneTwice].map(([order, fact]) => ({
        order,
        fact,
        detail: String(orders.get(order)?.emailed ?? 0),
      })),
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
      case 'amqp.message-unroutable':
        this.#state.routing.delete(trace.number(id, 'message') as number)
        this.#drop(id, this.#orderOf(trace, id))
        return
      case 'amqp.message-acked':
      case 'amqp.message-discarded':
        this.#drop(id, this.#orderOf(trace, id))
        return
      default:
    }
  }

  #place(order: number): void {
    this.#state.orders.set(order, {
      carriers: 1,
      isJustPlaced: true,
      isStored: false,
      isRefused: false,
      processed: 0,
      emailed: 0,
      finishedFrom: NOWHERE,
    })
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
    else this.#notice(this.#state.doneTwice, number, id)
  }

  /** The row changes once and a worker may send no mail: that a copy is finished again tells. */
  #finish(trace: Trace, id: FactId): void {
    const [number, order] = this.#account(trace, id)
    const queue = trace.number(id, 'message') === null ? null : queueOf(trace, id)
    if (order === undefined || queue === null) return
    if (order.finishedFrom.includes(queue)) this.#notice(this.#state.doneTwice, number, id)
    else order.finishedFrom = Object.freeze([...order.finishedFrom, queue])
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
    const order = this.#orderOf(trace, id)
    this.#change(this.#find(order), (account) => account.carriers++)
  }

  #addNode(node: ShopNode): void {
    if (node.kind !== 'poller') return
    const { pollers, lost, orders } = this.#state
    pollers.add(node.id)
    // Somebody looks at the table again: what is in it will be found.
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

const NOWHERE: readonly string[] = Object.freeze([])

/** The delivery behind something that was sent; null when it was sent for another reason. */
function deliveryOf(trace: Trace, sent: FactId | null): FactId | null {
  const cause = sent === null || trace.kind(sent) !== 'net.sent' ? null : trace.cause(sent)
  return cause !== null && trace.kind(cause) === 'amqp.message-delivered' ? cause : null
}

/** The queue a finished message came from: the work on it goes back to its delivery. */
function queueOf(trace: Trace, finished: FactId): string | null {
  let id: FactId | null = finished
  while (id !== null && trace.kind(id) !== 'amqp.message-delivered') id = trace.cause(id)
  return id === null ? null : trace.text(id, 'queue')
}
