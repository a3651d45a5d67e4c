import { describe, expect, it } from 'vitest'
import { createBroker } from '../state/broker.ts'
import { world } from './broker-world.ts'

type Plain = Readonly<Record<string, unknown>>

const EPOCH_SECONDS = 1_767_225_600

/** A world where `from` dead-letters into `to`, for each pair. */
function withChain(...pairs: readonly (readonly [string, string])[]) {
  const w = world()
  const c = w.client('c')
  for (const [from, to] of pairs) {
    const dead = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': to }
    c.queue(from, { arguments: dead })
  }
  const ends = pairs.map(([, to]) => to).filter((to) => !w.broker.queues.has(to))
  for (const queue of ends) c.queue(queue)
  return { w, c }
}

function deathsIn(headers: Plain): readonly Plain[] {
  return (headers['x-death'] ?? []) as readonly Plain[]
}

it('[R-124] a death is written down with queue, reason, time, exchange and keys', () => {
  const { w, c } = withChain(['q', 'dead'])
  c.bind('amq.direct', 'q', 'key')
  w.wait(2_500)
  c.publish('amq.direct', 'key', { headers: { CC: ['copy'] }, expiration: '500' })
  w.wait(500)
  expect(deathsIn(c.see('dead').headers)).toEqual([
    {
      count: 1,
      reason: 'expired',
      queue: 'q',
      time: { '!': 'timestamp', value: EPOCH_SECONDS + 3 },
      exchange: 'amq.direct',
      'routing-keys': ['key', 'copy'],
      'original-expiration': '500',
    },
  ])
})

it('[R-124] the wall clock is a setting of the broker', () => {
  const w = world(createBroker({ settings: { epochMs: 5_000 } }))
  const c = w.client('c')
  c.queue('q', { arguments: { 'x-message-ttl': 0, 'x-dead-letter-exchange': 'amq.fanout' } })
  c.queue('dead')
  c.bind('amq.fanout', 'dead')
  c.publish('', 'q')
  expect(deathsIn(c.see('dead').headers)[0]).toMatchObject({ time: { value: 5 } })
})

it('[R-124] the newest death stands first, one entry for each queue and reason', () => {
  const { w, c } = withChain(['a', 'b'], ['b', 'end'])
  c.publish('', 'a')
  c.get('a')
  c.reject(1, false)
  w.wait(1_000)
  c.get('b')
  c.reject(2, false)
  const deaths = deathsIn(c.see('end').headers)
  expect(deaths.map(({ queue, count, exchange }) => [queue, count, exchange])).toEqual([
    ['b', 1, ''],
    ['a', 1, ''],
  ])
})

it('[R-124] a repeat counts, moves to the front, and keeps what the first one wrote', () => {
  const { w, c } = withChain(['a', 'b'], ['b', 'a'])
  c.bind('amq.direct', 'a', 'first-key')
  c.publish('amq.direct', 'first-key')
  for (const [round, queue] of ['a', 'b', 'a'].entries()) {
    c.get(queue)
    c.reject(round + 1, false)
    w.wait(1_000)
  }
  expect(deathsIn(c.see('b').headers)).toMatchObject([
    {
      queue: 'a',
      count: 2,
      exchange: 'amq.direct',
      'routing-keys': ['first-key'],
      time: { value: EPOCH_SECONDS },
    },
    { queue: 'b', count: 1, time: { value: EPOCH_SECONDS + 1 } },
  ])
})

it('[R-124] another reason in the same queue is another entry', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q', {
    arguments: {
      'x-message-ttl': 10,
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': 'dead',
    },
  })
  c.queue('dead')
  c.publish('', 'q')
  c.get('q')
  c.reject(1, false)
  const { headers } = c.see('dead')
  c.publish('', 'q', { headers: { 'x-death': headers['x-death'] } })
  w.wait(10)
  const deaths = deathsIn(c.see('dead').headers)
  expect(deaths.map(({ reason }) => reason)).toEqual(['expired', 'rejected'])
})

it('[R-125] the first death stays the first', () => {
  const { c } = withChain(['a', 'b'], ['b', 'end'])
  c.bind('amq.direct', 'a', 'k')
  c.publish('amq.direct', 'k')
  c.get('a')
  c.reject(1, false)
  c.get('b')
  c.reject(2, false)
  expect(c.see('end').headers).toMatchObject({
    'x-first-death-exchange': 'amq.direct',
    'x-first-death-queue': 'a',
    'x-first-death-reason': 'rejected',
  })
})

describe('[R-129] an x-death that a client publishes', () => {
  it('(goes on being counted)', () => {
    const { c } = withChain(['q', 'dead'])
    c.publish('', 'q')
    c.get('q')
    c.reject(1, false)
    const { headers } = c.see('dead')
    c.publish('', 'q', { headers })
    c.get('q')
    c.reject(3, false)
    expect(deathsIn(c.see('dead').headers)).toMatchObject([{ queue: 'q', count: 2 }])
  })

  it('(is replaced when it is no list)', () => {
    const { c } = withChain(['q', 'dead'])
    c.publish('', 'q', { headers: { 'x-death': 'nonsense' } })
    c.get('q')
    c.reject(1, false)
    const { headers } = c.see('dead')
    expect(deathsIn(headers)).toMatchObject([{ queue: 'q', count: 1 }])
    expect(headers).not.toHaveProperty('x-first-death-queue')
  })
})
