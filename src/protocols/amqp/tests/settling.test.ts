import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'
import type { Client } from './client.ts'

/** A world with messages 1 to `count` in the queue `q`. */
function withMessages(count: number) {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', count)
  return { w, c, other: w.client('other') }
}

function take(client: Client, count: number): void {
  for (let index = 0; index < count; index++) client.get('q')
}

it('[R-92] an ack removes one message, a multiple ack all earlier ones of the channel', () => {
  const { w, c, other } = withMessages(6)
  c.queue('p')
  c.fill('p', 1)
  take(c, 2)
  other.get('q')
  c.get('p')
  take(c, 2)
  w.news()
  expect(c.ack(2)).toBe('ok')
  expect(c.ack(4, true)).toBe('ok')
  expect(w.news()).toEqual([
    'message-acked message=2 queue=q connection=c channel=1 deliveryTag=2',
    'message-acked message=1 queue=q connection=c channel=1 deliveryTag=1',
    'message-acked message=7 queue=p connection=c channel=1 deliveryTag=3',
    'message-acked message=4 queue=q connection=c channel=1 deliveryTag=4',
  ])
  c.close()
  other.close()
  expect(w.client('third').drain('q')).toBe('3r 5r 6')
})

it('[R-92] tag 0 with multiple acks all, and is legal with none outstanding', () => {
  const { w, c } = withMessages(3)
  expect(c.ackTag(0, true)).toBe('ok')
  take(c, 3)
  expect(c.ackTag(0, true)).toBe('ok')
  expect(w.news('message-acked')).toHaveLength(3)
})

describe('[R-93] an unknown delivery tag is 406, and everything unacked is requeued', () => {
  it.each([
    ['double ack', (c: Client) => [c.ackTag(1), c.ackTag(1)][1], 1],
    ['covered by a multiple ack', (c: Client) => [c.ackTag(2, true), c.ackTag(1)][1], 1],
    ['multiple with a tag that is not outstanding', (c: Client) => c.ackTag(9, true), 9],
    ['tag 0 alone', (c: Client) => c.ackTag(0), 0],
  ])('(%s)', (_name, act, tag) => {
    const { c, other } = withMessages(4)
    take(c, 3)
    expect(act(c)).toBe(`406 PRECONDITION_FAILED - unknown delivery tag ${String(tag)}`)
    expect(other.drain('q')).toMatch(/3r 4$/)
  })

  it('(ack on another channel)', () => {
    const { w, c } = withMessages(1)
    take(c, 1)
    expect(w.client('c', 2).ackTag(1)).toBe('406 PRECONDITION_FAILED - unknown delivery tag 1')
    expect(c.ack(1)).toBe('ok')
  })

  it('(ack of an automatically acked delivery)', () => {
    const { c } = withMessages(1)
    c.get('q', true)
    expect(c.ackTag(1)).toBe('406 PRECONDITION_FAILED - unknown delivery tag 1')
  })

  it('(the method is named: ack 80, reject 90, nack 120)', () => {
    const { w } = withMessages(0)
    w.client('ack').ackTag(5)
    w.client('reject').reject(5)
    w.client('nack').nack(5)
    const methods = w.sent.map(({ method }) =>
      method.method === 'channel.close' ? [method.error.classId, method.error.methodId] : [],
    )
    expect(methods).toEqual([
      [60, 80],
      [60, 90],
      [60, 120],
    ])
  })
})

it('[R-94] nack and reject without requeue discard', () => {
  const { w, c, other } = withMessages(4)
  take(c, 3)
  c.nack(2, { requeue: false, multiple: true })
  c.reject(3, false)
  expect(w.news('message-discarded')).toEqual([
    'message-discarded message=1 queue=q reason=rejected',
    'message-discarded message=2 queue=q reason=rejected',
    'message-discarded message=3 queue=q reason=rejected',
  ])
  expect(other.drain('q')).toBe('4')
})

it('[R-95] a rejected message returns to its original position, behind earlier ones', () => {
  const { c, other } = withMessages(4)
  take(c, 3)
  c.reject(3)
  c.reject(1)
  expect(other.drain('q')).toBe('1r 3r 4')
})

it('[R-96] a requeue with prefetch 1 brings the same message again at once, and nothing else', () => {
  const { w, c } = withMessages(4)
  c.prefetch(1)
  c.consume('q', 'A')
  for (let round = 0; round < 50; round++) c.nack(1)
  expect(w.received('A')).toBe(`1${' 1r'.repeat(50)}`)
  expect(c.queue('q')).toBe('q messages=3 consumers=1')
})

describe('[R-100] what is unacked comes back in its original order', () => {
  it.each(['channel', 'client', 'socket-lost', 'forced'] as const)('(%s closed)', (how) => {
    const { w, c, other } = withMessages(4)
    c.consume('q', 'A')
    w.news()
    if (how === 'channel') c.close()
    else c.disconnect(how)
    expect(w.news('message-requeued')).toHaveLength(4)
    expect(other.drain('q')).toBe('1r 2r 3r 4r')
  })

  it('(A holds 1,3 and B holds 2,4; B closes, then A)', () => {
    const { w, c, other } = withMessages(6)
    const holder = w.client('holder')
    c.get('q')
    holder.get('q')
    c.get('q')
    holder.get('q')
    holder.close()
    c.close()
    expect(other.drain('q')).toBe('1r 2r 3r 4r 5 6')
  })

  it('(two channels of one connection, another consumer is served the first of all)', () => {
    const { w, c, other } = withMessages(4)
    const second = w.client('c', 2)
    second.get('q')
    take(c, 3)
    other.prefetch(1)
    other.consume('q', 'B')
    c.disconnect('socket-lost')
    expect(w.received('B')).toBe('1r')
    expect(other.drain('q')).toBe('2r 3r 4r')
  })
})

it('[R-101] redelivered is true after any delivery attempt', () => {
  const { w, c, other } = withMessages(2)
  c.consume('q', 'A')
  c.close()
  other.consume('q', 'B')
  expect([w.received('A'), w.received('B')]).toEqual(['1 2', '1r 2r'])
})

it('[R-103] with two consumers a requeue can put messages out of order', () => {
  const { w, c } = withMessages(0)
  c.prefetch(1)
  c.consume('q', 'A')
  c.consume('q', 'B')
  c.fill('q', 3)
  c.ack(2)
  c.nack(1)
  expect([w.received('A'), w.received('B')]).toEqual(['1 1r', '2 3'])
})

it('[R-104] a lost socket gives everything back at once', () => {
  const { w, c, other } = withMessages(1)
  other.consume('q', 'B')
  other.ack(1)
  other.cancel('B')
  c.fill('q', 1)
  c.consume('q', 'A')
  other.consume('q', 'B')
  c.disconnect('socket-lost')
  expect(w.received('B')).toBe('1 2r')
  expect(w.last('connection-closed').fields).toEqual({
    connection: 'c',
    code: null,
    reason: 'socket-lost',
  })
  expect(w.heard('c')).toEqual([])
})

it('[R-158] one channel, one queue, one consuming channel: publish order', () => {
  const { w, c } = withMessages(3)
  c.prefetch(2)
  c.consume('q', 'A')
  c.fill('q', 3)
  for (const message of [2, 1, 3, 4, 6, 5]) c.ack(message)
  expect(w.received('A')).toBe('1 2 3 4 5 6')
})

it('[R-159] manual ack repeats what was not acked, automatic ack loses it', () => {
  const { c, other } = withMessages(2)
  c.get('q', true)
  c.get('q', false)
  c.disconnect('socket-lost')
  expect(other.drain('q')).toBe('2r')
})

it('[A-14] recover gives back all the channel holds, and nothing of other channels', () => {
  const { w, c, other } = withMessages(4)
  take(c, 2)
  other.get('q')
  c.consume('q', 'A')
  expect(c.recover()).toBe('ok')
  expect(w.received('A')).toBe('4 1r 2r 4r')
  expect(w.news('message-requeued').map((line) => line.split(' ').at(-1))).toEqual([
    'reason=recover',
    'reason=recover',
    'reason=recover',
  ])
})
