import { ms } from '#engine'
import { describe, expect, it } from 'vitest'
import { createBroker } from '../state/broker.ts'
import { world } from './broker-world.ts'

/** A world whose disk needs 2 ms to write, and a channel with confirms. */
function withSlowDisk() {
  const w = world(createBroker({ settings: { diskWriteTime: ms(2) } }))
  const c = w.client('c')
  c.confirms()
  c.queue('q')
  return { w, c }
}

function withConfirms() {
  const w = world()
  const c = w.client('c')
  c.confirms()
  return { w, c }
}

it('[R-62] confirms count from 1 on each channel that asked for them', () => {
  const w = world()
  const one = w.client('c', 1)
  const two = w.client('c', 2)
  const silent = w.client('silent')
  silent.queue('q')
  one.publish('', 'q')
  one.confirms()
  two.confirms()
  for (const client of [one, two, one, silent]) client.publish('', 'q')
  expect(w.heard('c')).toEqual(['basic.ack 1', 'basic.ack 1', 'basic.ack 2'])
  expect(w.heard('silent')).toEqual([])
  expect(w.facts.filter(({ kind }) => kind === 'amqp.message-confirmed')).toHaveLength(3)
})

it('[R-62] asking twice changes nothing, and the count goes on', () => {
  const { w, c } = withConfirms()
  c.publish('', 'nobody')
  c.confirms()
  c.publish('', 'nobody')
  expect(w.heard('c')).toEqual(['basic.ack 1', 'basic.ack 2'])
  expect(w.news('confirms-selected')).toEqual(['confirms-selected connection=c channel=1'])
})

it('[R-59] what nobody wants is confirmed with an ack', () => {
  const { w, c } = withConfirms()
  c.publish('', 'nobody')
  expect(w.heard('c')).toEqual(['basic.ack 1'])
  expect(w.news('message-confirmed')).toEqual([
    'message-confirmed message=1 connection=c channel=1 deliveryTag=1 outcome=ack',
  ])
})

it('[R-60] a mandatory message comes back before its confirm', () => {
  const { w, c } = withConfirms()
  c.publish('', 'nobody', { mandatory: true })
  expect(w.heard('c')).toEqual(['basic.return 312 NO_ROUTE nobody', 'basic.ack 1'])
})

it('[R-63] a persistent message is confirmed when it is on disk', () => {
  const { w, c } = withSlowDisk()
  c.publish('', 'q')
  w.wait(1.999)
  expect(w.heard('c')).toEqual([])
  w.wait(0.001)
  expect(w.heard('c')).toEqual(['basic.ack 1'])
})

describe('[R-63] nothing is written, and the confirm comes at once', () => {
  it.each([
    ['a transient message', { persistent: false }, {}],
    ['a transient queue', {}, { durable: false }],
  ])('(%s)', (_name, message, queue) => {
    const { w, c } = withSlowDisk()
    c.queue('other', queue)
    c.publish('', 'other', message)
    expect(w.heard('c')).toEqual(['basic.ack 1'])
  })
})

it('[R-63] a quorum queue writes transient messages too', () => {
  const { w, c } = withSlowDisk()
  c.queue('quorum', { arguments: { 'x-queue-type': 'quorum' } })
  c.publish('', 'quorum', { persistent: false })
  expect(w.heard('c')).toEqual([])
  w.wait(2)
  expect(w.heard('c')).toEqual(['basic.ack 1'])
})

it('[R-63] a message in several queues is confirmed once, when all have written it', () => {
  const { w, c } = withSlowDisk()
  c.queue('p')
  for (const queue of ['p', 'q']) c.bind('amq.fanout', queue)
  c.publish('amq.fanout', '')
  w.wait(2)
  expect(w.heard('c')).toEqual(['basic.ack 1'])
})

it('[R-64] a transient message overtakes the confirm of an earlier persistent one', () => {
  const { w, c } = withSlowDisk()
  c.publish('', 'q')
  c.publish('', 'q', { persistent: false })
  c.publish('', 'q')
  w.wait(2)
  expect(w.heard('c')).toEqual(['basic.ack 2', 'basic.ack 3 multiple'])
})

it('[R-65] a confirm says nothing about consumption', () => {
  const { w, c } = withSlowDisk()
  w.client('worker').consume('q', 'A')
  c.publish('', 'q')
  expect([w.received('A'), w.heard('c')]).toEqual(['1', []])
  w.wait(2)
  expect(w.heard('c')).toEqual(['basic.ack 1'])
})

it('[R-67] with the channel its pending confirms are gone', () => {
  const { w, c } = withSlowDisk()
  c.publish('', 'q')
  c.close()
  const again = w.client('c')
  again.confirms()
  w.wait(2)
  expect(w.heard('c')).toEqual([])
  again.publish('', 'q')
  w.wait(2)
  expect(w.heard('c')).toEqual(['basic.ack 1'])
})

it('[R-68] a message is nacked when one of its queues refuses it; the others keep it', () => {
  const { w, c } = withConfirms()
  c.queue('full', { arguments: { 'x-max-length': 0, 'x-overflow': 'reject-publish' } })
  c.queue('q')
  for (const queue of ['full', 'q']) c.bind('amq.fanout', queue)
  c.publish('amq.fanout', '', { mandatory: true })
  expect(w.heard('c')).toEqual(['basic.nack 1'])
  expect(w.news('message-refused')).toEqual(['message-refused message=1 queue=full'])
  expect(c.drain('q')).toBe('1')
})

it('[R-68] a nack does not wait for the disk of the other queues, and no ack follows', () => {
  const { w, c } = withSlowDisk()
  c.queue('full', { arguments: { 'x-max-length': 0, 'x-overflow': 'reject-publish' } })
  for (const queue of ['q', 'full']) c.bind('amq.fanout', queue)
  c.publish('amq.fanout', '')
  w.wait(10)
  expect(w.heard('c')).toEqual(['basic.nack 1'])
})

it('[R-69] without confirms a refusal is silent', () => {
  const w = world()
  const c = w.client('c')
  c.queue('full', { arguments: { 'x-max-length': 0, 'x-overflow': 'reject-publish' } })
  c.publish('', 'full')
  expect(w.sent).toEqual([])
})

it('[R-70] a burst of persistent messages is confirmed with one frame', () => {
  const { w, c } = withSlowDisk()
  c.fill('q', 200)
  w.wait(2)
  expect(w.heard('c')).toEqual(['basic.ack 200 multiple'])
  expect(w.facts.filter(({ kind }) => kind === 'amqp.message-confirmed')).toHaveLength(200)
})

it('[R-71] a channel has transactions or confirms, never both', () => {
  const w = world()
  const confirming = w.client('a')
  confirming.confirms()
  expect(confirming.transactions()).toBe(
    '406 PRECONDITION_FAILED - cannot switch from confirm to tx mode',
  )
  const transacted = w.client('b')
  transacted.transactions()
  expect(transacted.confirms()).toBe(
    '406 PRECONDITION_FAILED - cannot switch from tx to confirm mode',
  )
})

it('[R-149] a kill keeps what was confirmed and loses what was not', () => {
  const { w, c } = withSlowDisk()
  c.publish('', 'q')
  w.wait(1)
  c.publish('', 'q')
  w.wait(1)
  expect(w.heard('c')).toEqual(['basic.ack 1'])
  w.restart('killed')
  expect(w.client('d').drain('q')).toBe('1r')
  expect(w.news('message-discarded')).toEqual([
    'message-discarded message=2 queue=q reason=broker-restarted',
  ])
})

it('[R-149] a clean stop writes what it finds unwritten', () => {
  const { w, c } = withSlowDisk()
  c.publish('', 'q')
  w.restart('clean')
  expect(w.client('d').drain('q')).toBe('1')
})

it('[R-149] a kill also takes from a quorum queue and from a stream what is not written', () => {
  const { w, c } = withSlowDisk()
  for (const type of ['quorum', 'stream']) {
    c.queue(type, { arguments: { 'x-queue-type': type } })
    c.publish('', type)
  }
  w.wait(2)
  for (const type of ['quorum', 'stream']) c.publish('', type)
  w.restart('killed')
  const d = w.client('d')
  d.prefetch(9)
  d.consume('stream', 'S', { arguments: { 'x-stream-offset': 'first' } })
  expect([d.drain('quorum'), w.received('S')]).toEqual(['1', '2'])
})

it('[A-15] without a disk time everything persistent is safe, and confirmed, at once', () => {
  const { w, c } = withConfirms()
  c.queue('q')
  c.fill('q', 1)
  expect(w.heard('c')).toEqual(['basic.ack 1'])
  w.restart('killed')
  expect(w.client('d').drain('q')).toBe('1r')
})

it('[A-15] a dead letter is on disk at once', () => {
  const { w, c } = withSlowDisk()
  const dead = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'q' }
  c.queue('work', { arguments: dead })
  c.fill('work', 1)
  c.get('work')
  c.reject(1, false)
  w.restart('killed')
  expect(w.client('d').drain('q')).toBe('2r')
})

it('[A-15] writes begun at different instants end at different ones', () => {
  const { w, c } = withSlowDisk()
  c.publish('', 'q')
  w.wait(1)
  c.fill('q', 2)
  w.wait(2)
  expect(w.heard('c')).toEqual(['basic.ack 1', 'basic.ack 3 multiple'])
})
