import { exhaustive } from '#std'
import type { ShopDefinition, ShopNode } from './definition.ts'
import type { RunSource } from './run-source.ts'

/** What can be put into a shop by hand, in the order of the stage. */
export const paletteKinds: readonly ShopNode['kind'][] = [
  'customers',
  'web',
  'poller',
  'producer',
  'exchange',
  'queue',
  'worker',
  'database',
  'mail',
]

/** Kinds a shop has one of at most. */
export const singleKinds: ReadonlySet<ShopNode['kind']> = new Set([
  'customers',
  'web',
  'poller',
  'database',
  'mail',
] as const)

/** A shop with nothing in it, slow enough to watch. */
export function emptyShop(name: string): ShopDefinition {
  return { version: 1, name, hopMs: 200, cores: 4, nodes: [], bindings: [] }
}

/**
 * The parts a run's shop has once everything that was done to it has happened: what was asked for a
 * moment ago may not be on the stage yet.
 */
export function shopAfter({ definition, inputs }: RunSource): ShopDefinition {
  let { nodes } = definition
  for (const { input } of inputs) {
    if (input.type === 'add') nodes = [...nodes, input.node]
    else if (input.type === 'remove') nodes = nodes.filter(({ id }) => id !== input.node)
  }
  return { ...definition, nodes }
}

/** A node of a kind with settings that work at once, under a name that is free in the shop. */
export function createNode(kind: ShopNode['kind'], shop: ShopDefinition): ShopNode {
  const id = singleKinds.has(kind)
    ? kind
    : freeName(
        kind,
        shop.nodes.map((node) => node.id),
      )
  switch (kind) {
    case 'customers':
      return { kind, id, ordersPerSecond: 1, arrivals: 'regular', ordersMax: null }
    case 'web':
      return { kind, id, threads: 4, cpuMs: 20, then: 'store', ...publishing(shop) }
    case 'poller':
      return { kind, id, web: 'web', intervalMs: 2_000, threads: 1, cpuMs: 5 }
    case 'producer': {
      const rate = { ordersPerSecond: 1, arrivals: 'regular', ordersMax: null } as const
      return { kind, id, ...rate, ...publishing(shop) }
    }
    case 'exchange':
      return { kind, id, type: 'direct', durable: true }
    case 'queue':
      return { kind, id, durable: true }
    case 'worker':
      return createWorker(id, shop)
    case 'database':
      return { kind, id, queryMs: 20 }
    case 'mail':
      return { kind, id, latencyMs: 500, spread: 'constant', failurePercent: 0, isDown: false }
    default:
      return exhaustive(kind)
  }
}

/** The first of `base-1`, `base-2`, … that is not taken. */
export function freeName(base: string, taken: readonly string[]): string {
  let number = 1
  while (taken.includes(`${base}-${number}`)) number++
  return `${base}-${number}`
}

function createWorker(id: string, shop: ShopDefinition): ShopNode {
  const queue = shop.nodes.find((node) => node.kind === 'queue')?.id ?? ''
  return {
    kind: 'worker',
    id,
    queue,
    prefetch: 1,
    ack: 'late',
    threads: 1,
    cpuMs: 50,
    waitMs: 500,
    spread: 'constant',
    sendsMail: false,
    checksFirst: false,
    supervised: false,
  }
}

/** With a single queue in the shop, a new publisher reaches it at once. */
function publishing(shop: ShopDefinition) {
  const queues = shop.nodes.filter((node) => node.kind === 'queue')
  const routingKey = queues.length === 1 ? (queues[0]?.id ?? '') : ''
  return { exchange: '', routingKey, persistent: true, mandatory: false }
}
