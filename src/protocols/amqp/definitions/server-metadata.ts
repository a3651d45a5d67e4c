import type { Permissions } from '../state/permissions.ts'
import { EMPTY_TABLE, type Table } from '../state/table.ts'
import {
  keyOf,
  type Definitions,
  type Item,
  type ItemTypes,
  type UserItem,
  type VirtualHostItem,
} from './definitions.ts'
import { hashPassword, isHashOf, type PasswordHash } from './password.ts'
import { fieldOfJson } from './plain-json.ts'

/**
 * What a server knows beside its brokers: users and what they may do, and of everything that was
 * imported the form it had in its document. Plain data; changed in place by import and `setUser`.
 */
export type ServerMetadata = {
  /** The items of each list by key, in the order they came. */
  readonly [List in keyof ItemTypes]: Map<string, Kept<ItemTypes[List]>>
} & {
  /** What stood beside the lists of the documents. */
  rest: Table
}

/** An item of a document as the server keeps it. */
export type Kept<One extends Item> = One & {
  /** RabbitMQ passes over it at import, so the broker does not have it. */
  readonly isLeftOut?: boolean
}

/**
 * What a new server has: the virtual host `/`, and guest, who may do everything there. One
 * that begins with a document has its virtual hosts and its users in their place.
 */
export function createServerMetadata(first: Definitions | null = null): ServerMetadata {
  const metadata = emptyServerMetadata()
  const hasOwnHosts = first?.lists.has('vhosts') ?? false
  const hasOwnUsers = first?.lists.has('users') ?? false
  if (!hasOwnHosts) metadata.vhosts.set(keyOf('/'), defaultHost())
  if (hasOwnUsers) return metadata
  setUser(metadata, { user: 'guest', password: 'guest', tags: ['administrator'] })
  if (!hasOwnHosts || first?.vhosts.some(({ name }) => name === '/')) {
    setPermissions(metadata, { user: 'guest', virtualHost: '/', permissions: EVERYTHING })
  }
  return metadata
}

function emptyServerMetadata(): ServerMetadata {
  return {
    vhosts: new Map(),
    users: new Map(),
    permissions: new Map(),
    topic_permissions: new Map(),
    global_parameters: new Map(),
    parameters: new Map(),
    policies: new Map(),
    exchanges: new Map(),
    queues: new Map(),
    bindings: new Map(),
    rest: EMPTY_TABLE,
  }
}

function defaultHost(): VirtualHostItem {
  const metadata = { description: 'Default virtual host', tags: [] }
  const raw = tableOfJson({ limits: [], metadata, name: '/' })
  return { path: '', key: keyOf('/'), raw, name: '/' }
}

/** A user with a password. */
export interface SetUser {
  readonly user: string
  readonly password: string
  /** What the user may do in RabbitMQ's tools; nothing here. @defaultValue none */
  readonly tags?: readonly string[]
}

/** Adds a user, who may not enter any virtual host yet; one that is there gets the new password. */
export function setUser(metadata: ServerMetadata, { user, password, tags = [] }: SetUser): void {
  const hashed = hashPassword(user, password)
  const key = keyOf(user)
  const known = metadata.users.get(key)
  const item: UserItem = {
    path: '',
    key,
    raw: rawUser(user, hashed, tags),
    name: user,
    password: hashed,
  }
  if (known === undefined) metadata.users.set(key, item)
  else metadata.users.set(key, { ...item, raw: new Map([...known.raw, ...hashFields(hashed)]) })
}

/** Takes a user away, with everything it may do. */
export function deleteUser(metadata: ServerMetadata, user: string): void {
  metadata.users.delete(keyOf(user))
  for (const list of [metadata.permissions, metadata.topic_permissions]) {
    for (const [key, item] of list) if (item.user === user) list.delete(key)
  }
}

/** What a user may do in a virtual host. */
export interface SetPermissions {
  readonly user: string
  readonly virtualHost: string
  readonly permissions: Permissions
}

/** Lets a user into a virtual host, with these rights in place of those from before. */
export function setPermissions(metadata: ServerMetadata, wanted: SetPermissions): void {
  const { user, virtualHost, permissions } = wanted
  const key = keyOf(user, virtualHost)
  const { configure, write, read } = permissions
  const raw = tableOfJson({ configure, read, user, vhost: virtualHost, write })
  metadata.permissions.set(key, { path: '', key, raw, user, virtualHost, permissions })
}

/** Whether that is the user's password. */
export function isPassword(metadata: ServerMetadata, user: string, password: string): boolean {
  const known = metadata.users.get(keyOf(user))
  return known !== undefined && isHashOf(known.password, password)
}

/** What the user may do there; null when the user may not enter. */
export function permissionsOf(
  metadata: ServerMetadata,
  user: string,
  virtualHost: string,
): Permissions | 'all' | null {
  const item = metadata.permissions.get(keyOf(user, virtualHost))
  if (item === undefined) return null
  const { configure, write, read } = item.permissions
  return configure === '.*' && write === '.*' && read === '.*' ? 'all' : item.permissions
}

const EVERYTHING: Permissions = Object.freeze({ configure: '.*', write: '.*', read: '.*' })

function rawUser(name: string, password: PasswordHash, tags: readonly string[]): Table {
  const { hash, algorithm } = password
  return tableOfJson({ hashing_algorithm: algorithm, limits: {}, name, password_hash: hash, tags })
}

function hashFields({ hash, algorithm }: PasswordHash): Table {
  return tableOfJson({ hashing_algorithm: algorithm, password_hash: hash })
}

function tableOfJson(value: Readonly<Record<string, unknown>>): Table {
  const field = fieldOfJson(value)
  return field.type === 'table' ? field.value : EMPTY_TABLE
}
