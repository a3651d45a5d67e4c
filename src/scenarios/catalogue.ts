import type {
  CustomersNode,
  DatabaseNode,
  ExchangeNode,
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
  shop('memory-list', [
    customers({}),
    web({ then: 'memory', carries: 'copy' }),
    database({}),
    mail({}),
  ]),
  // A broken order is tried three times, waits in the parking queue, and is given up there.
  shop(
    'dead-letters',
    [
      customers({ poisonEvery: 9 }),
      web({ then: 'publish', routingKey: 'orders' }),
      exchange('dead', { type: 'fanout' }),
      queue('orders', { type: 'quorum', deliveryLimit: 2, deadLetterExchange: 'dead' }),
      queue('parking', { messageTtlMs: 20_000 }),
      worker('worker-1', {}),
      database({}),
      mail({ failurePercent: 5 }),
    ],
    [{ id: 'parked', exchange: 'dead', queue: 'parking', routingKey: '' }],
  ),
  // One city has no queue (returned), another a queue that is soon full (refused).
  shop(
    'confirms',
    [
      customers({ ordersPerSecond: 5 }),
      web({
        then: 'publish',
        exchange: 'shop',
        routingKey: 'order.{city}',
        confirm: true,
        mandatory: true,
      }),
      exchange('shop', { type: 'direct' }),
      queue('kyiv'),
      queue('lviv', { maxLength: 5, overflow: 'reject-publish' }),
      worker('worker-1', { queue: 'kyiv' }),
      worker('worker-2', { queue: 'lviv', waitMs: 500 }),
      database({}),
      mail({}),
    ],
    [
      { id: 'to-kyiv', exchange: 'shop', queue: 'kyiv', routingKey: 'order.kyiv' },
      { id: 'to-lviv', exchange: 'shop', queue: 'lviv', routingKey: 'order.lviv' },
    ],
    { diskWriteMs: 4 },
  ),
  // Every service takes its own copy; what nobody wants goes to the alternate exchange.
  shop(
    'exchanges',
    [
      customers({}),
      web({
        then: 'publish',
        exchange: 'shop',
        routingKey: 'order.{city}.{dish}',
        headers: true,
      }),
      exchange('shop', { type: 'topic', alternate: 'unrouted' }),
      exchange('by-header', { type: 'headers' }),
      exchange('unrouted', { type: 'fanout' }),
      queue('kitchen'),
      queue('couriers'),
      queue('to-look-at'),
      worker('kitchen-worker', { queue: 'kitchen', waitMs: 100 }),
      worker('courier-worker', { queue: 'couriers', sendsMail: false, waitMs: 100 }),
      database({}),
      mail({}),
    ],
    [
      { id: 'kyiv', exchange: 'shop', queue: 'kitchen', routingKey: 'order.kyiv.*' },
      { id: 'pizza', exchange: 'shop', queue: 'kitchen', routingKey: 'order.*.pizza' },
      { id: 'kyiv-on', exchange: 'shop', destination: 'by-header', routingKey: 'order.kyiv.#' },
      {
        id: 'sushi-or-express',
        exchange: 'by-header',
        queue: 'couriers',
        routingKey: '',
        arguments: { 'x-match': 'any', dish: 'sushi', express: true },
      },
      { id: 'left-over', exchange: 'unrouted', queue: 'to-look-at', routingKey: '' },
    ],
  ),
  // Express orders overtake what waits; worker-2 is served only while worker-1 has enough.
  shop('priorities', [
    customers({ ordersPerSecond: 6 }),
    web({ then: 'publish', routingKey: 'orders', priority: 'express' }),
    queue('orders', { maxPriority: 9, messageTtlMs: 8_000 }),
    worker('worker-1', { prefetch: 1, priority: 1 }),
    worker('worker-2', { prefetch: 1 }),
    database({}),
    mail({ latencyMs: 400 }),
  ]),
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
  settings: Pick<ShopDefinition, 'diskWriteMs'> = {},
): ShopDefinition {
  return { version: 1, name, hopMs: 0.02, cores: 4, ...settings, nodes, bindings }
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

function exchange(id: string, settings: Pick<ExchangeNode, 'type' | 'alternate'>): ExchangeNode {
  return { kind: 'exchange', id, durable: true, ...settings }
}

function queue(id: string, settings: Partial<QueueNode> = {}): QueueNode {
  return { kind: 'queue', id, durable: true, ...settings }
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
