import type { FactId, Instant } from '#engine'
import type { Copy } from '../queues/ready-copies.ts'

/** A copy that was handed out and is not settled yet. Frozen. */
export interface Delivery {
  readonly tag: number
  readonly copy: Copy
  readonly queue: string
  readonly queueSerial: number
  /** The consumer's serial; null when basic.get took it. */
  readonly consumer: number | null
  readonly at: Instant
  /** The fact that it was handed out. */
  readonly fact: FactId
}
