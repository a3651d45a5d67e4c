import { assert } from '#std'
import { bindExchange, bindQueue } from '../commands/bindings.ts'
import { closeConnection, openChannel, openConnection } from '../commands/connect.ts'
import { declareExchange } from '../commands/declare-exchange.ts'
import { declareQueue } from '../commands/declare-queue.ts'
import { setOperatorPolicy, setPolicy } from '../commands/set-policy.ts'
import type { BrokerHost, DefinitionServer } from './definition-server.ts'
import {
  LISTS,
  type BindingItem,
  type Definitions,
  type Item,
  type ItemTypes,
  type PolicyItem,
} from './definitions.ts'
import { planImport, type ImportPlan } from './plan-import.ts'
import type { DefinitionProblem } from './problem.ts'
import type { Kept, ServerMetadata } from './server-metadata.ts'

/** What an import has led to. */
export type ImportResult =
  | {
      readonly ok: true
      /** What was passed over, as RabbitMQ does, and why. */
      readonly notices: readonly DefinitionProblem[]
    }
  | { readonly ok: false; readonly problems: readonly DefinitionProblem[] }

/**
 * Adds what a document defines to a server: virtual hosts, users, permissions, policies and
 * parameters, exchanges, queues, bindings, in this order. What is there stays; users, permissions
 * and policies of one name are replaced.
 *
 * @returns every problem, when the document names what is nowhere, defines what the broker refuses,
 * or what the server has otherwise; then nothing is changed.
 */
export function importDefinitions(
  server: DefinitionServer,
  definitions: Definitions,
): ImportResult {
  const plan = planImport(server, definitions)
  if (plan.problems.length > 0) return { ok: false, problems: plan.problems }
  for (const { name } of definitions.vhosts) {
    if (!server.hosts.has(name)) server.addHost(name)
  }
  keepAll(server.metadata, definitions, plan)
  for (const [virtualHost, host] of server.hosts) {
    applyToHost(host, virtualHost, definitions, plan)
  }
  return { ok: true, notices: plan.notices }
}

/** The connection over which the importer acts; no client can have its name. */
const ADDRESS = { connection: 'definitions', channel: 1 }

function keepAll(metadata: ServerMetadata, definitions: Definitions, plan: ImportPlan): void {
  for (const list of LISTS) keepList(metadata[list], definitions[list], plan)
  metadata.rest = new Map([...metadata.rest, ...definitions.rest])
}

function keepList<List extends keyof ItemTypes>(
  known: Map<string, Kept<ItemTypes[List]>>,
  items: readonly ItemTypes[List][],
  { leftOut }: ImportPlan,
): void {
  for (const item of items) {
    known.set(item.key, leftOut.has(item) ? { ...item, isLeftOut: true } : item)
  }
}

function applyToHost(
  { broker, context }: BrokerHost,
  virtualHost: string,
  definitions: Definitions,
  { leftOut }: ImportPlan,
): void {
  function here<One extends Item & { readonly virtualHost: string }>(items: readonly One[]): One[] {
    return items.filter((item) => item.virtualHost === virtualHost && !leftOut.has(item))
  }
  openConnection(broker, context, { connection: ADDRESS.connection })
  openChannel(broker, context, ADDRESS)
  for (const { policy } of here<PolicyItem>(definitions.policies)) {
    setPolicy(broker, context, policy)
  }
  for (const { operatorPolicy } of here(definitions.parameters)) {
    if (operatorPolicy !== null) setOperatorPolicy(broker, context, operatorPolicy)
  }
  for (const { name, ...exchange } of here(definitions.exchanges)) {
    const { ok } = declareExchange(broker, context, { ...ADDRESS, exchange: name, ...exchange })
    assert(ok, 'an exchange that was tried out is declared')
  }
  for (const { name, ...queue } of here(definitions.queues)) {
    const { ok } = declareQueue(broker, context, { ...ADDRESS, queue: name, ...queue })
    assert(ok, 'a queue that was tried out is declared')
  }
  for (const binding of here(definitions.bindings)) bind({ broker, context }, binding)
  closeConnection(broker, context, { connection: ADDRESS.connection, reason: 'client' })
}

function bind({ broker, context }: BrokerHost, binding: BindingItem): void {
  const { source, destination, destinationKind, routingKey, arguments: table } = binding
  const common = { ...ADDRESS, routingKey, arguments: table }
  const { ok } =
    destinationKind === 'queue'
      ? bindQueue(broker, context, { ...common, exchange: source, queue: destination })
      : bindExchange(broker, context, { ...common, source, destination })
  assert(ok, 'a binding whose ends are there is made')
}
