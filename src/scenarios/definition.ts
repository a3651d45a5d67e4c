/**
 * A shop as a document: what is in it and how each part is set. It is what a scenario is, what the
 * sandbox edits, and what a link carries. Fields with a question mark may be left out; what holds
 * then is in `complete.ts`.
 */
export interface ShopDefinition {
  readonly version: 1
  /** A scenario's name, or the title a person gave. */
  readonly name: string
  /** Time on the network from one process to another, milliseconds, 0 to 60 000. */
  readonly hopMs: number
  /** CPU cores of the machine all processes share, 1 to 64. */
  readonly cores: number
  /** Time a write to disk takes at the broker, milliseconds: until then nothing is safe there. */
  readonly diskWriteMs?: number
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

/** A node with every field set. */
export type CompleteNode = Required<ShopNode>

/** A node of one kind with every field set. */
export type NodeOf<Kind extends ShopNode['kind']> = Extract<CompleteNode, { readonly kind: Kind }>

/** A binding with every field set. */
export type CompleteBinding = Required<BindingDefinition>

/** A shop with every field set: what the world runs and the stage shows. */
export interface CompleteShop extends Required<ShopDefinition> {
  readonly nodes: readonly CompleteNode[]
  readonly bindings: readonly CompleteBinding[]
}

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
  /** Every order whose number this divides has a broken body no handler can read; null: none. */
  readonly poisonEvery?: number | null
}

/** How a process publishes orders. */
export interface Publishing {
  /** Where it publishes; '' is the default exchange. */
  readonly exchange: string
  /** `{city}`, `{dish}` and `{speed}` stand for what the order says. */
  readonly routingKey: string
  readonly persistent: boolean
  readonly mandatory: boolean
  /** A confirm channel: who publishes learns that the broker has the message, or refused it. */
  readonly confirm?: boolean
  /** The message's own time to live, milliseconds; null: none. */
  readonly expirationMs?: number | null
  /** express: express orders get priority 9, the others 0. */
  readonly priority?: 'none' | 'express'
  /** Whether city, dish and express are headers of the message. */
  readonly headers?: boolean
}

/** The web process. `then` is what it does with an order before it answers the customer. */
export interface WebNode extends Publishing {
  readonly kind: 'web'
  readonly id: string
  /** Requests it can work on at once, 1 to 1 000; the others wait in its backlog. */
  readonly threads: number
  /** CPU time of a request, milliseconds. */
  readonly cpuMs: number
  /**
   * store: a row, nothing more. mail: e-mail inside the request. publish: a message per order.
   * memory: a list in the process, emptied by background threads that send the e-mails.
   */
  readonly then: 'store' | 'mail' | 'publish' | 'memory'
  /** Background threads that work on the list in memory, 1 to 1 000. */
  readonly memoryThreads?: number
  /** What a message holds: the order's number, or a copy of the order as it was (W-35). */
  readonly carries?: 'id' | 'copy'
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
export interface ProducerNode extends Publishing {
  readonly kind: 'producer'
  readonly id: string
  readonly ordersPerSecond: number
  readonly arrivals: Arrivals
  readonly ordersMax: number | null
  /** As for customers. */
  readonly poisonEvery?: number | null
}

/** An exchange a person made. The default exchange '' is always there and is not a node. */
export interface ExchangeNode {
  readonly kind: 'exchange'
  readonly id: string
  readonly type: 'direct' | 'fanout' | 'topic' | 'headers'
  readonly durable: boolean
  /** The exchange that gets what this one can route to no queue; '' is none. */
  readonly alternate?: string
}

/** A queue of the broker; a field that is null leaves its argument out. */
export interface QueueNode {
  readonly kind: 'queue'
  readonly id: string
  readonly durable: boolean
  readonly type?: 'classic' | 'quorum'
  /** x-message-ttl, milliseconds. */
  readonly messageTtlMs?: number | null
  /** x-max-length: ready messages. */
  readonly maxLength?: number | null
  /** What happens beyond `maxLength`. */
  readonly overflow?: 'drop-head' | 'reject-publish' | 'reject-publish-dlx'
  /** x-max-priority, 1 to 255. */
  readonly maxPriority?: number | null
  /** Deliveries after the first before a message is given up; a classic queue ignores it. */
  readonly deliveryLimit?: number | null
  /** Where messages go that are given up; '' is the default exchange, null nowhere. */
  readonly deadLetterExchange?: string | null
  /** The key they go there with; null keeps their own. */
  readonly deadLetterRoutingKey?: string | null
  /** Only one consumer is served, the others wait for it to go. */
  readonly singleActiveConsumer?: boolean
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
  /**
   * What it does with an order it could not handle. requeue and reject give the message back or
   * away, which only a late acknowledgement can; crash ends the process.
   */
  readonly onFailure?: 'requeue' | 'reject' | 'crash'
  /** Its consumer's priority: a higher one is served first as long as it can take more. */
  readonly priority?: number
}

/**
 * A binding has a name of its own: two between one exchange and one queue are two. It leads to a
 * queue or to another exchange, never to both.
 */
export interface BindingDefinition {
  readonly id: string
  readonly exchange: string
  readonly queue?: string | null
  /** The exchange it leads to. */
  readonly destination?: string | null
  readonly routingKey: string
  /** What a headers exchange compares, `x-match` among it. */
  readonly arguments?: BindingArguments | null
}

/** Headers by name. */
export type BindingArguments = Readonly<Record<string, string | number | boolean>>
