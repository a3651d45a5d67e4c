import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'

it('[R-145] a restart keeps durable queues with their persistent messages and nothing else', () => {
  const w = world()
  const c = w.client('c')
  c.queue('durable')
  c.queue('transient', { durable: false })
  for (const queue of ['durable', 'transient']) {
    c.fill(queue, 1, { persistent: true })
    c.fill(queue, 1, { persistent: false })
  }
  w.news()
  w.restart('clean')
  expect(w.news()).toEqual([
    'broker-stopped how=clean',
    "connection-closed connection=c code=320 reason=CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'",
    'message-discarded message=2 queue=durable reason=broker-restarted',
    'queue-deleted queue=transient messages=2',
    'message-discarded message=3 queue=transient reason=broker-restarted',
    'message-discarded message=4 queue=transient reason=broker-restarted',
    'broker-started queues=1 messages=1',
  ])
  expect(w.client('c').drain('durable')).toBe('1')
})

it('[R-147] a binding survives when both of its ends are durable', () => {
  const w = world()
  const c = w.client('c')
  c.queue('kept')
  c.queue('gone', { durable: false })
  c.exchange('kept-x', 'topic')
  c.exchange('gone-x', 'fanout', { durable: false })
  c.bind('kept-x', 'kept', 'a.#', 'both')
  c.bind('kept-x', 'gone', 'a.#', 'queue-gone')
  c.bind('gone-x', 'kept', '', 'exchange-gone')
  w.news()
  w.restart('clean')
  expect(w.news('binding')).toEqual([
    'binding-removed binding=queue-gone exchange=kept-x queue=gone destination=- routingKey=a.#',
    'binding-removed binding=exchange-gone exchange=gone-x queue=kept destination=- routingKey=',
  ])
  const again = w.client('c')
  again.publish('kept-x', 'a.b')
  expect(w.news('message-queued')).toEqual([
    'message-queued message=1 queue=kept binding=both position=1 priority=0',
  ])
  expect(again.exchange('gone-x', 'fanout', { passive: true })).toMatch(/^404 /)
})

describe('[R-148] unacked persistent messages are ready again', () => {
  it.each([
    ['clean: those alone are redelivered', 'clean', '1r 2 3'],
    ['killed: all that is recovered is redelivered', 'killed', '1r 2r 3r'],
  ] as const)('(%s)', (_name, how, next) => {
    const w = world()
    const c = w.client('c')
    c.queue('q')
    c.fill('q', 3)
    c.get('q')
    w.restart(how)
    expect(w.client('c').drain('q')).toBe(next)
  })

  it('(a transient one is lost though somebody works on it)', () => {
    const w = world()
    const c = w.client('c')
    c.queue('q')
    c.fill('q', 1, { persistent: false })
    c.fill('q', 1)
    c.consume('q', 'A')
    w.news()
    w.restart('killed')
    expect(w.news()).toEqual([
      'broker-stopped how=killed',
      'connection-closed connection=c code=- reason=socket-lost',
      'consumer-cancelled consumer=A queue=q connection=c channel=1 reason=connection-closed',
      'message-requeued message=2 queue=q connection=c channel=1 deliveryTag=2 position=2 reason=broker-restarted',
      'message-discarded message=1 queue=q reason=broker-restarted',
      'broker-started queues=1 messages=1',
    ])
  })
})

it('[R-149] a persistent message is safe from a kill as soon as it is published', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  for (const persistent of [false, true, false, true]) c.publish('', 'q', { persistent })
  w.restart('killed')
  w.restart('killed')
  expect(w.client('c').drain('q')).toBe('2r 4r')
})

it('[R-150] surviving takes both: a durable queue and a persistent message', () => {
  const w = world()
  const c = w.client('c')
  const survivors = [true, false].flatMap((durable) =>
    [true, false].filter((persistent) => {
      const queue = `${String(durable)}-${String(persistent)}`
      c.queue(queue, { durable })
      c.fill(queue, 1, { persistent })
      return durable && persistent
    }),
  )
  w.restart('killed')
  expect(w.last('broker-started').fields).toEqual({ queues: 2, messages: survivors.length })
  expect(w.client('c').drain('true-true')).toBe('1r')
})

it('[R-09] a clean stop tells every connection 320', () => {
  const w = world()
  w.client('a')
  w.client('b')
  w.restart('clean')
  const close =
    "connection.close 320 CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'"
  expect([w.heard('a'), w.heard('b')]).toEqual([[close], [close]])
  expect(w.broker.connections.size).toBe(0)
})

it('[R-10] a killed broker tells nobody anything', () => {
  const w = world()
  w.client('a')
  w.restart('killed')
  expect(w.sent).toEqual([])
})
