/** The way from an exchange to a queue. Frozen; two with different keys are two. */
export interface Binding {
  readonly id: string
  /** Grows with every binding made: the order in which they are looked at. */
  readonly serial: number
  readonly exchange: string
  readonly queue: string
  readonly routingKey: string
}
