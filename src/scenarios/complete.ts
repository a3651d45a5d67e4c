import { exhaustive } from '#std'
import type {
  BindingDefinition,
  CompleteBinding,
  CompleteNode,
  CompleteShop,
  ShopDefinition,
  ShopNode,
} from './definition.ts'

const PUBLISHING = { confirm: false, expirationMs: null, priority: 'none', headers: false } as const

const DEFAULTS = {
  customers: { poisonEvery: null },
  web: { memoryThreads: 1, carries: 'id', ...PUBLISHING },
  poller: {},
  database: {},
  mail: {},
  producer: { poisonEvery: null, ...PUBLISHING },
  exchange: { alternate: '' },
  queue: {
    type: 'classic',
    messageTtlMs: null,
    maxLength: null,
    overflow: 'drop-head',
    maxPriority: null,
    deliveryLimit: null,
    deadLetterExchange: null,
    deadLetterRoutingKey: null,
    singleActiveConsumer: false,
  },
  worker: { onFailure: 'requeue', priority: 0 },
} as const satisfies Readonly<Record<ShopNode['kind'], object>>

/** What holds for each field that may be left out, by kind of node. */
export const fieldDefaults: Readonly<Record<ShopNode['kind'], Readonly<Record<string, unknown>>>> =
  DEFAULTS

/** A shop with what holds for every field that was left out. */
export function completeShop(definition: ShopDefinition): CompleteShop {
  const { nodes, bindings } = definition
  return {
    diskWriteMs: 0,
    ...definition,
    nodes: nodes.map(completeNode),
    bindings: bindings.map(completeBinding),
  }
}

/** A node with what holds for every field that was left out. */
export function completeNode(node: ShopNode): CompleteNode {
  switch (node.kind) {
    case 'customers':
      return Object.freeze({ ...DEFAULTS.customers, ...node })
    case 'web':
      return Object.freeze({ ...DEFAULTS.web, ...node })
    case 'producer':
      return Object.freeze({ ...DEFAULTS.producer, ...node })
    case 'exchange':
      return Object.freeze({ ...DEFAULTS.exchange, ...node })
    case 'queue':
      return Object.freeze({ ...DEFAULTS.queue, ...node })
    case 'worker':
      return Object.freeze({ ...DEFAULTS.worker, ...node })
    case 'poller':
    case 'database':
    case 'mail':
      return Object.freeze({ ...node })
    default:
      return exhaustive(node)
  }
}

/** A binding with what holds for every field that was left out. */
export function completeBinding(binding: BindingDefinition): CompleteBinding {
  return Object.freeze({ queue: null, destination: null, arguments: null, ...binding })
}
