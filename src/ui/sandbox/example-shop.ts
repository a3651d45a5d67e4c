import { createNode, emptyShop, type ShopDefinition, type ShopNode } from '#scenarios'

/** What the sandbox begins with: a small shop that works at once, to be changed. */
export function exampleShop(): ShopDefinition {
  const kinds: readonly ShopNode['kind'][] = ['producer', 'exchange', 'queue', 'worker', 'worker']
  let shop = emptyShop('sandbox')
  for (const kind of kinds) shop = { ...shop, nodes: [...shop.nodes, createNode(kind, shop)] }
  const nodes = shop.nodes.map((node) =>
    node.kind === 'producer' ? { ...node, exchange: 'exchange-1', routingKey: 'order' } : node,
  )
  const binding = { id: 'binding-1', exchange: 'exchange-1', queue: 'queue-1', routingKey: 'order' }
  return { ...shop, nodes, bindings: [binding] }
}
