import { expect, it } from 'vitest'
import { world } from './broker-world.ts'

// Transactions stand beside confirms; what they do is the model's own rule A-13.

/** A transactional channel, and the messages 1 to `count` in `q`. */
function withTransaction(count = 0) {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', count)
  c.transactions()
  return { w, c, other: w.client('other') }
}

it('[A-13] what is published waits for the commit and has no number before', () => {
  const { c, other } = withTransaction()
  expect(c.publish('', 'q')).toBe(null)
  other.publish('', 'q')
  expect(other.drain('q')).toBe('1')
  expect(c.commit()).toBe('ok')
  expect(other.drain('q')).toBe('2')
})

it('[A-13] a rollback forgets what was published', () => {
  const { w, c, other } = withTransaction()
  c.publish('', 'q')
  expect([c.rollback(), c.commit(), other.drain('q')]).toEqual(['ok', 'ok', ''])
  expect(w.news('message-published')).toEqual([])
})

it('[A-13] an ack counts at the commit; until then nobody else gets the message', () => {
  const { w, c, other } = withTransaction(2)
  c.get('q')
  c.ack(1)
  expect(w.news('message-acked')).toEqual([])
  expect(other.drain('q')).toBe('2')
  c.commit()
  c.close()
  expect(other.drain('q')).toBe('')
})

it('[A-13] after a rollback what was settled can be settled again', () => {
  const { c, other } = withTransaction(3)
  for (const message of ['1', '2', '3']) expect(c.get('q')).toBe(message)
  c.ack(1)
  c.nack(2)
  c.reject(3, false)
  c.rollback()
  c.nack(3, { multiple: true })
  c.commit()
  expect(other.drain('q')).toBe('1r 2r 3r')
})

it('[A-13] a tag is used up by its first ack, though it waits', () => {
  const { c, other } = withTransaction(1)
  c.get('q')
  c.ack(1)
  expect(c.ack(1)).toBe('406 PRECONDITION_FAILED - unknown delivery tag 1')
  expect(other.drain('q')).toBe('1r')
})

it('[A-13] an end of the channel is a rollback', () => {
  const { c, other } = withTransaction(2)
  c.get('q')
  c.get('q')
  c.ack(2)
  c.publish('', 'q')
  c.disconnect('socket-lost')
  expect(other.drain('q')).toBe('1r 2r')
})

it('[A-13] publishes are done before settlements, and what is mandatory comes back then', () => {
  const { w, c } = withTransaction(1)
  c.get('q')
  c.ack(1)
  c.publish('', 'nobody', { mandatory: true })
  w.news()
  expect(w.heard('c')).toEqual([])
  c.commit()
  expect(w.heard('c')).toEqual(['basic.return 312 NO_ROUTE nobody'])
  expect(w.news().map((line) => line.split(' ')[0])).toEqual([
    'message-published',
    'message-unroutable',
    'message-acked',
  ])
})

it('[A-13] a wrong exchange closes the channel at the publish, one deleted since loses the message', () => {
  const { w, c, other } = withTransaction()
  c.exchange('x', 'fanout')
  c.publish('x', 'k')
  other.deleteExchange('x')
  expect(c.commit()).toBe('ok')
  expect(w.news('message-unroutable')).toHaveLength(1)
  c.publish('x', 'k')
  expect(w.heard('c')).toEqual(["channel.close 1 NOT_FOUND - no exchange 'x' in vhost '/'"])
})

it('[A-13] a prefetch counts what is settled and not committed', () => {
  const { w, c } = withTransaction(3)
  c.prefetch(1)
  c.consume('q', 'A')
  c.ack(1)
  expect(w.received('A')).toBe('1')
  c.commit()
  expect(w.received('A')).toBe('1 2')
})

it.each(['commit', 'rollback'] as const)('[A-13] %s without transactions is 406', (method) => {
  expect(world().client('c')[method]()).toBe(
    '406 PRECONDITION_FAILED - channel is not transactional',
  )
})

it('[A-13] rejected in a transaction, a message dies at the commit', () => {
  const { w, c, other } = withTransaction()
  const dead = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'q' }
  c.queue('work', { arguments: dead })
  other.fill('work', 1)
  c.get('work')
  c.reject(1, false)
  expect(w.news('message-dead-lettered')).toEqual([])
  c.commit()
  expect(other.drain('q')).toBe('2')
})
