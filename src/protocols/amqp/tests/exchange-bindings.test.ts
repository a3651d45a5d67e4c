import { expect, it } from 'vitest'
import { world } from './broker-world.ts'

it('[R-37] exchanges route on by their own rules, transitively', () => {
  const c = world().client('c')
  c.exchange('in', 'topic')
  c.exchange('middle', 'direct')
  c.exchange('out', 'fanout')
  for (const queue of ['direct', 'fanout', 'not']) c.queue(queue)
  c.bindExchange('in', 'middle', 'order.#')
  c.bindExchange('middle', 'out', 'order.placed')
  c.bind('middle', 'direct', 'order.paid')
  c.bind('middle', 'not', 'order.#')
  c.bind('out', 'fanout')
  for (const key of ['order.placed', 'order.paid', 'bill.paid']) c.publish('in', key)
  expect([c.drain('direct'), c.drain('fanout'), c.drain('not')]).toEqual(['2', '1', ''])
})

it('[R-37] a queue that is reached on several ways gets one copy', () => {
  const w = world()
  const c = w.client('c')
  for (const name of ['in', 'left', 'right']) c.exchange(name, 'fanout')
  c.queue('q')
  for (const name of ['left', 'right']) {
    c.bindExchange('in', name)
    c.bind(name, 'q')
  }
  c.bind('in', 'q')
  c.publish('in', '')
  expect(w.news('message-queued')).toHaveLength(1)
})

it('[R-37] a cycle ends, and the message names the exchange it was published to', () => {
  const c = world().client('c')
  for (const name of ['a', 'b']) c.exchange(name, 'fanout')
  c.queue('q')
  c.bindExchange('a', 'b')
  c.bindExchange('b', 'a')
  c.bindExchange('a', 'a')
  c.bind('b', 'q')
  c.publish('a', 'key')
  expect(c.see('q')).toMatchObject({ message: 1, exchange: 'a', routingKey: 'key', left: 0 })
})

it('[R-37] a binding between exchanges is a fact that names its destination', () => {
  const w = world()
  const c = w.client('c')
  w.news()
  expect(c.bindExchange('amq.topic', 'amq.fanout', 'a.#')).toBe('b1')
  expect(c.bindExchange('amq.topic', 'amq.fanout', 'a.#')).toBe('b1')
  expect(c.unbindExchange('amq.topic', 'amq.fanout', 'a.#')).toBe('ok')
  expect(c.unbindExchange('amq.topic', 'amq.fanout', 'a.#')).toBe('ok')
  expect(w.news()).toEqual([
    'binding-created binding=b1 exchange=amq.topic queue=- destination=amq.fanout routingKey=a.# arguments=-',
    'binding-removed binding=b1 exchange=amq.topic queue=- destination=amq.fanout routingKey=a.#',
  ])
})

it('[R-28] the default exchange is neither source nor destination', () => {
  const w = world()
  const error = '403 ACCESS_REFUSED - operation not permitted on the default exchange'
  expect(w.client('a').bindExchange('', 'amq.direct')).toBe(error)
  expect(w.client('b').bindExchange('amq.direct', '')).toBe(error)
  expect(w.client('c').unbindExchange('', 'amq.direct')).toBe(error)
  expect(w.client('d').unbindExchange('amq.direct', '')).toBe(error)
})

it('[R-45] a missing source is named before a missing destination', () => {
  const w = world()
  expect(w.client('a').bindExchange('nope', 'neither')).toBe(
    "404 NOT_FOUND - no exchange 'nope' in vhost '/'",
  )
  expect(w.client('b').bindExchange('nope', 'amq.direct')).toBe(
    "404 NOT_FOUND - no exchange 'nope' in vhost '/'",
  )
  expect(w.client('c').unbindExchange('nope', 'neither')).toBe('ok')
})

it('[R-53] an exchange takes the bindings in both directions along, each once', () => {
  const w = world()
  const c = w.client('c')
  for (const name of ['a', 'b', 'c']) c.exchange(name, 'fanout')
  c.bindExchange('a', 'b')
  c.bindExchange('b', 'c')
  c.bindExchange('b', 'b')
  w.news()
  c.deleteExchange('b')
  expect(w.news()).toEqual([
    'exchange-deleted exchange=b',
    'binding-removed binding=b2 exchange=b queue=- destination=c routingKey=',
    'binding-removed binding=b3 exchange=b queue=- destination=b routingKey=',
    'binding-removed binding=b1 exchange=a queue=- destination=b routingKey=',
  ])
  expect(c.deleteExchange('a', true)).toBe('ok')
})

it('[R-54] an exchange that is only a destination is not in use', () => {
  const w = world()
  const c = w.client('c')
  for (const name of ['a', 'b']) c.exchange(name, 'fanout')
  c.bindExchange('a', 'b')
  expect(w.client('other').deleteExchange('a', true)).toMatch(/^406 .* in use$/)
  expect(c.deleteExchange('b', true)).toBe('ok')
})

it('[R-44] an auto-delete exchange goes with its last binding, whatever took that away', () => {
  const w = world()
  const c = w.client('c')
  for (const name of ['a', 'b', 'c']) c.exchange(name, 'fanout', { autoDelete: true })
  c.queue('q')
  c.bindExchange('a', 'b')
  c.bindExchange('b', 'c')
  c.bind('c', 'q')
  w.news()
  c.deleteQueue('q')
  expect(w.news('exchange-deleted')).toEqual([
    'exchange-deleted exchange=c',
    'exchange-deleted exchange=b',
    'exchange-deleted exchange=a',
  ])
})

it('[R-44] it goes with an unbind as well, and stays while it never had a binding', () => {
  const w = world()
  const c = w.client('c')
  for (const name of ['bound', 'only-reached']) c.exchange(name, 'direct', { autoDelete: true })
  c.queue('q')
  c.bind('bound', 'q', 'one')
  c.bind('bound', 'q', 'two')
  c.bindExchange('amq.fanout', 'only-reached')
  c.unbindExchange('amq.fanout', 'only-reached')
  c.unbind('bound', 'q', 'one')
  expect(w.news('exchange-deleted')).toEqual([])
  c.unbind('bound', 'q', 'two')
  expect(w.news('exchange-deleted')).toEqual(['exchange-deleted exchange=bound'])
  expect(c.exchange('only-reached', '', { passive: true })).toBe('ok')
})

it('[R-44] auto-delete exchanges in a ring go together, each binding removed once', () => {
  const w = world()
  const c = w.client('c')
  for (const name of ['a', 'b']) c.exchange(name, 'fanout', { autoDelete: true })
  c.bindExchange('a', 'b')
  c.bindExchange('b', 'a')
  w.news()
  c.deleteExchange('a')
  expect(w.news('exchange-deleted').sort()).toEqual([
    'exchange-deleted exchange=a',
    'exchange-deleted exchange=b',
  ])
  expect(w.broker.bindingIds.size).toBe(0)
  expect(w.facts.filter(({ kind }) => kind === 'amqp.binding-removed')).toHaveLength(2)
})
