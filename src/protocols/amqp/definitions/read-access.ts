import type { FieldValue } from '../state/table.ts'
import { decodeBase64 } from './base64.ts'
import {
  keyOf,
  type Item,
  type PermissionsItem,
  type TopicPermissionsItem,
  type UserItem,
  type VirtualHostItem,
} from './definitions.ts'
import {
  noteWrong,
  readChoice,
  readPairs,
  readPattern,
  readTable,
  readText,
  type Fields,
} from './fields.ts'
import {
  hashPassword,
  HASHING_ALGORITHMS,
  type HashingAlgorithm,
  type PasswordHash,
} from './password.ts'

/** Reads a virtual host. */
export function readVirtualHost(fields: Fields): VirtualHostItem {
  const name = readText(fields, 'name')
  noteWrongLimits(fields)
  readTable(fields, 'metadata')
  return { ...itemOf(fields, name), name }
}

/** Reads a user. `version` is the broker's that wrote the document: the oldest name no algorithm. */
export function readUser(fields: Fields, version: string): UserItem {
  const name = readText(fields, 'name')
  noteWrongTags(fields)
  noteWrongLimits(fields)
  return { ...itemOf(fields, name), name, password: readPassword(fields, name, version) }
}

/** Reads what a user may do. */
export function readPermissions(fields: Fields): PermissionsItem {
  const user = readText(fields, 'user')
  const virtualHost = readText(fields, 'vhost')
  const permissions = Object.freeze({
    configure: readPattern(fields, 'configure'),
    write: readPattern(fields, 'write'),
    read: readPattern(fields, 'read'),
  })
  return { ...itemOf(fields, user, virtualHost), user, virtualHost, permissions }
}

/** Reads which routing keys a user may use. */
export function readTopicPermissions(fields: Fields): TopicPermissionsItem {
  const user = readText(fields, 'user')
  const virtualHost = readText(fields, 'vhost')
  const exchange = readText(fields, 'exchange')
  readPattern(fields, 'write')
  readPattern(fields, 'read')
  return { ...itemOf(fields, user, virtualHost, exchange), user, virtualHost }
}

/** What every item has, with a key made of the names that tell it from the others. */
export function itemOf({ path, table }: Fields, ...names: readonly string[]): Item {
  return { path, key: keyOf(...names), raw: table }
}

/** Tags are a list of texts; old brokers wrote one text with commas. */
function noteWrongTags(fields: Fields): void {
  const tags = fields.table.get('tags')
  if (tags === undefined || tags.type === 'longstr') return
  const isList = tags.type === 'array' && tags.value.every((tag) => tag.type === 'longstr')
  if (!isList) noteWrong(fields, 'tags', 'a list of texts', null)
}

/** Limits are kept, and not looked at. */
function noteWrongLimits(fields: Fields): void {
  if (fields.table.has('limits')) readPairs(fields, 'limits')
}

function readPassword(fields: Fields, user: string, version: string): PasswordHash {
  const algorithm = readChoice(
    fields,
    'hashing_algorithm',
    HASHING_ALGORITHMS,
    defaultAlgorithm(version),
  )
  const { table } = fields
  if (table.has('password') && !table.has('password_hash')) {
    const password = readText(fields, 'password')
    return password === '' ? { hash: '', algorithm } : hashPassword(user, password)
  }
  const hash = readText(fields, 'password_hash')
  const isReadable = isText(table.get('password_hash'))
  if (isReadable && decodeBase64(hash) === null) noteWrong(fields, 'password_hash', 'base64', '')
  return { hash, algorithm }
}

/** Before 3.6 there was only MD5. */
function defaultAlgorithm(version: string): HashingAlgorithm {
  const isOld = /^(?:[12]\.|3\.[0-5]\.)/u.test(version)
  return isOld ? 'rabbit_password_hashing_md5' : 'rabbit_password_hashing_sha256'
}

function isText(field: FieldValue | undefined): boolean {
  return field?.type === 'longstr'
}
