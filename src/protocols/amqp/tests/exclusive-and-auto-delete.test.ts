import { expect, it } from 'vitest'
import { world, type BrokerWorld } from './broker-world.ts'
import type { Client } from './client.ts'

const LOCKED =
  "405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'. " +
  'It could be originally declared on another connection or the exclusive property value does ' +
  'not match that of the original declaration.'

/** A world where the connection `owner` has the exclusive queue `q`. */
function withOwner(options: { readonly autoDelete?: boolean } = {}) {
  const w = world()
  const owner = w.client('owner')
  owner.queue('q', { exclusive: true, ...options })
  return { w, owner, other: w.client('other') }
}

it.each<[string, (client: Client) => string]>([
  ['declare', (c) => c.queue('q', { exclusive: true })],
  ['declare otherwise', (c) => c.queue('q')],
  ['passive declare', (c) => c.queue('q', { passive: true })],
  ['bind', (c) => c.bind('amq.fanout', 'q')],
  ['consume', (c) => c.consume('q')],
  ['get', (c) => c.get('q')],
  ['purge', (c) => c.purge('q')],
  ['delete', (c) => c.deleteQueue('q')],
])('[R-50] an exclusive queue is locked for other connections (%s)', (_name, act) => {
  const { other } = withOwner()
  expect(act(other)).toBe(LOCKED)
})

it('[R-50] a queue that is not exclusive cannot be declared as exclusive, nor the reverse', () => {
  const { owner } = withOwner()
  expect(owner.queue('q', { exclusive: false })).toBe(LOCKED)
  const c = world().client('c')
  c.queue('q')
  expect(c.queue('q', { exclusive: true })).toBe(LOCKED)
})

it('[R-51] anyone may publish to it, and every channel of its connection may use it', () => {
  const { w, other } = withOwner()
  other.fill('q', 2)
  expect(w.client('owner', 2).drain('q')).toBe('1 2')
})

it('[R-51] it goes with its connection, not with the channel', () => {
  const { w, owner } = withOwner()
  owner.fill('q', 1)
  owner.bind('amq.fanout', 'q')
  owner.close()
  expect(w.client('owner').queue('q', { passive: true })).toBe('q messages=1 consumers=0')
  w.news()
  owner.disconnect('socket-lost')
  expect(w.news()).toEqual([
    'connection-closed connection=owner code=- reason=socket-lost',
    'queue-deleted queue=q messages=1',
    'binding-removed binding=b1 exchange=amq.fanout queue=q destination=- routingKey=',
    'message-discarded message=1 queue=q reason=queue-deleted',
  ])
})

it('[R-51] what is unacked goes with it', () => {
  const { w, owner } = withOwner()
  owner.fill('q', 2)
  owner.consume('q', 'A')
  owner.disconnect('client')
  expect(w.news('message-discarded')).toHaveLength(2)
  expect(w.broker.queues.size).toBe(0)
})

function names(w: BrokerWorld): string[] {
  return [...w.broker.queues.keys()]
}

it('[R-52] an auto-delete queue goes with its last consumer and with its messages', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q', { autoDelete: true })
  c.consume('q', 'A')
  c.consume('q', 'B')
  c.fill('q', 1)
  c.cancel('A')
  expect(names(w)).toEqual(['q'])
  c.cancel('B')
  expect(names(w)).toEqual([])
  expect(w.news('message-discarded')).toEqual([
    'message-discarded message=1 queue=q reason=queue-deleted',
  ])
  expect(c.ack(1)).toBe('ok')
})

it.each(['channel', 'client', 'socket-lost'] as const)(
  '[R-52] it goes with a consumer whose %s went',
  (how) => {
    const w = world()
    const c = w.client('c')
    c.queue('q', { autoDelete: true })
    c.consume('q', 'A')
    c.fill('q', 2)
    if (how === 'channel') c.close()
    else c.disconnect(how)
    expect(names(w)).toEqual([])
    expect(w.news('queue-deleted')).toEqual(['queue-deleted queue=q messages=2'])
  },
)

it('[R-52] without ever a consumer it stays; basic.get is none', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q', { autoDelete: true })
  c.fill('q', 1)
  expect(c.drain('q')).toBe('1')
  c.close()
  expect(names(w)).toEqual(['q'])
})

it('[R-146] a durable auto-delete queue survives a restart with its persistent messages', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q', { autoDelete: true })
  c.fill('q', 2)
  c.fill('q', 1, { persistent: false })
  c.consume('q', 'A')
  w.restart('clean')
  expect(w.client('c').drain('q')).toBe('1r 2r')
})

it('[R-145] an exclusive queue does not survive a restart, though declared durable', () => {
  const { w, owner } = withOwner()
  owner.fill('q', 1)
  w.restart('clean')
  expect(names(w)).toEqual([])
  expect(w.news('message-discarded')).toEqual([
    'message-discarded message=1 queue=q reason=broker-restarted',
  ])
})

it('[R-47] auto-delete is compared, for queues and for exchanges', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q', { autoDelete: true })
  c.exchange('x', 'direct', { internal: true })
  expect(w.client('a').queue('q')).toBe(
    "406 PRECONDITION_FAILED - inequivalent arg 'auto_delete' for queue 'q' in vhost '/': received 'false' but current is 'true'",
  )
  expect(w.client('b').exchange('x', 'direct', { autoDelete: true })).toBe(
    "406 PRECONDITION_FAILED - inequivalent arg 'auto_delete' for exchange 'x' in vhost '/': received 'true' but current is 'false'",
  )
  expect(w.client('d').exchange('x', 'direct')).toBe(
    "406 PRECONDITION_FAILED - inequivalent arg 'internal' for exchange 'x' in vhost '/': received 'false' but current is 'true'",
  )
})
