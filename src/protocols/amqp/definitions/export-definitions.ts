import type { Broker } from '../state/broker.ts'
import type { Policy } from '../state/policy.ts'
import { sameField } from '../state/table-key.ts'
import { type FieldValue, type Table } from '../state/table.ts'
import type { DefinitionServer } from './definition-server.ts'
import { keyOf, LISTS, type Item, type ItemTypes } from './definitions.ts'
import { fieldOfJson } from './plain-json.ts'
import { OPERATOR_POLICY } from './read-settings.ts'
import { bindingKey } from './read-topology.ts'
import type { Kept } from './server-metadata.ts'
import { exportedTable, plainJson, writeJson } from './write-json.ts'

/**
 * Writes what a server defines as `rabbitmqctl export_definitions` does, in one line. What
 * was imported and has not changed since is written as it was.
 *
 * Exchanges named `amq.*`, internal exchanges, exclusive queues and the bindings of the default
 * exchange are not in it, as in RabbitMQ's; their other bindings are.
 */
export function exportDefinitions(server: DefinitionServer): string {
  return writeJson(documentOf(server))
}

/** As {@link exportDefinitions}, as the value JSON.parse would give. */
export function exportPlainDefinitions(server: DefinitionServer): unknown {
  return plainJson(documentOf(server))
}

function documentOf(server: DefinitionServer): FieldValue {
  const { metadata } = server
  const live = liveItems(server)
  const document = new Map<string, FieldValue>(metadata.rest)
  if (!document.has('rabbit_version') && !document.has('rabbitmq_version')) {
    document.set('rabbit_version', fieldOfJson(VERSION))
    document.set('rabbitmq_version', fieldOfJson(VERSION))
  }
  for (const list of LISTS) {
    const kept = [...metadata[list].values()]
    const items = live[list] === undefined ? kept.map(({ raw }) => raw) : merged(kept, live[list])
    document.set(list, { type: 'array', value: items.map((value) => ({ type: 'table', value })) })
  }
  const names = [...document.keys()].sort()
  return {
    type: 'table',
    value: new Map(names.map((name) => [name, document.get(name) ?? { type: 'void' }])),
  }
}

const VERSION = '3.10.8'

/** What the brokers have now, as they would write it, by key. */
type LiveItems = { readonly [List in keyof ItemTypes]?: Map<string, Table> }

function liveItems({ hosts, metadata }: DefinitionServer): LiveItems {
  const live = {
    vhosts: new Map<string, Table>(),
    parameters: new Map<string, Table>(),
    policies: new Map<string, Table>(),
    exchanges: new Map<string, Table>(),
    queues: new Map<string, Table>(),
    bindings: new Map<string, Table>(),
  }
  for (const { key, component, raw } of metadata.parameters.values()) {
    if (component !== OPERATOR_POLICY) live.parameters.set(key, raw)
  }
  for (const [vhost, { broker }] of hosts) {
    const key = keyOf(vhost)
    const newHost = { limits: [], metadata: { description: '', tags: [] }, name: vhost }
    live.vhosts.set(key, metadata.vhosts.get(key)?.raw ?? tableFrom(newHost))
    addPolicies(live, vhost, broker)
    addExchanges(live.exchanges, vhost, broker, metadata.exchanges)
    addQueues(live.queues, vhost, broker)
    addBindings(live.bindings, vhost, broker)
  }
  return live
}

/** Kept items that are still there, in their order, and behind them what has come since. */
function merged(kept: readonly Kept<Item>[], live: ReadonlyMap<string, Table>): readonly Table[] {
  const known = new Set(kept.map(({ key }) => key))
  const still = kept.flatMap(({ key, raw, isLeftOut = false }) => {
    const now = live.get(key)
    if (now === undefined) return isLeftOut ? [raw] : []
    return [isSame(raw, now) ? raw : now]
  })
  const since = [...live].filter(([key]) => !known.has(key)).map(([, now]) => now)
  return [...still, ...since]
}

/** Whether an item says what it said in its document, however it was written there. */
function isSame(raw: Table, now: Table): boolean {
  for (const [name, field] of now) {
    const before = raw.get(name)
    if (before === undefined ? !isDefault(field) : !means(before, field)) return false
  }
  return true
}

/** Fields that documents may leave out. */
function isDefault(field: FieldValue): boolean {
  if (field.type === 'table') return field.value.size === 0
  return (field.type === 'long' && field.value === 0) || field.type === 'longstr'
}

/** An object may stand in the document as a list of pairs, or as an empty list. */
function means(before: FieldValue, now: FieldValue): boolean {
  if (before.type === 'table' && now.type === 'table') return isSameTable(before.value, now.value)
  if (before.type !== 'array' || now.type !== 'table') return sameField(before, now)
  const pairs = before.value.flatMap((pair) => {
    const [name, value] = pair.type === 'array' ? pair.value : []
    return name?.type === 'longstr' && value !== undefined
      ? [[String(name.value), value] as const]
      : []
  })
  return pairs.length === before.value.length && isSameTable(new Map(pairs), now.value)
}

function isSameTable(before: Table, now: Table): boolean {
  if (before.size !== now.size) return false
  return [...now].every(([name, field]) => {
    const old = before.get(name)
    return old !== undefined && means(old, field)
  })
}

interface PolicyLists {
  readonly policies: Map<string, Table>
  readonly parameters: Map<string, Table>
}

function addPolicies({ policies, parameters }: PolicyLists, vhost: string, broker: Broker): void {
  for (const policy of broker.policies.values()) {
    const { name } = policy
    policies.set(keyOf(vhost, name), tableFrom({ vhost, name, ...policyFields(policy) }))
  }
  for (const policy of broker.operatorPolicies.values()) {
    const { name } = policy
    const value = policyFields(policy)
    const parameter = { vhost, component: OPERATOR_POLICY, name, value }
    parameters.set(keyOf(vhost, OPERATOR_POLICY, name), tableFrom(parameter))
  }
}

function policyFields({ pattern, applyTo, priority, definition }: Policy): Plain {
  return { 'apply-to': applyTo, definition: exportedTable(definition), pattern, priority }
}

function addExchanges(
  live: Map<string, Table>,
  vhost: string,
  broker: Broker,
  kept: ReadonlyMap<string, Item>,
): void {
  for (const {
    name,
    type,
    durable,
    autoDelete,
    internal,
    ...exchange
  } of broker.exchanges.values()) {
    const key = keyOf(vhost, name)
    // Internal ones are left out as RabbitMQ does, but for those a document had.
    if (name === '' || name.startsWith('amq.') || (internal && !kept.has(key))) continue
    const table = exportedTable(exchange.arguments)
    const fields = { arguments: table, auto_delete: autoDelete, durable, name, type, vhost }
    live.set(key, tableFrom(internal ? { ...fields, internal } : fields))
  }
}

function addQueues(live: Map<string, Table>, vhost: string, broker: Broker): void {
  for (const { name, type, durable, autoDelete, owner, ...queue } of broker.queues.values()) {
    if (owner !== null) continue
    const table = exportedTable(queue.arguments)
    const fields = { arguments: table, auto_delete: autoDelete, durable, name, type, vhost }
    live.set(keyOf(vhost, name), tableFrom(fields))
  }
}

function addBindings(live: Map<string, Table>, vhost: string, broker: Broker): void {
  for (const { name: source, bindings } of broker.exchanges.values()) {
    if (source === '') continue
    for (const binding of bindings.values()) {
      const { destination, destinationKind, routingKey } = binding
      const table = exportedTable(binding.arguments)
      const fields = { arguments: table, destination, destination_type: destinationKind }
      live.set(
        bindingKey({
          virtualHost: vhost,
          source,
          destinationKind,
          destination,
          routingKey,
          arguments: table,
        }),
        tableFrom({ ...fields, routing_key: routingKey, source, vhost }),
      )
    }
  }
}

type Plain = Readonly<Record<string, unknown>>

/** An object with its fields by name; tables in it stay as they are. */
function tableFrom(plain: Plain): Table {
  const names = Object.keys(plain).sort()
  return new Map(names.map((name) => [name, fieldFrom(plain[name])]))
}

function fieldFrom(value: unknown): FieldValue {
  if (value instanceof Map) return { type: 'table', value: value as Table }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? { type: 'table', value: tableFrom(value as Plain) } : fieldOfJson(value)
}
