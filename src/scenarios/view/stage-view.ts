import type { Duration, FactId, Instant } from '#engine'
import type { CompleteBinding, CompleteShop } from '../definition.ts'

/**
 * What the stage shows at one instant: a pure fold of the facts up to it. Maps keep the order in
 * which things came to be.
 */
export interface StageView {
  /** The shop as it stands: the definition it began with and every change since. */
  readonly definition: CompleteShop
  readonly processes: ReadonlyMap<string, ProcessView>
  readonly exchanges: ReadonlyMap<string, ExchangeView>
  readonly queues: ReadonlyMap<string, QueueView>
  readonly bindings: ReadonlyMap<string, CompleteBinding>
  readonly consumers: ReadonlyMap<string, ConsumerView>
  readonly database: DatabaseView
  readonly mail: MailView
  readonly broker: BrokerView
  /** What is on the network now, in order of departure. */
  readonly flights: readonly Flight[]
  /**
   * What the broker has moved from a queue to its dead letter exchange a moment ago. It took no
   * time; it is shown for as long as a hop takes, so that one can see where it went.
   */
  readonly moves: readonly Flight[]
  /** The messages the broker has ever had, by number, with what they are about. */
  readonly messages: ReadonlyMap<number, MessageView>
}

/** The state of a process: a running one has a pid; an exited one keeps its last until replaced. */
export interface ProcessView {
  readonly id: string
  readonly role: string
  readonly pid: number
  readonly state: 'running' | 'stopping' | 'exited'
  /** What killed it, or null. */
  readonly signal: string | null
  /** What it exited with, or null. */
  readonly code: number | null
  /** CPU time used in all its lives, µs. */
  readonly cpuUs: Duration
  /** Being worked on, by the fact that it was started. One order may be there twice. */
  readonly running: ReadonlyMap<FactId, TaskView>
  /** In its memory, waiting for a free thread, by the fact that it was received. */
  readonly reserved: ReadonlyMap<FactId, TaskView>
  /** How many orders it finished in all its lives. */
  readonly finished: number
  /** True while it has a connection to the broker. */
  readonly isConnected: boolean
  /** True while the broker does not read from it because of an alarm. */
  readonly isBlocked: boolean
  /** What the broker has confirmed and refused of what it published. */
  readonly confirmed: { readonly acked: number; readonly nacked: number }
}

/** One order in the memory of a process. */
export interface TaskView {
  readonly order: number
  readonly message: number | null
  readonly since: Instant
  readonly thread: number | null
}

/** An exchange, and what it could not route. */
export interface ExchangeView {
  readonly id: string
  readonly type: string
  readonly durable: boolean
  readonly published: number
  readonly unroutable: number
  /** Those of the unroutable that were mandatory and went back. */
  readonly returned: number
}

/** One copy of a message in one queue. */
export interface CopyView {
  readonly message: number
  readonly order: number | null
  /** A higher one is nearer to the head; 0 in a queue without priorities. */
  readonly priority: number
  /** Its place among those of its priority: smaller is nearer to the head. */
  readonly position: number
  readonly redelivered: boolean
  readonly persistent: boolean
  readonly since: Instant
  /** The consumer holding it; null while it is ready. */
  readonly consumer: string | null
  readonly process: string | null
}

/** A queue with the copies in it. */
export interface QueueView {
  readonly id: string
  readonly durable: boolean
  /** By message number. To be read in the order of `byPlace`. */
  readonly ready: ReadonlyMap<number, CopyView>
  readonly unacked: ReadonlyMap<number, CopyView>
  readonly counts: {
    readonly queued: number
    readonly delivered: number
    readonly redelivered: number
    readonly acked: number
    /** Thrown away without a trace of them left in the broker. */
    readonly discarded: number
    readonly deadLettered: number
    /** New ones it did not take because it was full. */
    readonly refused: number
  }
}

/** The order in which a queue's copies are delivered. */
export function byPlace(one: CopyView, other: CopyView): number {
  return other.priority - one.priority || one.position - other.position
}

/** A consumer, as the broker knows it. */
export interface ConsumerView {
  readonly id: string
  readonly queue: string
  readonly process: string
  readonly prefetch: number
  readonly autoAck: boolean
  readonly priority: number
  /** True for the one that is served of a queue with a single active consumer. */
  readonly isActive: boolean
  readonly unacked: number
}

/** What the table holds, and what was asked of it. */
export interface DatabaseView {
  /** Rows with status new, by order number. */
  readonly newOrders: ReadonlySet<number>
  readonly done: number
  readonly queries: number
  /** Polls that found nothing. */
  readonly emptyQueries: number
}

/** The mail provider’s work so far. */
export interface MailView {
  /** The orders whose e-mails it is working on, by the fact that it accepted the e-mail. */
  readonly inProgress: ReadonlyMap<FactId, number>
  readonly sent: number
  readonly failed: number
}

/** Whether the broker runs. */
export interface BrokerView {
  readonly isRunning: boolean
  readonly restarts: number
  /** The alarms that are on: memory, disk. */
  readonly alarms: ReadonlySet<string>
}

/** Something on its way between two nodes: where it is, is a matter of arithmetic. */
export interface Flight {
  /** The fact `net.sent`. */
  readonly fact: FactId
  readonly what: string
  readonly from: string
  readonly to: string
  readonly order: number | null
  readonly message: number | null
  readonly redelivered: boolean
  readonly departure: Instant
  readonly arrival: Instant
}

/** A message, as it was published. */
export interface MessageView {
  readonly message: number
  readonly order: number | null
  readonly exchange: string
  readonly routingKey: string
  readonly persistent: boolean
  readonly publishedAt: Instant
  /** ready or unacked while a copy lives; else how it ended. */
  readonly state:
    | 'ready'
    | 'unacked'
    | 'acked'
    | 'unroutable'
    | 'returned'
    | 'refused'
    | 'dead-lettered'
    | 'expired'
    | 'discarded'
  readonly redelivered: boolean
}
