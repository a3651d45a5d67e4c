import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'
import type { Client } from './client.ts'

/** A world with the queue `q`, whose dead letters are in `dead`. */
function withQueue(queueArguments: Readonly<Record<string, unknown>> = {}) {
  const w = world()
  const c = w.client('c')
  c.queue('dead')
  c.queue('q', { arguments: { ...DEAD_LETTERS, ...queueArguments } })
  return { w, c }
}

const DEAD_LETTERS = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' }

function ready(c: Client, queue = 'q'): string {
  return c.queue(queue, { passive: true }).split(' ')[1] ?? ''
}

describe('[R-105] the smaller of the two times to live holds', () => {
  it.each([
    ['the queue says 100, the message 50', 100, '50', 50],
    ['the queue says 50, the message 100', 50, '100', 50],
    ['only the queue says something', 70, undefined, 70],
    ['only the message says something', undefined, '70', 70],
  ])('(%s)', (_name, ofQueue, ofMessage, lives) => {
    const { w, c } = withQueue({ 'x-message-ttl': ofQueue })
    c.publish('', 'q', ofMessage === undefined ? {} : { expiration: ofMessage })
    w.wait(lives - 0.001)
    expect([ready(c), ready(c, 'dead')]).toEqual(['messages=1', 'messages=0'])
    w.wait(0.001)
    expect([ready(c), ready(c, 'dead')]).toEqual(['messages=0', 'messages=1'])
  })
})

it('[R-106] behind a message that lives on, an expired one stays and counts; it is never delivered', () => {
  const { w, c } = withQueue()
  c.publish('', 'q')
  c.publish('', 'q', { expiration: '10' })
  c.publish('', 'q')
  w.wait(1_000)
  expect(ready(c)).toBe('messages=3')
  expect(c.get('q')).toBe('1')
  expect([ready(c), ready(c, 'dead')]).toEqual(['messages=1', 'messages=1'])
  expect(c.drain('q')).toBe('3')
})

it('[R-106] a consumer that gets room does not get what has expired meanwhile', () => {
  const { w, c } = withQueue()
  c.prefetch(1)
  c.consume('q', 'A')
  c.publish('', 'q')
  c.publish('', 'q', { expiration: '20' })
  c.publish('', 'q', { expiration: '10' })
  w.wait(20)
  c.ack(1)
  expect(w.received('A')).toBe('1')
  expect(c.drain('dead')).toBe('4 5')
})

it('[R-106] nor does it get what comes to the head while it is served', () => {
  const { w, c } = withQueue()
  c.prefetch(2)
  c.consume('q', 'A')
  c.fill('q', 3)
  c.publish('', 'q', { expiration: '10' })
  w.wait(20)
  c.ack(2, true)
  expect([w.received('A'), c.drain('dead')]).toEqual(['1 2 3', '5'])
})

it.each(['classic', 'quorum'])(
  '[R-107] a %s queue lets messages expire on time, unasked',
  (type) => {
    const { w, c } = withQueue({ 'x-message-ttl': 100, 'x-queue-type': type })
    c.fill('q', 1)
    w.wait(60)
    c.fill('q', 1)
    w.wait(40)
    expect([ready(c), ready(c, 'dead')]).toEqual(['messages=1', 'messages=1'])
    w.wait(60)
    expect([ready(c), ready(c, 'dead')]).toEqual(['messages=0', 'messages=2'])
  },
)

it('[R-108] what is unacked does not expire; requeued too late it does, at once', () => {
  const { w, c } = withQueue({ 'x-message-ttl': 100 })
  c.fill('q', 1)
  c.get('q')
  w.wait(500)
  expect(w.news('message-discarded')).toEqual([])
  c.nack(1)
  expect([ready(c), ready(c, 'dead')]).toEqual(['messages=0', 'messages=1'])
})

it('[R-108] a requeue does not begin the time anew', () => {
  const { w, c } = withQueue({ 'x-message-ttl': 1_000 })
  c.fill('q', 1)
  for (let round = 0; round < 3; round++) {
    c.get('q')
    w.wait(300)
    c.nack(1)
  }
  expect(ready(c)).toBe('messages=1')
  w.wait(100)
  expect(ready(c)).toBe('messages=0')
})

describe('[R-109] with a time to live of 0', () => {
  it('(a consumer that has room gets it)', () => {
    const { w, c } = withQueue({ 'x-message-ttl': 0 })
    c.prefetch(1)
    c.consume('q', 'A')
    c.fill('q', 2)
    expect([w.received('A'), c.drain('dead')]).toEqual(['1', '3'])
  })

  it('(without one it is gone, confirmed and not returned)', () => {
    const { w, c } = withQueue()
    c.confirms()
    c.publish('', 'q', { expiration: '0', mandatory: true })
    expect(w.heard('c')).toEqual(['basic.ack 1'])
    expect([c.get('q'), c.drain('dead')]).toEqual(['empty', '2'])
  })
})

it.each([
  ['abc', 'no_integer'],
  ['', 'no_integer'],
  [' 5', 'no_integer'],
  ['-1', '{value_negative,-1}'],
  ['1.5', '{leftover_string,".5"}'],
  ['5000x', '{leftover_string,"x"}'],
])('[R-110] the expiration "%s" is 406', (expiration, reason) => {
  const w = world()
  w.client('c').publish('', 'nobody', { expiration })
  expect(w.heard('c')).toEqual([
    `channel.close 1 PRECONDITION_FAILED - invalid expiration '${expiration}': ${reason}`,
  ])
})

it('[R-111] without a dead letter exchange an expired message is gone, and a fact says so', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q', { arguments: { 'x-message-ttl': 10 } })
  c.fill('q', 1)
  w.wait(10)
  expect(w.news('message-discarded')).toEqual([
    'message-discarded message=1 queue=q reason=expired',
  ])
  expect(w.last('message-discarded').cause).toBe(w.last('message-queued').id)
})

it('[R-111] with one it goes there because it expired', () => {
  const { w, c } = withQueue({ 'x-message-ttl': 10 })
  c.fill('q', 1)
  w.wait(10)
  expect(w.news('message-dead-lettered')).toEqual([
    'message-dead-lettered message=1 queue=q reason=expired exchange= routingKey=dead as=2',
  ])
})

it('[R-145] time goes on while the broker is down', () => {
  const { w, c } = withQueue({ 'x-message-ttl': 100 })
  c.fill('q', 1)
  w.wait(50)
  c.fill('q', 1)
  w.stop('clean')
  w.wait(60)
  w.start()
  const d = w.client('d')
  expect([ready(d), ready(d, 'dead')]).toEqual(['messages=1', 'messages=1'])
  w.wait(40)
  expect([ready(d), ready(d, 'dead')]).toEqual(['messages=0', 'messages=2'])
})
