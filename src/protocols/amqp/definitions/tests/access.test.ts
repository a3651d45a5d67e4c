import { expect, it } from 'vitest'
import { PROTOCOL_HEADER, wireWorld, type WireWorld } from '../../wire/tests/wire-world.ts'
import { isHashOf } from '../password.ts'
import { readDefinitions } from '../read-definitions.ts'
import {
  createServerMetadata,
  deleteUser,
  isPassword,
  permissionsOf,
  setUser,
} from '../server-metadata.ts'
import { load, REAL_EXPORT, server } from './server.ts'

it.each([
  ['anna', 'anna pw', 'sha256'],
  ['olena', 'olena pw', 'sha512'],
  ['taras', 'taras pw', 'md5'],
])('[A-66] the hashes of a real broker let in who knows the password (%s)', (user, password) => {
  const target = server()
  load(target, REAL_EXPORT)
  expect(isPassword(target.metadata, user, password)).toBe(true)
  expect(isPassword(target.metadata, user, `${password} `)).toBe(false)
  expect(isPassword(target.metadata, user, '')).toBe(false)
})

it('[A-66] a user without a password cannot log in', () => {
  const target = server()
  load(target, REAL_EXPORT)
  expect(isPassword(target.metadata, 'nobody', '')).toBe(false)
  expect(isHashOf({ hash: '', algorithm: 'rabbit_password_hashing_md5' }, '')).toBe(false)
})

it('[A-66] a password in the document is hashed, and one without an algorithm has the version’s', () => {
  const users = [
    { name: 'a', password: 'é', tags: [] },
    { name: 'old', password_hash: 'SsDTv7IFNt/aDluPV98u+I1HRKw=', tags: '' },
  ]
  const target = server('new')
  load(target, { rabbit_version: '3.5.7', users })
  expect(isPassword(target.metadata, 'a', 'é')).toBe(true)
  expect(isPassword(target.metadata, 'old', 'taras pw')).toBe(true)
})

it('[R-57] an imported user may do what the document says, and enters no other virtual host', () => {
  const { metadata } = server()
  const target = server()
  load(target, REAL_EXPORT)
  expect(permissionsOf(target.metadata, 'olena', 'kitchen')).toEqual({
    configure: '^kitchen',
    write: '^(kitchen|orders)',
    read: '',
  })
  expect(permissionsOf(target.metadata, 'anna', 'shop')).toBe('all')
  expect(permissionsOf(target.metadata, 'olena', 'shop')).toBe(null)
  expect(permissionsOf(metadata, 'olena', 'kitchen')).toBe(null)
})

it('[A-66] without permissions the client is refused at connection.open', () => {
  const metadata = createServerMetadata()
  const world = wireWorld({
    authenticate: (user, password) => isPassword(metadata, user, password),
    permissionsOf: (user, virtualHost) => permissionsOf(metadata, user, virtualHost),
  })
  expect(openAs(world, 'guest')).toMatchObject({ method: 'connection.open-ok' })
  metadata.permissions.clear()
  expect(openAs(world, 'guest')).toMatchObject({
    replyCode: 530,
    replyText: "NOT_ALLOWED - access to vhost '/' refused for user 'guest'",
  })
  setUser(metadata, { user: 'guest', password: 'other' })
  expect(openAs(world, 'guest')?.method).not.toBe('connection.open-ok')
  expect(openAs(world, 'other')).toMatchObject({ replyCode: 530 })
})

/** What the server says last to a client that logs in as guest. */
function openAs(world: WireWorld, password: string) {
  const client = world.connect({ isRaw: true })
  client.raw(PROTOCOL_HEADER)
  client.send(0, {
    method: 'connection.start-ok',
    clientProperties: new Map(),
    mechanism: 'PLAIN',
    response: `\0guest\0${password}`,
    locale: 'en_US',
  })
  client.send(0, {
    method: 'connection.tune-ok',
    channelMax: 2_047,
    frameMax: 131_072,
    heartbeat: 0,
  })
  client.send(0, { method: 'connection.open', virtualHost: '/' })
  return client.read().at(-1)
}

it('[A-66] a deleted user has no password and no rights', () => {
  const metadata = createServerMetadata()
  deleteUser(metadata, 'guest')
  expect(isPassword(metadata, 'guest', 'guest')).toBe(false)
  expect(permissionsOf(metadata, 'guest', '/')).toBe(null)
})

it('[A-63] a server that begins with a document has its users and virtual hosts, else guest and /', () => {
  const real = readDefinitions(REAL_EXPORT)
  const topology = readDefinitions('{"queues": []}')
  const begun = [real, topology].map((read) =>
    createServerMetadata(read.ok ? read.definitions : null),
  )
  expect(begun.map(({ users, vhosts }) => [users.size, vhosts.size])).toEqual([
    [0, 0],
    [1, 1],
  ])
})
