import { expect, it } from 'vitest'
import { world } from './broker-world.ts'
import type { Client } from './client.ts'

it('[R-59] an unroutable message is dropped, and the drop is a fact', () => {
  const w = world()
  const c = w.client('c')
  w.news()
  expect(c.publish('amq.direct', 'nobody')).toBe(1)
  expect(w.news('message-unroutable')).toEqual([
    'message-unroutable message=1 exchange=amq.direct routingKey=nobody returned=false',
  ])
  expect(w.sent).toEqual([])
})

it('[R-60] a mandatory unroutable message goes back with 312 NO_ROUTE', () => {
  const w = world()
  w.client('c').publish('', 'nobody', { mandatory: true })
  expect(w.heard('c')).toEqual(['basic.return 312 NO_ROUTE nobody'])
  expect(w.last('message-unroutable').fields).toMatchObject({ message: 1, returned: true })
})

it('[R-60] a mandatory message that is routed does not go back', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.publish('', 'q', { mandatory: true })
  expect(w.sent).toEqual([])
})

it('[R-61] a queue declared after the publish gets nothing', () => {
  const c = world().client('c')
  c.publish('', 'q')
  c.queue('q')
  expect(c.drain('q')).toBe('')
})

it.each<[string, (client: Client) => unknown, string]>([
  ['publish', (c) => c.publish('nope', 'k'), "NOT_FOUND - no exchange 'nope' in vhost '/'"],
  ['ack', (c) => c.ackTag(9), 'PRECONDITION_FAILED - unknown delivery tag 9'],
  ['nack', (c) => c.nackTag(9), 'PRECONDITION_FAILED - unknown delivery tag 9'],
  ['reject', (c) => c.rejectTag(9), 'PRECONDITION_FAILED - unknown delivery tag 9'],
])('[R-07] a failed %s is heard of only by the end of the channel', (_name, act, text) => {
  const w = world()
  act(w.client('c'))
  expect(w.heard('c')).toEqual([`channel.close 1 ${text}`])
})

it('[R-07] publish, ack, nack and reject have no answer when all is well', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', 3)
  for (let count = 0; count < 3; count++) c.get('q')
  c.ack(1)
  c.nack(2)
  c.reject(3)
  expect(w.sent).toEqual([])
})

it('[A-04] messages are numbered from 1 in the order they arrive, refused ones are not', () => {
  const w = world()
  expect(w.client('c').publish('', 'a')).toBe(1)
  w.client('b').publish('nope', 'k')
  expect(w.client('c').publish('', 'a')).toBe(2)
})

it('[A-05] each fact names the fact it follows from', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.consume('q', 'A')
  c.fill('q', 1)
  const published = w.last('message-published')
  const queued = w.last('message-queued')
  const delivered = w.last('message-delivered')
  expect([queued.cause, delivered.cause]).toEqual([published.id, queued.id])
  expect(delivered.fields['after']).toBe(null)
  expect(w.sent[0]?.cause).toBe(delivered.id)
})

it('[A-05] a message that waited names what made room for it', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', 2)
  c.prefetch(1)
  c.consume('q', 'A')
  expect(w.last('message-delivered').fields['after']).toBe(w.last('consumer-started').id)
  c.ack(1)
  expect(w.last('message-delivered').fields).toMatchObject({
    message: 2,
    after: w.last('message-acked').id,
  })
})

it('[A-05] a requeued message follows from the requeue, which follows from the close', () => {
  const w = world()
  const holder = w.client('holder')
  holder.queue('q')
  holder.consume('q', 'A')
  holder.fill('q', 1)
  w.client('other').consume('q', 'B')
  holder.disconnect('socket-lost')
  const requeued = w.last('message-requeued')
  expect(requeued.cause).toBe(w.last('connection-closed').id)
  expect(w.last('message-delivered')).toMatchObject({
    cause: requeued.id,
    fields: { consumer: 'B', after: null },
  })
})

it('[A-17] what RabbitMQ has never done is connection error 540', () => {
  const w = world()
  w.client('a').publish('', 'q', { immediate: true })
  w.client('b').recover(false)
  expect([w.heard('a'), w.heard('b')]).toEqual([
    ['connection.close 540 NOT_IMPLEMENTED - immediate=true'],
    ['connection.close 540 NOT_IMPLEMENTED - requeue=false'],
  ])
})
