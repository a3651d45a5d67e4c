import { fieldRules, type ShopDefinition, type ShopNode } from '#scenarios'

/** One of the values a setting may have, and how it is called; null where it calls itself. */
export interface FieldOption {
  readonly value: string | null
  readonly textKey: string | null
}

/** How a setting is edited. */
export type FieldForm =
  | { readonly type: 'number' | 'text'; readonly canBeNull: boolean }
  | { readonly type: 'flag' }
  | { readonly type: 'choice'; readonly options: readonly FieldOption[] }

const NOTHING: FieldOption = { value: '', textKey: 'field.none' }
const DEFAULT_EXCHANGE: FieldOption = { value: '', textKey: 'field.defaultExchange' }

/** How one field of a node is edited in the shop it stands in. */
export function fieldForm(node: ShopNode, field: string, shop: ShopDefinition): FieldForm {
  const exchanges = optionsOf(shop, 'exchange')
  switch (field) {
    case 'queue':
      return { type: 'choice', options: [NOTHING, ...optionsOf(shop, 'queue')] }
    case 'exchange':
      return { type: 'choice', options: [DEFAULT_EXCHANGE, ...exchanges] }
    case 'alternate':
      return { type: 'choice', options: [NOTHING, ...exchanges] }
    case 'deadLetterExchange': {
      const none = { value: null, textKey: 'field.none' }
      return { type: 'choice', options: [none, DEFAULT_EXCHANGE, ...exchanges] }
    }
    default:
  }
  const rule = fieldRules[node.kind][field]
  if (rule === undefined || rule.type === 'flag') return { type: 'flag' }
  if (rule.type !== 'choice') return { type: rule.type, canBeNull: rule.canBeNull }
  const options = rule.choices.map((value) => ({ value, textKey: `choice.${value}` }))
  return { type: 'choice', options }
}

function optionsOf(shop: ShopDefinition, kind: ShopNode['kind']): readonly FieldOption[] {
  const nodes = shop.nodes.filter((node) => node.kind === kind)
  return nodes.map(({ id }) => ({ value: id, textKey: null }))
}
