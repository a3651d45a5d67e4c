import type { MailOutcome, Menu, OrderRecord } from '#scenarios'
import type { ClientAnswer, ClientRequest } from '../request-port.ts'

/** The shop behind its HTTP API: the run of a page, of learners' code, or of a test. */
export interface ShopApiPort {
  /** Every order up to now, by number; null while no shop runs. */
  orders(): Promise<readonly OrderRecord[] | null>
  /** Places one order now, and waits for what the shop tells the customer. */
  placeOrder(): Promise<PlacedOrder>
  menu(): Menu
  /**
   * Hands one e-mail to the shop's mail provider; settles when its caller knows how it came out.
   * `no-provider`: the shop has none.
   */
  sendMail(order: number): Promise<MailOutcome | 'no-provider'>
}

/**
 * What came of placing an order. `reason`: that of the fact `shop.order-refused` or
 * `shop.input-refused`, or `no-shop`, `run-ended`, `taken-back`, `no-answer`.
 */
export type PlacedOrder =
  | { readonly ok: true; readonly order: OrderRecord }
  | { readonly ok: false; readonly reason: string }

/**
 * The shop's HTTP API: answers a request over what the shop does. `network-error`: nobody answers,
 * because the provider is down; null: the address is not the shop's. A run has one port. While this
 * computes the run's clock stands still; it may wait for one call of the port at a time, and for
 * nothing else of the run.
 */
export type Respond = (
  request: ClientRequest,
  port: ShopApiPort,
) => Promise<ClientAnswer | 'network-error' | null>
