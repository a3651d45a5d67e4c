import type { MailOutcome, Menu, OrderRecord } from '#scenarios'

/** The shop behind the API: the run of a page, of learners' code, or of a test. */
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
