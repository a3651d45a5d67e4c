import * as v from 'valibot'
import { definitionSchema } from './definition-schema.ts'
import type { ShopDefinition, ShopNode } from './definition.ts'
import { singleKinds } from './palette.ts'
import { toProblem, type Checked, type Problem } from './problem.ts'

/**
 * Reads a shop from anywhere: a link, a file, an editor.
 *
 * @returns the definition when every field is known and in its range, ids are unique, no kind that a
 * shop has one of is there twice, and every binding and poller names things that exist. What a web
 * process, a producer or a worker names may be missing: what the broker says to that is part of the
 * lesson.
 */
export function checkDefinition(value: unknown): Checked<'definition', ShopDefinition> {
  const result = v.safeParse(definitionSchema, value, { abortPipeEarly: true })
  if (!result.success) return { ok: false, problems: result.issues.map(toProblem) }
  const definition = result.output
  const problems = [
    ...duplicateIds('nodes', definition.nodes),
    ...duplicateIds('bindings', definition.bindings),
    ...secondsOfAKind(definition.nodes),
    ...definition.nodes.flatMap((node, index) =>
      nodeReferences(definition, node, `nodes.${index}`),
    ),
    ...definition.bindings.flatMap((binding, index) =>
      bindingReferences(definition, binding, `bindings.${index}`),
    ),
  ]
  return problems.length === 0 ? { ok: true, definition } : { ok: false, problems }
}

function duplicateIds(list: string, items: readonly { readonly id: string }[]): Problem[] {
  const known = new Set<string>()
  return items.flatMap(({ id }, index) => {
    if (known.has(id)) return [{ path: `${list}.${index}.id`, key: 'duplicate-id', params: { id } }]
    known.add(id)
    return []
  })
}

function secondsOfAKind(nodes: readonly ShopNode[]): Problem[] {
  return nodes.flatMap(({ kind }, index) => {
    const isFirst = nodes.findIndex((node) => node.kind === kind) === index
    if (isFirst || !singleKinds.has(kind)) return []
    return [{ path: `nodes.${index}.kind`, key: 'one-of-kind', params: { kind } }]
  })
}

/** What a node that joins the shop would clash with. `path` is where the node stands. */
export function joiningProblems(shop: ShopDefinition, node: ShopNode, path: string): Problem[] {
  const problems = nodeReferences(shop, node, path)
  if (shop.nodes.some((other) => other.id === node.id)) {
    problems.push({ path: `${path}.id`, key: 'duplicate-id', params: { id: node.id } })
  }
  const { kind } = node
  if (singleKinds.has(kind) && shop.nodes.some((other) => other.kind === kind)) {
    problems.push({ path: `${path}.kind`, key: 'one-of-kind', params: { kind } })
  }
  return problems
}

/** What a node names that is not in the shop. */
export function nodeReferences(shop: ShopDefinition, node: ShopNode, path: string): Problem[] {
  return node.kind === 'poller' ? missing(shop, 'web', node.web, `${path}.web`) : []
}

/** What a binding names that is not in the shop. The default exchange cannot be bound. */
export function bindingReferences(
  shop: ShopDefinition,
  binding: { readonly exchange: string; readonly queue: string },
  path: string,
): Problem[] {
  return [
    ...missing(shop, 'exchange', binding.exchange, `${path}.exchange`),
    ...missing(shop, 'queue', binding.queue, `${path}.queue`),
  ]
}

function missing(
  shop: ShopDefinition,
  kind: ShopNode['kind'],
  id: string,
  path: string,
): Problem[] {
  const exists = shop.nodes.some((node) => node.kind === kind && node.id === id)
  return exists ? [] : [{ path, key: 'unknown-reference', params: { kind, id } }]
}
