import type { NodeOf, ShopNode } from '../definition.ts'
import type { World } from './world.ts'

/** The first node of a kind, in the order the shop names them, or null. */
export function nodeOfKind<Kind extends ShopNode['kind']>(
  world: World,
  kind: Kind,
): NodeOf<Kind> | null {
  for (const node of world.nodes.values()) {
    if (node.kind === kind) return node as NodeOf<Kind>
  }
  return null
}

/** The node of a given kind and name, or null when there is none of that kind under the name. */
export function nodeNamed<Kind extends ShopNode['kind']>(
  world: World,
  kind: Kind,
  id: string,
): NodeOf<Kind> | null {
  const node = world.nodes.get(id)
  return node?.kind === kind ? (node as NodeOf<Kind>) : null
}

/** Whether a node is something the broker keeps: it can be changed only where a broker runs. */
export function isDeclared({ kind }: ShopNode): boolean {
  return kind === 'queue' || kind === 'exchange'
}
