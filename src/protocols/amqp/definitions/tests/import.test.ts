import { clone } from '#std'
import { expect, it } from 'vitest'
import { openChannel, openConnection } from '../../commands/connect.ts'
import { declareQueue } from '../../commands/declare-queue.ts'
import { exportDefinitions } from '../export-definitions.ts'
import { isPassword, permissionsOf } from '../server-metadata.ts'
import { hostOf, load, REAL_EXPORT, refusal, server } from './server.ts'

const QUEUE = { name: 'q', vhost: '/', durable: true, auto_delete: false, arguments: {} }

it('[A-61] a name that is nowhere is told with those that are there', () => {
  expect(
    refusal({
      vhosts: [{ name: 'shop' }],
      queues: [{ ...QUEUE, vhost: 'shpo' }],
      permissions: [{ user: 'eve', vhost: 'shop', configure: '', write: '', read: '' }],
    }),
  ).toEqual([
    'queues[0].vhost is "shpo"; expected a virtual host that is in vhosts: "/", "shop".',
    'permissions[0].user is "eve"; expected a user that is in users: "guest".',
  ])
})

it('[A-61] a refused document changes nothing', () => {
  const target = server()
  load(target, REAL_EXPORT)
  const before = clone(hostOf(target, 'shop').broker)
  const text = exportDefinitions(target)
  const wrong = {
    vhosts: [{ name: 'new' }],
    users: [{ name: 'new', password_hash: '', tags: [] }],
    queues: [
      { ...QUEUE, vhost: 'shop', name: 'good' },
      { ...QUEUE, vhost: 'new', arguments: { 'x-max-priority': 256 } },
    ],
  }
  expect(refusal(wrong, target)).toHaveLength(1)
  expect(hostOf(target, 'shop').broker).toEqual(before)
  expect(exportDefinitions(target)).toBe(text)
})

it('[A-63] virtual hosts, users, permissions, policies, exchanges, queues and bindings are there', () => {
  const target = server()
  load(target, REAL_EXPORT)
  expect([...target.hosts.keys()]).toEqual(['kitchen', 'shop', '/'])
  const { broker } = hostOf(target, 'shop')
  expect([broker.queues.size, broker.policies.size, broker.operatorPolicies.size]).toEqual([
    100, 2, 1,
  ])
  expect(broker.exchanges.get('orders')?.bindings.size).toBe(105)
  expect(broker.connections.size).toBe(0)
})

it('[A-63] importing twice is importing once', () => {
  const target = server()
  load(target, REAL_EXPORT)
  const before = exportDefinitions(target)
  const { nextBindingId } = hostOf(target, 'shop').broker
  load(target, REAL_EXPORT)
  expect(exportDefinitions(target)).toBe(before)
  expect(hostOf(target, 'shop').broker.nextBindingId).toBe(nextBindingId)
})

it('[A-63] what is there stays, and users, permissions and policies are replaced', () => {
  const target = server('new')
  const policy = { vhost: '/', name: 'p', pattern: 'q', definition: { 'max-length': 1 } }
  const user = { name: 'guest', password: 'new', tags: 'administrator' }
  load(target, { queues: [{ ...QUEUE, name: 'mine' }], policies: [policy] })
  load(target, {
    queues: [QUEUE],
    policies: [{ ...policy, definition: { 'max-length': 2 } }],
    users: [user],
    permissions: [{ user: 'guest', vhost: '/', configure: '', write: 'q', read: '.*' }],
  })
  const { broker } = hostOf(target, '/')
  expect(
    [...broker.queues.values()].map(({ name, settings }) => [name, settings.maxLength]),
  ).toEqual([
    ['mine', null],
    ['q', 2],
  ])
  expect(isPassword(target.metadata, 'guest', 'new')).toBe(true)
  expect(permissionsOf(target.metadata, 'guest', '/')).toEqual({
    configure: '',
    write: 'q',
    read: '.*',
  })
})

it('[A-63] what is there otherwise is refused with both values', () => {
  const target = server('new')
  const exchange = { name: 'e', vhost: '/', type: 'topic', durable: true, auto_delete: false }
  const queues = [{ ...QUEUE, arguments: { 'x-max-length': 5 } }]
  load(target, { queues, exchanges: [exchange] })
  const other = {
    queues: [{ ...QUEUE, arguments: { 'x-max-length': 6 } }],
    exchanges: [{ ...exchange, durable: false }],
  }
  expect(refusal(other, target)).toEqual([
    "exchanges[0].durable is refused by the broker: PRECONDITION_FAILED - inequivalent arg 'durable' for exchange 'e' in vhost '/': received 'false' but current is 'true'.",
    "queues[0].arguments.x-max-length is refused by the broker: PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received '6' but current is '5'.",
  ])
})

it('[A-63] a queue of a connection is not the one a document means', () => {
  const target = server('new')
  const { broker, context } = hostOf(target, '/')
  const address = { connection: 'c', channel: 1 }
  openConnection(broker, context, address)
  openChannel(broker, context, address)
  declareQueue(broker, context, { ...address, queue: 'q', durable: true, exclusive: true })
  expect(refusal({ queues: [QUEUE] }, target)).toEqual([
    expect.stringContaining("cannot obtain exclusive access to locked queue 'q' in vhost '/'"),
  ])
})

it('[A-64] bindings of what a real broker does not export are left out, and told', () => {
  const told = load(server(), REAL_EXPORT)
  expect(told).toHaveLength(5)
  expect(told.slice(0, 3)).toEqual([
    'bindings[42].source is "ex-inner"; the binding is left out, for there is no such exchange in vhost "kitchen".',
    'bindings[44].destination is "ex-inner"; the binding is left out, for there is no such exchange in vhost "kitchen".',
    'bindings[150].destination is "q.exclusive"; the binding is left out, for there is no such queue in vhost "kitchen".',
  ])
})

it('[A-64] names of the broker’s own and bindings of the default exchange are left out', () => {
  const target = server('new')
  const binding = { vhost: '/', source: '', destination: 'q', destination_type: 'queue' }
  const document = {
    queues: [{ ...QUEUE, name: 'amq.gen-x' }, QUEUE],
    exchanges: [
      { name: 'amq.direct', vhost: '/', type: 'direct', durable: true, auto_delete: false },
    ],
    bindings: [{ ...binding, routing_key: 'q', arguments: {} }],
  }
  expect(load(target, document)).toEqual([
    'exchanges[0].name is "amq.direct"; it is left out, for names that begin with amq. are the broker’s own.',
    'queues[0].name is "amq.gen-x"; it is left out, for names that begin with amq. are the broker’s own.',
    'bindings[0].source is ""; the binding is left out, for the default exchange binds every queue itself.',
  ])
  expect([...hostOf(target, '/').broker.queues.keys()]).toEqual(['q'])
})

it('[A-64] a binding to what the server has already is made', () => {
  const target = server('new')
  load(target, { queues: [QUEUE] })
  const ends = { source: 'amq.topic', destination: 'q', destination_type: 'queue' }
  expect(load(target, { bindings: [{ vhost: '/', ...ends, routing_key: '#' }] })).toEqual([])
  expect(hostOf(target, '/').broker.queues.get('q')?.bindings.size).toBe(1)
})
