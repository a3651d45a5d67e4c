import type { BindingArguments, ShopDefinition, ShopNode } from './definition.ts'
import type { ShopInput } from './input.ts'
import { freeName } from './palette.ts'

/** Why two nodes cannot be connected. */
export type ConnectRefusal =
  | 'unknown-node'
  | 'same-node'
  | 'producer-needs-exchange'
  | 'exchange-needs-target'
  | 'queue-needs-worker'
  | 'not-connectable'

/** What connecting two nodes does: the inputs that do it, or the reason it makes no sense. */
export type ConnectPlan =
  | { readonly ok: true; readonly inputs: readonly ShopInput[] }
  | { readonly ok: false; readonly reason: ConnectRefusal }

/** What a new binding compares: the key, and for a headers exchange the headers. */
export interface BindingRule {
  readonly routingKey: string
  /** @defaultValue null */
  readonly headers?: BindingArguments | null
}

/**
 * Reads a line drawn from one node to another, in the direction messages go: a publisher to an
 * exchange or queue, an exchange to a queue or another exchange (a new binding each time), a queue
 * to a worker or, for what it gives up, to a dead letter exchange or another queue.
 */
export function planConnection(
  shop: ShopDefinition,
  from: string,
  to: string,
  { routingKey, headers = null }: BindingRule,
): ConnectPlan {
  const source = shop.nodes.find((node) => node.id === from)
  const target = shop.nodes.find((node) => node.id === to)
  if (source === undefined || target === undefined) return refusal('unknown-node')
  if (from === to) return refusal('same-node')
  switch (source.kind) {
    case 'producer':
    case 'web':
      return connectPublisher(source, target, routingKey)
    case 'exchange':
      if (target.kind !== 'queue' && target.kind !== 'exchange') {
        return refusal('exchange-needs-target')
      }
      return plan(bindInput(shop, source.id, target, { routingKey, headers }))
    case 'queue':
      if (target.kind === 'exchange' || target.kind === 'queue') {
        return connectDeadLetters(source.id, target, routingKey)
      }
      if (target.kind !== 'worker') return refusal('queue-needs-worker')
      return plan({ type: 'configure', node: target.id, field: 'queue', value: source.id })
    case 'worker':
      // Drawn backwards it can only mean one thing.
      if (target.kind !== 'queue') return refusal('not-connectable')
      return plan({ type: 'configure', node: source.id, field: 'queue', value: target.id })
    case 'customers':
    case 'poller':
    case 'database':
    case 'mail':
      return refusal('not-connectable')
  }
}

function connectPublisher(
  source: Extract<ShopNode, { kind: 'producer' | 'web' }>,
  target: ShopNode,
  routingKey: string,
): ConnectPlan {
  if (target.kind !== 'exchange' && target.kind !== 'queue') {
    return refusal('producer-needs-exchange')
  }
  const isDefault = target.kind === 'queue'
  const inputs: ShopInput[] = [
    set(source.id, 'exchange', isDefault ? '' : target.id),
    set(source.id, 'routingKey', isDefault ? target.id : routingKey),
  ]
  if (source.kind === 'web' && source.then !== 'publish') {
    inputs.push(set(source.id, 'then', 'publish'))
  }
  return { ok: true, inputs }
}

/** To an exchange; to a queue through the default exchange, under the queue's name. */
function connectDeadLetters(queue: string, target: ShopNode, routingKey: string): ConnectPlan {
  const isDefault = target.kind === 'queue'
  const inputs = [set(queue, 'deadLetterExchange', isDefault ? '' : target.id)]
  const key = isDefault ? target.id : routingKey
  if (key !== '') inputs.push(set(queue, 'deadLetterRoutingKey', key))
  return { ok: true, inputs }
}

function bindInput(
  shop: ShopDefinition,
  exchange: string,
  { kind, id: target }: ShopNode,
  { routingKey, headers = null }: BindingRule,
): ShopInput {
  const taken = shop.bindings.map((binding) => binding.id)
  const id = freeName('binding', taken)
  const end = kind === 'queue' ? { queue: target } : { destination: target }
  const rule = headers === null ? { routingKey } : { routingKey, arguments: headers }
  return { type: 'bind', binding: { id, exchange, ...end, ...rule } }
}

function set(node: string, field: string, value: string): ShopInput {
  return { type: 'configure', node, field, value }
}

function plan(input: ShopInput): ConnectPlan {
  return { ok: true, inputs: [input] }
}

function refusal(reason: ConnectRefusal): ConnectPlan {
  return { ok: false, reason }
}
