/** An order as code gets it; as JSON in a message it is what the shop knows the message by. */
export interface Order {
  /** Its number, from 1. */
  readonly order: number
  readonly city: string
  readonly dish: string
  readonly speed: 'express' | 'normal'
}

/** What `import` of 'shop' gives: the shop as the code of one process reaches it. */
export interface ShopApi {
  /**
   * Handles every customer's order from now on; its row is stored already. The customer has the
   * answer when the promise that the handler gives back settles: an error when it is rejected.
   *
   * @throws an Error in a process that no customer reaches.
   */
  onOrder(handler: (order: Order) => unknown): void
  /**
   * Sends the order's e-mail; settles with the provider's answer.
   *
   * @throws an Error when it refuses, or does not answer within 30 s.
   */
  sendMail(order: Order | number): Promise<void>
  readonly database: ShopDatabase
}

/** The shop's table of orders. */
export interface ShopDatabase {
  /** Numbers of the orders that are not done, in order. */
  newOrders(): Promise<readonly number[]>
  isDone(order: Order | number): Promise<boolean>
  /** Writes that the order is done; false when it was already. */
  markDone(order: Order | number): Promise<boolean>
}
