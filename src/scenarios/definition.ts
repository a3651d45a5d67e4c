/**
 * A shop as a document: what is in it and how each part is set. It is what a scenario is, what the
 * sandbox edits, and what a link carries.
 */
export interface ShopDefinition {
  readonly version: 1
  /** A scenario's name, or the title a person gave. */
  readonly name: string
  /** Time on the network from one process to another, milliseconds, 0 to 60 000. */
  readonly hopMs: number
  /** CPU cores of the machine all processes share, 1 to 64. */
  readonly cores: number
  readonly nodes: readonly ShopNode[]
  readonly bindings: readonly BindingDefinition[]
}

/** One thing on the stage. `id` is its name there, unique in the shop. */
export type ShopNode =
  | CustomersNode
  | WebNode
  | PollerNode
  | DatabaseNode
  | MailNode
  | ProducerNode
  | ExchangeNode
  | QueueNode
  | WorkerNode

/** How orders come: at random moments, or evenly. */
export type Arrivals = 'poisson' | 'regular'
/** Whether a time is always the same or varies around its mean. */
export type Spread = 'constant' | 'exponential'

/** Where orders come from. */
export interface CustomersNode {
  readonly kind: 'customers'
  readonly id: string
  /** 0 to 10 000; 0 means only the orders placed by hand. */
  readonly ordersPerSecond: number
  readonly arrivals: Arrivals
  /** After so many orders no more come by themselves; null means they never stop. */
  readonly ordersMax: number | null
}

/** The web process. `then` is what it does with an order before it answers the customer. */
export interface WebNode {
  readonly kind: 'web'
  readonly id: string
  /** Requests it can work on at once, 1 to 1 000; the others wait in its backlog. */
  readonly threads: number
  /** CPU time of a request, milliseconds. */
  readonly cpuMs: number
  /** store: a row, nothing more. mail: e-mail inside the request. publish: a message per order. */
  readonly then: 'store' | 'mail' | 'publish'
  /** Where it publishes; '' is the default exchange. */
  readonly exchange: string
  readonly routingKey: string
  readonly persistent: boolean
  readonly mandatory: boolean
}

/** A thread inside the web process that asks the database for new orders, again and again. */
export interface PollerNode {
  readonly kind: 'poller'
  readonly id: string
  /** The process it lives in. */
  readonly web: string
  /** From the end of one query's work to nothing: a fixed rhythm, milliseconds, 1 to 600 000. */
  readonly intervalMs: number
  /** How many of the orders it found it works on at once; null means all of them. */
  readonly threads: number | null
  /** CPU time of one query and of one order, milliseconds. */
  readonly cpuMs: number
}

/** The shop’s table of orders. */
export interface DatabaseNode {
  readonly kind: 'database'
  readonly id: string
  /** Time a query takes there, milliseconds. */
  readonly queryMs: number
}

/** The e-mail provider, somewhere on the internet. */
export interface MailNode {
  readonly kind: 'mail'
  readonly id: string
  /** Mean time it takes to accept one e-mail, milliseconds. */
  readonly latencyMs: number
  readonly spread: Spread
  /** 0 to 100: how many of a hundred e-mails fail. */
  readonly failurePercent: number
  /** True: it answers nothing at all until the caller's timeout of 30 s. */
  readonly isDown: boolean
}

/** A process that publishes orders straight to the broker, for shops without a web process. */
export interface ProducerNode {
  readonly kind: 'producer'
  readonly id: string
  readonly ordersPerSecond: number
  readonly arrivals: Arrivals
  readonly ordersMax: number | null
  readonly exchange: string
  readonly routingKey: string
  readonly persistent: boolean
  readonly mandatory: boolean
}

/** An exchange a person made. The default exchange '' is always there and is not a node. */
export interface ExchangeNode {
  readonly kind: 'exchange'
  readonly id: string
  readonly type: 'direct' | 'fanout' | 'topic'
  readonly durable: boolean
}

/** A queue of the broker. */
export interface QueueNode {
  readonly kind: 'queue'
  readonly id: string
  readonly durable: boolean
}

/** A process that consumes from one queue and handles each order: CPU work, then e-mail, then a row. */
export interface WorkerNode {
  readonly kind: 'worker'
  readonly id: string
  readonly queue: string
  /** Unacknowledged messages it may hold, 0 to 65 535; 0 means no limit. */
  readonly prefetch: number
  /** automatic: the broker forgets a message as it sends it. early: acked when work on it starts. late: when it is done. */
  readonly ack: 'automatic' | 'early' | 'late'
  /** Orders it works on at once, each in a thread of its own, 1 to 1 000. */
  readonly threads: number
  /** Mean CPU time per order, milliseconds. */
  readonly cpuMs: number
  /** Mean time per order it waits for something that is not modelled, milliseconds. */
  readonly waitMs: number
  /** How `cpuMs` and `waitMs` vary from order to order. */
  readonly spread: Spread
  readonly sendsMail: boolean
  /** Looks in the database first and skips an order that is already done: idempotent. */
  readonly checksFirst: boolean
  /** A parent process starts a new one when it dies (it looks every 5 s). */
  readonly supervised: boolean
}

/** A binding has a name of its own: two between one exchange and one queue are two. */
export interface BindingDefinition {
  readonly id: string
  readonly exchange: string
  readonly queue: string
  readonly routingKey: string
}
