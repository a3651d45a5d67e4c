import { expect, it } from 'vitest'
import { world } from './broker-world.ts'

it('[R-20] a declared queue answers with its ready messages and its consumers', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', 3)
  c.get('q')
  expect(c.queue('q', { passive: true })).toBe('q messages=2 consumers=0')
  c.consume('q')
  expect(c.queue('q')).toBe('q messages=0 consumers=1')
})

it('[R-46] declaring an existing queue alike changes nothing', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', 2)
  w.news()
  expect(c.queue('q')).toBe('q messages=2 consumers=0')
  expect(w.news()).toEqual([])
})

it('[R-47] redeclaring a queue with another durability is 406', () => {
  const c = world().client('c')
  c.queue('q')
  expect(c.queue('q', { durable: false })).toBe(
    "406 PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'",
  )
})

it('[R-49] a passive declare asks for a queue and ignores its properties', () => {
  const c = world().client('c')
  c.queue('q')
  expect(c.queue('q', { durable: false, passive: true })).toBe('q messages=0 consumers=0')
  expect(c.queue('nope', { passive: true })).toBe("404 NOT_FOUND - no queue 'nope' in vhost '/'")
})

it('[R-53] deleting a queue answers with its ready messages; a missing one had none', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.bind('amq.fanout', 'q')
  c.fill('q', 3)
  c.get('q')
  w.news()
  expect(c.deleteQueue('q')).toBe('2 messages')
  expect(w.news()).toEqual([
    'queue-deleted queue=q messages=3',
    'binding-removed binding=b1 exchange=amq.fanout queue=q destination=- routingKey=',
    'message-discarded message=1 queue=q reason=queue-deleted',
    'message-discarded message=2 queue=q reason=queue-deleted',
    'message-discarded message=3 queue=q reason=queue-deleted',
  ])
  expect(c.deleteQueue('q')).toBe('0 messages')
})

it('[R-54] ifEmpty and ifUnused keep a queue that is not', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', 1)
  expect(w.client('a').deleteQueue('q', { ifEmpty: true })).toBe(
    "406 PRECONDITION_FAILED - queue 'q' in vhost '/' not empty",
  )
  c.consume('q', 'A')
  expect(w.client('b').deleteQueue('q', { ifUnused: true })).toBe(
    "406 PRECONDITION_FAILED - queue 'q' in vhost '/' in use",
  )
  c.cancel('A')
  expect(c.deleteQueue('q', { ifEmpty: true, ifUnused: true })).toBe('0 messages')
})

it('[R-55] a purge removes ready messages and leaves unacked ones', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', 3)
  c.get('q')
  w.news()
  expect(c.purge('q')).toBe('2 messages')
  expect(w.news()).toEqual([
    'queue-purged queue=q messages=2',
    'message-discarded message=2 queue=q reason=purged',
    'message-discarded message=3 queue=q reason=purged',
  ])
  c.nack(1)
  expect(c.drain('q')).toBe('1r')
  expect(c.purge('nope')).toBe("404 NOT_FOUND - no queue 'nope' in vhost '/'")
})
