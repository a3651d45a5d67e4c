import { exhaustive } from '#std'
import type { Binding } from './binding.ts'
import {
  addPattern,
  createTopicNode,
  matchTopic,
  removePattern,
  type TopicNode,
} from './topic-trie.ts'

/** The kinds of exchange this model knows. */
export type ExchangeType = 'direct' | 'fanout' | 'topic'

/** An exchange: it keeps no messages, it only knows where they go. */
export interface Exchange {
  readonly name: string
  readonly durable: boolean
  /** By queue and key, oldest first. */
  readonly bindings: Map<string, Binding>
  readonly table: RoutingTable
}

/** The bindings of an exchange, arranged for its way of routing. */
type RoutingTable =
  | { readonly type: 'direct'; readonly keys: Map<string, Binding[]> }
  | { readonly type: 'fanout'; bindings: Binding[] }
  | { readonly type: 'topic'; readonly root: TopicNode }

/** Makes an exchange without bindings. */
export function createExchange(name: string, type: ExchangeType, durable: boolean): Exchange {
  return { name, durable, bindings: new Map(), table: createTable(type) }
}

/** Whether a text names a kind of exchange this model knows. */
export function isExchangeType(type: string): type is ExchangeType {
  return type === 'direct' || type === 'fanout' || type === 'topic'
}

/** The binding between the exchange and a queue with exactly this key, if there is one. */
export function bindingOf(exchange: Exchange, queue: string, routingKey: string): Binding | null {
  return exchange.bindings.get(pairKey(queue, routingKey)) ?? null
}

/** Adds a binding; there must be none with its queue and key. */
export function addBinding(exchange: Exchange, binding: Binding): void {
  exchange.bindings.set(pairKey(binding.queue, binding.routingKey), binding)
  const { table } = exchange
  switch (table.type) {
    case 'direct': {
      const sameKey = table.keys.get(binding.routingKey)
      if (sameKey === undefined) table.keys.set(binding.routingKey, [binding])
      else sameKey.push(binding)
      return
    }
    case 'fanout':
      table.bindings.push(binding)
      return
    case 'topic':
      addPattern(table.root, binding)
      return
    default:
      exhaustive(table)
  }
}

/** Takes a binding of the exchange away. */
export function removeBinding(exchange: Exchange, binding: Binding): void {
  exchange.bindings.delete(pairKey(binding.queue, binding.routingKey))
  const { table } = exchange
  switch (table.type) {
    case 'direct': {
      const sameKey = table.keys.get(binding.routingKey) ?? []
      const others = sameKey.filter((other) => other.id !== binding.id)
      if (others.length === 0) table.keys.delete(binding.routingKey)
      else table.keys.set(binding.routingKey, others)
      return
    }
    case 'fanout':
      table.bindings = table.bindings.filter((other) => other.id !== binding.id)
      return
    case 'topic':
      removePattern(table.root, binding)
      return
    default:
      exhaustive(table)
  }
}

/** The bindings a message with this key goes along, oldest first; several may lead to one queue. */
export function matchBindings(exchange: Exchange, routingKey: string): readonly Binding[] {
  const { table } = exchange
  switch (table.type) {
    case 'direct':
      return table.keys.get(routingKey) ?? NONE
    case 'fanout':
      return table.bindings
    case 'topic':
      return matchTopic(table.root, routingKey)
    default:
      return exhaustive(table)
  }
}

const NONE: readonly Binding[] = []

function createTable(type: ExchangeType): RoutingTable {
  switch (type) {
    case 'direct':
      return { type, keys: new Map() }
    case 'fanout':
      return { type, bindings: [] }
    case 'topic':
      return { type, root: createTopicNode() }
    default:
      return exhaustive(type)
  }
}

/** The length in front keeps two names apart wherever one ends and the other begins. */
function pairKey(queue: string, routingKey: string): string {
  return `${queue.length}:${queue}${routingKey}`
}
