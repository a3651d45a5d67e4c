import { START, type FactId } from '#engine'
import type { BrokerError } from '../checks/broker-error.ts'
import type { Reply } from '../checks/refuse.ts'
import { openChannel, openConnection } from '../commands/connect.ts'
import {
  declareExchange,
  equivalenceError as exchangeEquivalenceError,
} from '../commands/declare-exchange.ts'
import {
  declareQueue,
  equivalenceError as queueEquivalenceError,
} from '../commands/declare-queue.ts'
import type { BrokerContext } from '../server-method.ts'
import { createBroker, type Broker } from '../state/broker.ts'
import type { DefinitionServer } from './definition-server.ts'
import {
  keyOf,
  type BindingItem,
  type Definitions,
  type ExchangeItem,
  type Item,
  type QueueItem,
} from './definitions.ts'
import { pathTo, type DefinitionProblem } from './problem.ts'
import { noteWrongMatch } from './read-topology.ts'

/** What would come of an import. */
export interface ImportPlan {
  /** Why nothing may be imported. */
  readonly problems: readonly DefinitionProblem[]
  readonly notices: readonly DefinitionProblem[]
  /** What is passed over. */
  readonly leftOut: ReadonlySet<Item>
}

/** Finds out what would come of an import, and changes nothing. */
export function planImport(server: DefinitionServer, definitions: Definitions): ImportPlan {
  const work: Work = {
    server,
    problems: [],
    notices: [],
    leftOut: new Set(),
    brokers: new Map(),
  }
  noteUnknownNames(work, definitions)
  if (work.problems.length > 0) return work
  for (const exchange of definitions.exchanges) tryExchange(work, exchange)
  for (const queue of definitions.queues) tryQueue(work, queue)
  if (work.problems.length === 0) noteBindings(work, definitions)
  return work
}

interface Work {
  readonly server: DefinitionServer
  readonly problems: DefinitionProblem[]
  readonly notices: DefinitionProblem[]
  readonly leftOut: Set<Item>
  /** Empty brokers on which declarations are tried out, by virtual host. */
  readonly brokers: Map<string, Broker>
}

function noteUnknownNames({ server, problems }: Work, definitions: Definitions): void {
  const hosts = new Set([...server.hosts.keys(), ...definitions.vhosts.map(({ name }) => name)])
  const users = new Set([
    ...[...server.metadata.users.values()].map(({ name }) => name),
    ...definitions.users.map(({ name }) => name),
  ])
  const { permissions, topic_permissions, parameters, policies } = definitions
  const inHosts = [permissions, topic_permissions, parameters, policies].flat()
  const { exchanges, queues, bindings } = definitions
  for (const { path, virtualHost } of [...inHosts, ...exchanges, ...queues, ...bindings]) {
    if (hosts.has(virtualHost)) continue
    const text = `is "${virtualHost}"; expected a virtual host that is in vhosts: ${listed(hosts)}`
    problems.push({ path: pathTo(path, 'vhost'), text })
  }
  for (const { path, user } of [...permissions, ...topic_permissions]) {
    if (users.has(user)) continue
    const text = `is "${user}"; expected a user that is in users: ${listed(users)}`
    problems.push({ path: pathTo(path, 'user'), text })
  }
}

const LISTED_MAX = 10

function listed(names: ReadonlySet<string>): string {
  if (names.size === 0) return 'there is none'
  const some = [...names].slice(0, LISTED_MAX).map((name) => JSON.stringify(name))
  return names.size > LISTED_MAX ? `${some.join(', ')}, …` : some.join(', ')
}

const ADDRESS = { connection: 'definitions', channel: 1 }

function tryExchange(work: Work, item: ExchangeItem): void {
  const { name, virtualHost, ...properties } = item
  if (leaveOutReserved(work, item)) return
  const command = { ...ADDRESS, exchange: name, ...properties }
  const host = work.server.hosts.get(virtualHost)
  const known = host?.broker.exchanges.get(name)
  if (host !== undefined && known !== undefined) {
    noteError(work, item, exchangeEquivalenceError(host.broker, command, known))
    return
  }
  noteRefusal(work, item, (broker) => declareExchange(broker, SILENT, command))
}

function tryQueue(work: Work, item: QueueItem): void {
  const { name, virtualHost, ...properties } = item
  if (leaveOutReserved(work, item)) return
  const command = { ...ADDRESS, queue: name, ...properties }
  const host = work.server.hosts.get(virtualHost)
  const known = host?.broker.queues.get(name)
  if (host !== undefined && known !== undefined) {
    noteError(work, item, queueEquivalenceError(host.broker, command, known))
    return
  }
  noteRefusal(work, item, (broker) => declareQueue(broker, SILENT, command))
}

/** RabbitMQ passes over names it keeps for itself. */
function leaveOutReserved(
  work: Work,
  item: Item & { readonly name: string; readonly virtualHost: string },
): boolean {
  const { name, path } = item
  if (name !== '' && !name.startsWith('amq.')) return false
  const text =
    name === ''
      ? 'is empty; it is left out, for only the broker has such a name'
      : `is "${name}"; it is left out, for names that begin with amq. are the broker’s own`
  leaveOut(work, item, { path: pathTo(path, 'name'), text })
  return true
}

/** Declares something on an empty broker of the same name and hears what it says. */
function noteRefusal(
  work: Work,
  item: ExchangeItem | QueueItem,
  declare: (broker: Broker) => Reply<object>,
): void {
  const { virtualHost } = item
  const broker = brokerFor(work, virtualHost)
  const { connection } = ADDRESS
  if (!broker.connections.has(connection)) openConnection(broker, SILENT, { connection })
  if (broker.connections.get(connection)?.channels.has(ADDRESS.channel) !== true) {
    openChannel(broker, SILENT, ADDRESS)
  }
  const reply = declare(broker)
  if (!reply.ok) noteError(work, item, reply.error)
}

function brokerFor({ brokers }: Work, virtualHost: string): Broker {
  const broker = brokers.get(virtualHost) ?? createBroker({ virtualHost })
  brokers.set(virtualHost, broker)
  return broker
}

function noteError({ problems }: Work, { path }: Item, error: BrokerError | null): void {
  if (error === null) return
  const [, name] = /(?:invalid|inequivalent|for) arg '([^']*)'/u.exec(error.text) ?? []
  const field = name === undefined ? path : fieldPath(path, name)
  problems.push({ path: field, text: `is refused by the broker: ${error.text}` })
}

/** Where a document has what the broker calls an argument; durability and the like are fields. */
function fieldPath(path: string, name: string): string {
  const isField = ['type', 'durable', 'auto_delete', 'internal'].includes(name)
  return isField ? pathTo(path, name) : pathTo(pathTo(path, 'arguments'), name)
}

/**
 * RabbitMQ exports bindings of exclusive queues and of internal exchanges, and neither these queues
 * nor these exchanges: importing, it passes over such bindings, and so does this.
 */
function noteBindings(work: Work, definitions: Definitions): void {
  const names: Names = { queues: new Set(), exchanges: new Map() }
  for (const { name } of definitions.vhosts) addNames(names, name, brokerFor(work, name))
  for (const [name, { broker }] of work.server.hosts) {
    addNames(names, name, brokerFor(work, name))
    addNames(names, name, broker)
  }
  for (const binding of definitions.bindings) noteBinding(work, binding, names)
}

/** What bindings can lead from and to, by keys of virtual host and name. */
interface Names {
  readonly queues: Set<string>
  /** With their types. */
  readonly exchanges: Map<string, string>
}

function addNames({ queues, exchanges }: Names, virtualHost: string, broker: Broker): void {
  for (const name of broker.queues.keys()) queues.add(keyOf(virtualHost, name))
  for (const { name, type } of broker.exchanges.values()) {
    exchanges.set(keyOf(virtualHost, name), type)
  }
}

function noteBinding(work: Work, binding: BindingItem, names: Names): void {
  const missing = missingEnd(binding, names)
  if (missing !== null) {
    const { field, kind, name } = missing
    const text = `is "${name}"; the binding is left out, for there is no such ${kind} in vhost "${binding.virtualHost}"`
    leaveOut(work, binding, { path: pathTo(binding.path, field), text })
  } else if (binding.source === '') {
    const text = 'is ""; the binding is left out, for the default exchange binds every queue itself'
    leaveOut(work, binding, { path: pathTo(binding.path, 'source'), text })
  } else if (names.exchanges.get(keyOf(binding.virtualHost, binding.source)) === 'headers') {
    noteWrongMatch(binding, work.problems)
  }
}

function missingEnd(
  { virtualHost, source, destination, destinationKind: kind }: BindingItem,
  { queues, exchanges }: Names,
): { readonly field: string; readonly kind: string; readonly name: string } | null {
  if (!exchanges.has(keyOf(virtualHost, source))) {
    return { field: 'source', kind: 'exchange', name: source }
  }
  const names = kind === 'queue' ? queues : exchanges
  const isThere = names.has(keyOf(virtualHost, destination))
  return isThere ? null : { field: 'destination', kind, name: destination }
}

function leaveOut(work: Work, item: Item, notice: DefinitionProblem): void {
  work.leftOut.add(item)
  work.notices.push(notice)
}

/** Nobody hears what is tried out. */
const SILENT: BrokerContext = {
  recorder: { now: START, cause: null, record: () => 0 as FactId },
  send() {},
}
