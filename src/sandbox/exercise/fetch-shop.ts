import type { FactId, Trace } from '#engine'
import {
  orderRecords,
  shopModel,
  startCall,
  type JobResult,
  type OrderRecord,
  type ShopDefinition,
} from '#scenarios'
import type { WatchedShop } from './copy-watch.ts'

/** What the shop has for the fetch of that number: an outcome or a reason; null is success. */
type TellFetch = (id: number, word: string | null, cause: FactId | null) => void

/** What the shop does because of requests over HTTP, and which request it did it for. */
export class FetchShop {
  readonly #definition: ShopDefinition
  readonly #shop: () => WatchedShop
  readonly #tell: TellFetch
  /** By job of the shop, and by order: the fetch that waits. */
  readonly #mails = new Map<number, number>()
  readonly #orders = new Map<number, number>()
  #trace: Trace | null = null

  constructor(definition: ShopDefinition, shop: () => WatchedShop, tell: TellFetch) {
    this.#definition = definition
    this.#shop = shop
    this.#tell = tell
  }

  /** Where the run is written down. */
  readFrom(trace: Trace): void {
    this.#trace = trace
  }

  orders(): readonly OrderRecord[] {
    const trace = this.#trace
    return trace === null ? [] : orderRecords(trace, trace.length, this.#definition)
  }

  has(kind: 'mail' | 'customers'): boolean {
    return [...this.#shop().world.nodes.values()].some((node) => node.kind === kind)
  }

  /** Sends an e-mail in the name of a process, caused by the event of this moment. */
  sendMail(id: number, process: string, order: number): void {
    const { world, engine } = this.#shop()
    this.#mails.set(startCall(world, engine, { process, what: 'mail', order }), id)
  }

  /** Places an order as somebody at the door does; null when nobody is there who could. */
  placeOrder(id: number): number | null {
    const { world, engine } = this.#shop()
    const order = world.orders.next
    this.#orders.set(order, id)
    shopModel.apply(world, { type: 'place-orders', count: 1 }, engine)
    if (world.orders.next > order) return order
    this.#orders.delete(order)
    return null
  }

  /** A job of the shop has come to its end; false when no fetch waited for it. */
  resume(job: number, result: JobResult, cause: FactId | null): boolean {
    const id = this.#mails.get(job)
    if (id === undefined) return false
    this.#mails.delete(job)
    const isDown = result.type === 'failed' && result.reason === 'mail-down'
    this.#tell(id, result.type !== 'failed' ? 'sent' : isDown ? 'down' : 'refused', cause)
    return true
  }

  /** Hears every fact of the shop: some of them are what a customer is told. */
  note(kind: string, fields: Readonly<Record<string, unknown>>, fact: FactId): void {
    if (kind !== 'shop.order-answered' && kind !== 'shop.order-refused') return
    const order = Number(fields['order'])
    const id = this.#orders.get(order)
    if (id === undefined) return
    this.#orders.delete(order)
    this.#tell(id, kind === 'shop.order-answered' ? null : String(fields['reason']), fact)
  }
}
