import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'

function withQueues(...names: readonly string[]) {
  const w = world()
  const c = w.client('c')
  for (const name of names) c.queue(name)
  return { w, c }
}

it('[A-10] a policy holds for every queue whose name fits, at once and for later ones', () => {
  const { w, c } = withQueues('order.a', 'bill')
  w.policy('short', '^order\\.', { 'max-length': 1 })
  c.queue('order.b')
  for (const queue of ['order.a', 'order.b', 'bill']) c.fill(queue, 2)
  expect([c.drain('order.a'), c.drain('order.b'), c.drain('bill')]).toEqual(['2', '4', '5 6'])
  expect(w.news('policy-applied')).toEqual([
    'policy-applied queue=order.a exchange=- policy=short',
    'policy-applied queue=order.b exchange=- policy=short',
  ])
})

it('[A-10] a limit that is new drops what is too much already', () => {
  const { w, c } = withQueues('q')
  c.fill('q', 3)
  w.policy('short', 'q', { 'max-length': 1 })
  expect(c.drain('q')).toBe('3')
})

it('[A-10] of several policies the one with the highest priority holds, alone', () => {
  const { w, c } = withQueues('q', 'dead')
  w.policy('low', 'q', {
    'max-length': 1,
    'dead-letter-exchange': '',
    'dead-letter-routing-key': 'dead',
  })
  w.policy('high', 'q', { 'max-length': 2 }, { priority: 1 })
  c.fill('q', 3)
  expect([c.drain('q'), c.drain('dead')]).toEqual(['2 3', ''])
  w.clearPolicy('high')
  c.fill('q', 2)
  expect([c.drain('q'), c.drain('dead')]).toEqual(['5', '6'])
})

describe('[A-10] with an argument and a policy', () => {
  it('(the smaller number holds)', () => {
    const { w, c } = withQueues()
    c.queue('p', { arguments: { 'x-max-length': 1 } })
    c.queue('q', { arguments: { 'x-max-length': 5 } })
    w.policy('two', '.*', { 'max-length': 2 })
    for (const queue of ['p', 'q']) c.fill(queue, 6)
    expect([c.drain('p'), c.drain('q')]).toEqual(['6', '11 12'])
  })

  it('(the argument holds where there is nothing smaller)', () => {
    const { w, c } = withQueues('mine', 'theirs')
    c.queue('q', {
      arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'mine' },
    })
    w.policy('other', '^q$', { 'dead-letter-routing-key': 'theirs', 'message-ttl': 10 })
    c.fill('q', 1)
    w.wait(10)
    expect([c.drain('mine'), c.drain('theirs')]).toEqual(['2', ''])
  })
})

it('[A-10] a policy gives exchanges their alternate, unless they have one', () => {
  const { w, c } = withQueues('q', 'other')
  c.exchange('x', 'direct')
  c.exchange('y', 'direct', { arguments: { 'alternate-exchange': 'amq.direct' } })
  c.bind('amq.fanout', 'q')
  c.bind('amq.direct', 'other', 'k')
  w.policy('spare', '^[xy]$', { 'alternate-exchange': 'amq.fanout' }, { applyTo: 'exchanges' })
  c.publish('x', 'k')
  c.publish('y', 'k')
  expect([c.drain('q'), c.drain('other')]).toEqual(['1', '2'])
  w.clearPolicy('spare')
  c.publish('x', 'k', { mandatory: true })
  expect(w.heard('c')).toEqual(['basic.return 312 NO_ROUTE k'])
})

it('[A-10] a policy is for what it says it is for', () => {
  const { w, c } = withQueues('classic')
  c.queue('quorum', { arguments: { 'x-queue-type': 'quorum' } })
  w.policy('short', '.*', { 'max-length': 1 }, { applyTo: 'quorum_queues' })
  for (const queue of ['classic', 'quorum']) c.fill(queue, 2)
  expect([c.drain('classic'), c.drain('quorum')]).toEqual(['1 2', '4'])
})

it('[A-10] a lease that a policy brings begins then', () => {
  const { w } = withQueues('q')
  w.wait(1_000)
  w.policy('lease', 'q', { expires: 500 })
  w.wait(499)
  expect(w.broker.queues.has('q')).toBe(true)
  w.wait(1)
  expect(w.broker.queues.has('q')).toBe(false)
})

it('[R-139] a delivery limit may come from a policy', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q', { arguments: { 'x-queue-type': 'quorum' } })
  w.policy('limit', 'q', { 'delivery-limit': 1 })
  c.fill('q', 1)
  c.consume('q', 'A')
  for (let round = 0; round < 2; round++) c.nack(1)
  expect(w.received('A')).toBe('1 1r')
})
