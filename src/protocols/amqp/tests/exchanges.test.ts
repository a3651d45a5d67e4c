import { expect, it } from 'vitest'
import { world } from './broker-world.ts'
import type { Client } from './client.ts'

it('[R-28] the default exchange routes to the queue named like the key', () => {
  const w = world()
  const c = w.client('c')
  c.queue('a')
  c.queue('b')
  c.publish('', 'b')
  expect(w.news('message-queued')).toEqual([
    'message-queued message=1 queue=b binding=- position=1 priority=0',
  ])
})

it.each<[string, (client: Client) => string]>([
  ['declare', (c) => c.exchange('', 'direct')],
  ['passive declare', (c) => c.exchange('', 'direct', { passive: true })],
  ['delete', (c) => c.deleteExchange('')],
  ['bind', (c) => c.bind('', 'q', 'k')],
  ['unbind', (c) => c.unbind('', 'q', 'k')],
])('[R-28] the default exchange cannot be changed (%s)', (_name, change) => {
  const c = world().client('c')
  c.queue('q')
  expect(change(c)).toBe('403 ACCESS_REFUSED - operation not permitted on the default exchange')
})

it('[R-29] names beginning with amq. are reserved', () => {
  const w = world()
  expect(w.client('a').exchange('amq.foo', 'direct')).toBe(
    "403 ACCESS_REFUSED - exchange name 'amq.foo' contains reserved prefix 'amq.*'",
  )
  expect(w.client('b').deleteExchange('amq.direct')).toBe(
    "403 ACCESS_REFUSED - deletion of system exchange 'amq.direct' in vhost '/' not allowed",
  )
  expect(w.client('c').queue('amq.mine')).toBe(
    "403 ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'",
  )
})

it.each(['direct', 'fanout', 'topic'])('[R-30] amq.%s is there and can be redeclared', (type) => {
  const w = world()
  expect(w.client('c').exchange(`amq.${type}`, type)).toBe('ok')
  expect(w.news('exchange')).toEqual([])
})

it('[R-31] direct routes to every queue bound with exactly the key', () => {
  const w = world()
  const c = w.client('c')
  for (const queue of ['p', 'q', 'r']) c.queue(queue)
  c.exchange('x', 'direct')
  c.bind('x', 'p', 'red')
  c.bind('x', 'p', 'blue')
  c.bind('x', 'q', 'blue')
  c.bind('x', 'r', '*')
  for (const key of ['red', 'blue', 'Blue', '*']) c.publish('x', key)
  expect([c.drain('p'), c.drain('q'), c.drain('r')]).toEqual(['1 2', '2', '4'])
})

it('[R-32] fanout ignores the key and keeps nothing for later bindings', () => {
  const w = world()
  const c = w.client('c')
  for (const queue of ['p', 'q', 'late']) c.queue(queue)
  c.exchange('x', 'fanout')
  c.bind('x', 'p', 'a')
  c.bind('x', 'q', 'b')
  c.publish('x', 'whatever')
  c.bind('x', 'late')
  expect([c.drain('p'), c.drain('q'), c.drain('late')]).toEqual(['1', '1', ''])
})

it('[R-33] topic routes by words with wildcards', () => {
  const w = world()
  const c = w.client('c')
  for (const queue of ['all', 'eu', 'placed']) c.queue(queue)
  c.bind('amq.topic', 'all', '#')
  c.bind('amq.topic', 'eu', 'order.eu.*')
  c.bind('amq.topic', 'placed', 'order.#.placed')
  for (const key of ['order.eu.placed', 'order.placed', 'order.eu', 'ORDER.eu.x']) {
    c.publish('amq.topic', key)
  }
  expect([c.drain('all'), c.drain('eu'), c.drain('placed')]).toEqual(['1 2 3 4', '1', '1 2'])
})

it('[R-38] several matching bindings to one queue make one copy, told with the oldest', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.exchange('x', 'topic')
  c.bind('x', 'q', 'a.#', 'first')
  c.bind('x', 'q', '*.b', 'second')
  c.publish('x', 'a.b')
  expect(w.news('message-queued')).toEqual([
    'message-queued message=1 queue=q binding=first position=1 priority=0',
  ])
})

it('[R-38] binding twice with one key is idempotent, with two keys it is two bindings', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.exchange('x', 'direct')
  expect(c.bind('x', 'q', 'a', 'mine')).toBe('mine')
  expect(c.bind('x', 'q', 'a', 'other')).toBe('mine')
  expect(c.bind('x', 'q', 'b')).toBe('b1')
  c.unbind('x', 'q', 'a')
  c.publish('x', 'a')
  c.publish('x', 'b')
  expect(c.drain('q')).toBe('2')
})

it('[R-38] a made-up binding id is one that is not in use', () => {
  const c = world().client('c')
  c.queue('q')
  expect(c.bind('amq.direct', 'q', 'x', 'b1')).toBe('b1')
  expect(c.bind('amq.direct', 'q', 'y')).toBe('b2')
})

it('[R-43] an unknown exchange type is a connection error', () => {
  const w = world()
  expect(w.client('c').exchange('x', 'nosuch')).toBe(
    "503 COMMAND_INVALID - unknown exchange type 'nosuch'",
  )
  expect(w.broker.connections.size).toBe(0)
})

it('[R-45] unbinding what is not bound succeeds, binding what is missing is 404', () => {
  const w = world()
  const c = w.client('c')
  expect([c.unbind('nope', 'nope', 'k'), c.unbind('amq.direct', 'nope', 'k')]).toEqual(['ok', 'ok'])
  expect(w.client('a').bind('amq.direct', 'nope', 'k')).toBe(
    "404 NOT_FOUND - no queue 'nope' in vhost '/'",
  )
  c.queue('q')
  expect(c.bind('nope', 'q', 'k')).toBe("404 NOT_FOUND - no exchange 'nope' in vhost '/'")
})

it('[R-47] redeclaring an exchange with another type or durability is 406', () => {
  const w = world()
  w.client('c').exchange('x', 'direct')
  expect(w.client('a').exchange('x', 'fanout', { durable: false })).toBe(
    "406 PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'x' in vhost '/': received 'fanout' but current is 'direct'",
  )
  expect(w.client('b').exchange('x', 'direct', { durable: false })).toBe(
    "406 PRECONDITION_FAILED - inequivalent arg 'durable' for exchange 'x' in vhost '/': received 'false' but current is 'true'",
  )
})

it('[R-49] a passive declare asks for an exchange and ignores its properties', () => {
  const c = world().client('c')
  c.exchange('x', 'direct')
  expect(c.exchange('x', 'fanout', { durable: false, passive: true })).toBe('ok')
  expect(c.exchange('nope', 'direct', { passive: true })).toBe(
    "404 NOT_FOUND - no exchange 'nope' in vhost '/'",
  )
})

it('[R-53] deleting an exchange takes its bindings along; deleting a missing one succeeds', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.exchange('x', 'topic')
  c.bind('x', 'q', 'a.*')
  w.news()
  expect([c.deleteExchange('x'), c.deleteExchange('x')]).toEqual(['ok', 'ok'])
  expect(w.news()).toEqual([
    'exchange-deleted exchange=x',
    'binding-removed binding=b1 exchange=x queue=q destination=- routingKey=a.*',
  ])
  expect(w.broker.queues.get('q')?.bindings.size).toBe(0)
})

it('[R-54] an exchange with bindings is in use', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.exchange('x', 'direct')
  c.bind('x', 'q', 'k')
  expect(w.client('other').deleteExchange('x', true)).toBe(
    "406 PRECONDITION_FAILED - exchange 'x' in vhost '/' in use",
  )
  c.unbind('x', 'q', 'k')
  expect(c.deleteExchange('x', true)).toBe('ok')
})
