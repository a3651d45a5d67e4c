import type { ShopDefinition, ShopNode } from '#scenarios'

/** How a setting is edited. */
export type FieldForm =
  | { readonly type: 'number'; readonly canBeNull: boolean }
  | { readonly type: 'text' }
  | { readonly type: 'flag' }
  | { readonly type: 'choice'; readonly choices: readonly string[] }

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  arrivals: ['poisson', 'regular'],
  spread: ['constant', 'exponential'],
  then: ['store', 'mail', 'publish'],
  ack: ['automatic', 'early', 'late'],
  type: ['direct', 'fanout', 'topic'],
}

/** How one field of a node is edited in the shop it stands in. */
export function fieldForm(node: ShopNode, field: string, shop: ShopDefinition): FieldForm {
  const choices = CHOICES[field]
  if (choices !== undefined) return { type: 'choice', choices }
  if (field === 'queue') return { type: 'choice', choices: ['', ...idsOf(shop, 'queue')] }
  if (field === 'exchange') return { type: 'choice', choices: ['', ...idsOf(shop, 'exchange')] }
  const value = (node as unknown as Record<string, unknown>)[field]
  if (typeof value === 'boolean') return { type: 'flag' }
  if (typeof value === 'string') return { type: 'text' }
  return { type: 'number', canBeNull: field === 'ordersMax' || node.kind === 'poller' }
}

function idsOf(shop: ShopDefinition, kind: ShopNode['kind']): readonly string[] {
  return shop.nodes.filter((node) => node.kind === kind).map((node) => node.id)
}
