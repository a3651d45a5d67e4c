import type { Broker } from '../state/broker.ts'
import type { Message } from '../state/message.ts'
import type { Binding } from './binding.ts'
import { matchBindings, routesByKey, type Exchange } from './exchange.ts'

/** A queue a message is to be put into, and the binding that led there. */
export interface Destination {
  readonly queue: string
  /** The id of the last binding on the way; null through the default exchange. */
  readonly binding: string | null
}

/**
 * The queues a message goes to from an exchange, each once, however many ways lead there (R-37,
 * along bindings, through other exchanges, and to the alternate exchange of every exchange
 * on the way that has nowhere to send it.
 */
export function route(
  broker: Broker,
  exchange: Exchange,
  message: Message,
): readonly Destination[] {
  if (exchange.name === '') return routeByQueueName(broker, message)
  const bindings = matchMessage(exchange, message)
  const only = bindings[0]
  // The usual case: one binding, straight to a queue.
  if (bindings.length === 1 && only !== undefined && only.destinationKind === 'queue') {
    return [{ queue: only.destination, binding: only.id }]
  }
  const found = new Map<string, Destination>()
  const seen = new Set([exchange.name])
  const open: Exchange[] = []
  follow(broker, exchange, bindings, { found, seen, open })
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    // The default exchange can be an alternate exchange.
    if (next.name === '') {
      for (const one of routeByQueueName(broker, message)) addOnce(found, one)
    } else follow(broker, next, matchMessage(next, message), { found, seen, open })
  }
  return [...found.values()]
}

interface Search {
  readonly found: Map<string, Destination>
  readonly seen: Set<string>
  readonly open: Exchange[]
}

function follow(
  broker: Broker,
  exchange: Exchange,
  bindings: readonly Binding[],
  search: Search,
): void {
  for (const { destinationKind, destination, id } of bindings) {
    if (destinationKind === 'exchange') visit(broker, destination, search)
    else addOnce(search.found, { queue: destination, binding: id })
  }
  if (bindings.length === 0 && exchange.alternate !== null) {
    visit(broker, exchange.alternate, search)
  }
}

function visit(broker: Broker, name: string, { seen, open }: Search): void {
  const exchange = broker.exchanges.get(name)
  if (exchange === undefined || seen.has(name)) return
  seen.add(name)
  open.push(exchange)
}

function addOnce(found: Map<string, Destination>, destination: Destination): void {
  if (!found.has(destination.queue)) found.set(destination.queue, destination)
}

function matchMessage(exchange: Exchange, message: Message): readonly Binding[] {
  const { headers } = message.properties
  const bindings = matchBindings(exchange, message.routingKey, headers)
  if (message.extraKeys === null || !routesByKey(exchange)) return bindings
  const all = new Set(bindings)
  for (const key of message.extraKeys) {
    for (const binding of matchBindings(exchange, key, headers)) all.add(binding)
  }
  return [...all]
}

/** The default exchange: every key is the name of a queue. */
function routeByQueueName(broker: Broker, message: Message): readonly Destination[] {
  const { routingKey, extraKeys } = message
  const keys = extraKeys === null ? [routingKey] : new Set([routingKey, ...extraKeys])
  const found: Destination[] = []
  for (const key of keys) if (broker.queues.has(key)) found.push({ queue: key, binding: null })
  return found
}
