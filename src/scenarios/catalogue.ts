import type {
  CustomersNode,
  DatabaseNode,
  MailNode,
  PollerNode,
  QueueNode,
  ShopDefinition,
  WebNode,
  WorkerNode,
} from './definition.ts'

/**
 * The shops that have a name. Processes share one machine here (a hop takes 20 µs), so that waiting
 * times are those of the design and not of the network.
 */
const SHOPS: readonly ShopDefinition[] = [
  shop('polling', [customers({}), web({ then: 'store' }), poller({}), database({}), mail({})]),
  shop('polling-one-loop', [
    customers({}),
    web({ then: 'store' }),
    poller({ threads: 1 }),
    database({}),
    mail({}),
  ]),
  shop('mail-in-request', [
    customers({ ordersPerSecond: 4 }),
    web({ then: 'mail', threads: 4, cpuMs: 5 }),
    database({}),
    mail({ latencyMs: 500 }),
  ]),
  shop('pubsub', [
    customers({}),
    web({ then: 'publish', routingKey: 'orders' }),
    queue('orders'),
    worker('worker-1', {}),
    database({}),
    mail({}),
  ]),
  shop('two-workers', [
    customers({ ordersPerSecond: 5 }),
    web({ then: 'publish', routingKey: 'orders' }),
    queue('orders'),
    worker('worker-1', {}),
    worker('worker-2', {}),
    database({}),
    mail({}),
  ]),
  shop('early-ack', [
    customers({}),
    web({ then: 'publish', routingKey: 'orders' }),
    queue('orders'),
    worker('worker-1', { ack: 'early' }),
    database({}),
    mail({}),
  ]),
  shop(
    'routing',
    [
      customers({}),
      web({ then: 'publish', exchange: 'shop', routingKey: 'order.created' }),
      { kind: 'exchange', id: 'shop', type: 'topic', durable: true },
      queue('mail-queue'),
      queue('kitchen'),
      worker('mail-worker', { queue: 'mail-queue' }),
      worker('kitchen-worker', { queue: 'kitchen', sendsMail: false, waitMs: 100 }),
      database({}),
      mail({}),
    ],
    [
      { id: 'mail-orders', exchange: 'shop', queue: 'mail-queue', routingKey: 'order.*' },
      { id: 'kitchen-orders', exchange: 'shop', queue: 'kitchen', routingKey: 'order.created' },
      { id: 'kitchen-all', exchange: 'shop', queue: 'kitchen', routingKey: 'order.#' },
    ],
  ),
]

/** The names a scenario can be asked for by, in the order they are listed. */
export const scenarioNames: readonly string[] = SHOPS.map((definition) => definition.name)

/** The shop of a given name, or null when there is none. */
export function findScenario(name: string): ShopDefinition | null {
  return SHOPS.find((definition) => definition.name === name) ?? null
}

function shop(
  name: string,
  nodes: ShopDefinition['nodes'],
  bindings: ShopDefinition['bindings'] = [],
): ShopDefinition {
  return { version: 1, name, hopMs: 0.02, cores: 4, nodes, bindings }
}

function customers(settings: Partial<CustomersNode>): CustomersNode {
  return {
    kind: 'customers',
    id: 'customers',
    ordersPerSecond: 2.5,
    arrivals: 'poisson',
    ordersMax: null,
    ...settings,
  }
}

function web(settings: Partial<WebNode>): WebNode {
  return {
    kind: 'web',
    id: 'web',
    threads: 16,
    cpuMs: 0,
    then: 'store',
    exchange: '',
    routingKey: '',
    persistent: true,
    mandatory: false,
    ...settings,
  }
}

function poller(settings: Partial<PollerNode>): PollerNode {
  return {
    kind: 'poller',
    id: 'poller',
    web: 'web',
    intervalMs: 2_000,
    threads: null,
    cpuMs: 0,
    ...settings,
  }
}

function database(settings: Partial<DatabaseNode>): DatabaseNode {
  return { kind: 'database', id: 'database', queryMs: 0.05, ...settings }
}

function mail(settings: Partial<MailNode>): MailNode {
  return {
    kind: 'mail',
    id: 'mail',
    latencyMs: 200,
    spread: 'exponential',
    failurePercent: 0,
    isDown: false,
    ...settings,
  }
}

function queue(id: string): QueueNode {
  return { kind: 'queue', id, durable: true }
}

function worker(id: string, settings: Partial<WorkerNode>): WorkerNode {
  return {
    kind: 'worker',
    id,
    queue: 'orders',
    prefetch: 2,
    ack: 'late',
    threads: 1,
    cpuMs: 0,
    waitMs: 0,
    spread: 'constant',
    sendsMail: true,
    checksFirst: false,
    supervised: false,
    ...settings,
  }
}
