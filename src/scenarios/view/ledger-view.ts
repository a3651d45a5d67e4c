import type { Duration, FactId } from '#engine'

/** How the orders of a run came out: the business's own account of what the system did. */
export interface Ledger {
  readonly placed: number
  /** The web process could not take them. */
  readonly refused: number
  readonly processed: number
  readonly emailed: number
  readonly lost: readonly LedgerRow[]
  /** Processed, e-mailed, or one copy of its message finished twice or more (S-17). */
  readonly doneTwice: readonly LedgerRow[]
  /** Processed after an order that was placed later. */
  readonly outOfOrder: readonly LedgerRow[]
  /** A message about it was mandatory, fitted no queue and went back to its publisher. */
  readonly returned: readonly LedgerRow[]
  /** A message about it went to a dead letter exchange; it may have been handled after that. */
  readonly deadLettered: readonly LedgerRow[]
  /** A message about it was thrown away by the broker, unhandled and for good. */
  readonly dropped: readonly LedgerRow[]
  /** A full queue refused a message about it. */
  readonly queueRefused: readonly LedgerRow[]
  /** Handled with a copy older than its customer's last change. */
  readonly stale: readonly LedgerRow[]
  /** Neither processed, nor lost, nor refused yet. */
  readonly open: number
  /** From placed to processed, over the processed ones; null while there is none. */
  readonly wait: WaitSummary | null
  /** From placed to the answer the customer sees; null while there is none. */
  readonly answer: WaitSummary | null
}

/** One order with something to explain; `fact` is where it went that way. */
export interface LedgerRow {
  readonly order: number
  readonly fact: FactId
  /**
   * doneTwice: e-mails sent. outOfOrder: the later order that overtook it. deadLettered, dropped: the
   * broker's reason. Else ''.
   */
  readonly detail: string
}

/** Percentiles are the smallest value that so many per cent of the orders do not exceed. */
export interface WaitSummary {
  readonly count: number
  readonly mean: Duration
  readonly p50: Duration
  readonly p95: Duration
  readonly max: Duration
}
