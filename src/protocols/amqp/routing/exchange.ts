import { exhaustive } from '#std'
import type { Table } from '../state/table.ts'
import { endsKey, type Binding, type BindingEnds } from './binding.ts'
import { headersPattern, matchesHeaders, type HeadersPattern } from './headers-match.ts'
import {
  addPattern,
  createTopicNode,
  matchTopic,
  removePattern,
  type TopicNode,
} from './topic-trie.ts'

/** The kinds of exchange. */
export type ExchangeType = 'direct' | 'fanout' | 'topic' | 'headers'

/** What an exchange is declared with. */
export interface ExchangeProperties {
  readonly type: ExchangeType
  readonly durable: boolean
  /** Goes with its last binding. */
  readonly autoDelete: boolean
  /** Takes messages from other exchanges only. */
  readonly internal: boolean
  readonly arguments: Table
}

/** An exchange: it keeps no messages, it only knows where they go. */
export interface Exchange extends ExchangeProperties {
  readonly name: string
  /** Where a message goes that no binding wants: its own argument's, else a policy's. */
  alternate: string | null
  /** The bindings that begin here, by their ends, oldest first. */
  readonly bindings: Map<string, Binding>
  /** The bindings that end here, by id. */
  readonly incoming: Map<string, Binding>
  readonly table: RoutingTable
}

/** The bindings of an exchange, arranged for its way of routing. */
type RoutingTable =
  | { readonly type: 'direct'; readonly keys: Map<string, Binding[]> }
  | { readonly type: 'fanout'; bindings: Binding[] }
  | { readonly type: 'topic'; readonly root: TopicNode }
  | { readonly type: 'headers'; patterns: HeadersPattern[] }

/** Makes an exchange without bindings. */
export function createExchange(name: string, properties: ExchangeProperties): Exchange {
  return {
    ...properties,
    name,
    alternate: null,
    bindings: new Map(),
    incoming: new Map(),
    table: createTable(properties.type),
  }
}

/** Whether a text names a kind of exchange. */
export function isExchangeType(type: string): type is ExchangeType {
  return type === 'direct' || type === 'fanout' || type === 'topic' || type === 'headers'
}

/** The exchange's binding with exactly these ends, if there is one. */
export function bindingOf(exchange: Exchange, ends: BindingEnds): Binding | null {
  return exchange.bindings.get(endsKey(ends)) ?? null
}

/** Adds a binding; there must be none with the same ends. */
export function addBinding(exchange: Exchange, binding: Binding): void {
  exchange.bindings.set(endsKey(binding), binding)
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
    case 'headers':
      table.patterns.push(headersPattern(binding))
      return
    default:
      exhaustive(table)
  }
}

/** Takes a binding of the exchange away. */
export function removeBinding(exchange: Exchange, binding: Binding): void {
  exchange.bindings.delete(endsKey(binding))
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
    case 'headers':
      table.patterns = table.patterns.filter((pattern) => pattern.binding.id !== binding.id)
      return
    default:
      exhaustive(table)
  }
}

/** The bindings a message goes along by one of its routing keys, oldest first. */
export function matchBindings(
  exchange: Exchange,
  routingKey: string,
  headers: Table | undefined,
): readonly Binding[] {
  const { table } = exchange
  switch (table.type) {
    case 'direct':
      return table.keys.get(routingKey) ?? NONE
    case 'fanout':
      return table.bindings
    case 'topic':
      return matchTopic(table.root, routingKey)
    case 'headers':
      return table.patterns
        .filter((pattern) => matchesHeaders(pattern, headers))
        .map((pattern) => pattern.binding)
    default:
      return exhaustive(table)
  }
}

/** Whether the exchange looks at routing keys: then extra keys can reach further queues. */
export function routesByKey(exchange: Exchange): boolean {
  return exchange.type === 'direct' || exchange.type === 'topic'
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
    case 'headers':
      return { type, patterns: [] }
    default:
      return exhaustive(type)
  }
}
