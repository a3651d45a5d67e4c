import type { ExchangeType } from '../routing/exchange.ts'
import type { Permissions } from '../state/permissions.ts'
import type { Policy } from '../state/policy.ts'
import type { Table } from '../state/table.ts'
import type { PasswordHash } from './password.ts'

/** What every item of a document has. Frozen by convention: nobody writes it. */
export interface Item {
  /** Where it stands in its document, for example `queues[17]`. */
  readonly path: string
  /** Tells it from the others of its list. */
  readonly key: string
  /** As the document has it, with what the model does not use. */
  readonly raw: Table
}

/** A user. */
export interface UserItem extends Item {
  readonly name: string
  readonly password: PasswordHash
}

/** A virtual host. */
export interface VirtualHostItem extends Item {
  readonly name: string
}

/** What a user may do in a virtual host. */
export interface PermissionsItem extends Item {
  readonly user: string
  readonly virtualHost: string
  readonly permissions: Permissions
}

/** Which routing keys a user may use with an exchange; kept, and not looked at. */
export interface TopicPermissionsItem extends Item {
  readonly user: string
  readonly virtualHost: string
}

/** A setting of a virtual host; of them only operator policies do something. */
export interface ParameterItem extends Item {
  readonly virtualHost: string
  readonly component: string
  readonly operatorPolicy: Policy | null
}

/** A policy of a virtual host. */
export interface PolicyItem extends Item {
  readonly virtualHost: string
  readonly policy: Policy
}

/** An exchange. */
export interface ExchangeItem extends Item {
  readonly virtualHost: string
  readonly name: string
  readonly type: ExchangeType
  readonly durable: boolean
  readonly autoDelete: boolean
  readonly internal: boolean
  readonly arguments: Table
}

/** A queue. */
export interface QueueItem extends Item {
  readonly virtualHost: string
  readonly name: string
  readonly durable: boolean
  readonly autoDelete: boolean
  readonly arguments: Table
}

/** A binding. */
export interface BindingItem extends Item {
  readonly virtualHost: string
  readonly source: string
  readonly destinationKind: 'queue' | 'exchange'
  readonly destination: string
  readonly routingKey: string
  readonly arguments: Table
}

/** The lists of a document by RabbitMQ's names for them, and what they are lists of. */
export interface ItemTypes {
  readonly vhosts: VirtualHostItem
  readonly users: UserItem
  readonly permissions: PermissionsItem
  readonly topic_permissions: TopicPermissionsItem
  readonly global_parameters: Item
  readonly parameters: ParameterItem
  readonly policies: PolicyItem
  readonly exchanges: ExchangeItem
  readonly queues: QueueItem
  readonly bindings: BindingItem
}

/** A document that `rabbitmqctl export_definitions` wrote, or that could be one. */
export type Definitions = {
  readonly [List in keyof ItemTypes]: readonly ItemTypes[List][]
} & {
  /** Which of the lists the document has. */
  readonly lists: ReadonlySet<keyof ItemTypes>
  /** What stands beside the lists, the version for example. */
  readonly rest: Table
}

/** The lists in the order in which they are imported; each needs only those before it. */
export const LISTS: readonly (keyof ItemTypes)[] = [
  'vhosts',
  'users',
  'permissions',
  'topic_permissions',
  'global_parameters',
  'parameters',
  'policies',
  'exchanges',
  'queues',
  'bindings',
]

/** The key of an item: its names, kept apart wherever one ends and the next begins. */
export function keyOf(...names: readonly string[]): string {
  return JSON.stringify(names)
}
