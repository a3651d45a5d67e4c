import { completeBinding } from './complete.ts'
import type { BindingDefinition, QueueNode, ShopDefinition, ShopNode } from './definition.ts'
import { singleKinds } from './palette.ts'
import type { Problem } from './problem.ts'

/** What a node that joins the shop would clash with. `path` is where the node stands. */
export function joiningProblems(shop: ShopDefinition, node: ShopNode, path: string): Problem[] {
  const problems = nodeProblems(shop, node, path)
  if (shop.nodes.some((other) => other.id === node.id)) {
    problems.push({ path: `${path}.id`, key: 'duplicate-id', params: { id: node.id } })
  }
  const { kind } = node
  if (singleKinds.has(kind) && shop.nodes.some((other) => other.kind === kind)) {
    problems.push({ path: `${path}.kind`, key: 'one-of-kind', params: { kind } })
  }
  return problems
}

/** What a node names that is not in the shop, and settings of it that no broker takes together. */
export function nodeProblems(shop: ShopDefinition, node: ShopNode, path: string): Problem[] {
  if (node.kind === 'poller') return missing(shop, 'web', node.web, `${path}.web`)
  return node.kind === 'queue' ? queueProblems(node, path) : []
}

/** Settings of a queue that do not go together; a broker refuses to declare it with them. */
export function queueProblems(queue: QueueNode, path: string): Problem[] {
  const problems: Problem[] = []
  const { deadLetterExchange = null, deadLetterRoutingKey = null } = queue
  if (deadLetterRoutingKey !== null && deadLetterExchange === null) {
    problems.push({ path: `${path}.deadLetterRoutingKey`, key: 'key-without-exchange', params: {} })
  }
  if (queue.type !== 'quorum') return problems
  const refused = {
    durable: !queue.durable,
    maxPriority: (queue.maxPriority ?? null) !== null,
    overflow: queue.overflow === 'reject-publish-dlx',
  }
  for (const [field, isRefused] of Object.entries(refused)) {
    const params = { field, type: 'quorum' }
    if (isRefused) problems.push({ path: `${path}.${field}`, key: 'not-for-queue-type', params })
  }
  return problems
}

const X_MATCH = ['all', 'any', 'all-with-x', 'any-with-x']

/** What a binding names that is not in the shop. The default exchange cannot be bound. */
export function bindingProblems(
  shop: Pick<ShopDefinition, 'nodes'>,
  binding: BindingDefinition,
  path: string,
): Problem[] {
  const { exchange, queue, destination, arguments: headers } = completeBinding(binding)
  const problems = missing(shop, 'exchange', exchange, `${path}.exchange`)
  if ((queue === null) === (destination === null)) {
    return [...problems, { path, key: 'one-target', params: {} }]
  }
  if (queue !== null) problems.push(...missing(shop, 'queue', queue, `${path}.queue`))
  if (destination !== null) {
    problems.push(...missing(shop, 'exchange', destination, `${path}.destination`))
  }
  const match = headers?.['x-match'] ?? 'all'
  if (!X_MATCH.includes(String(match))) {
    const params = { allowed: X_MATCH.join(', ') }
    problems.push({ path: `${path}.arguments`, key: 'unknown-x-match', params })
  }
  return problems
}

function missing(
  shop: Pick<ShopDefinition, 'nodes'>,
  kind: ShopNode['kind'],
  id: string,
  path: string,
): Problem[] {
  const exists = shop.nodes.some((node) => node.kind === kind && node.id === id)
  return exists ? [] : [{ path, key: 'unknown-reference', params: { kind, id } }]
}
