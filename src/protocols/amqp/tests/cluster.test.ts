import { ms, type Duration } from '#engine'
import { describe, expect, it } from 'vitest'
import { setDownNodes } from '../commands/cluster.ts'
import { createBroker } from '../state/broker.ts'
import { world } from './broker-world.ts'

/** A cluster with the quorum queue `q` and the classic queue `classic`, and a confirm channel. */
function withCluster(nodes: number, writing: Duration = ms(0)) {
  const w = world(createBroker({ settings: { nodes, diskWriteTime: writing } }))
  const c = w.client('c')
  c.queue('q', { arguments: { 'x-queue-type': 'quorum' } })
  c.queue('classic')
  c.confirms()
  return { w, c, down: (count: number) => setDownNodes(w.broker, w.context, { down: count }) }
}

describe('[R-141] a quorum queue works while more than half of its replicas do', () => {
  it.each([
    [1, 0, true],
    [3, 1, true],
    [3, 2, false],
    [5, 2, true],
    [5, 3, false],
    [4, 2, false],
  ])('(%i nodes, %i down: %s)', (nodes, down, works) => {
    const { w, c, down: take } = withCluster(nodes)
    take(down)
    c.publish('', 'q')
    expect(w.heard('c')).toEqual(works ? ['basic.ack 1'] : [])
  })
})

it('[R-141] without a majority a publish waits, and is confirmed when the majority is back', () => {
  const { w, c, down } = withCluster(3)
  down(2)
  c.fill('q', 2)
  c.publish('', 'classic')
  expect([w.heard('c'), c.drain('classic')]).toEqual([['basic.ack 3'], '3'])
  down(1)
  expect(w.heard('c').slice(1)).toEqual(['basic.ack 2 multiple'])
  expect(c.drain('q')).toBe('1 2')
})

it('[R-141] meanwhile it delivers nothing; afterwards it goes on in order', () => {
  const { w, c, down } = withCluster(3)
  c.fill('q', 1)
  down(2)
  c.consume('q', 'A')
  c.fill('q', 1)
  expect(w.received('A')).toBe('')
  down(0)
  expect(w.received('A')).toBe('1 2')
})

it('[R-141] what is confirmed past a message that waits is confirmed one by one', () => {
  const { w, c, down } = withCluster(3, ms(2))
  down(2)
  c.publish('', 'q')
  c.fill('classic', 2)
  w.wait(2)
  expect(w.heard('c')).toEqual(['basic.ack 2', 'basic.ack 3'])
  down(0)
  expect(w.heard('c').slice(2)).toEqual(['basic.ack 1'])
})

it('[R-63] a message in several queues is confirmed when the slowest has it', () => {
  const { w, c, down } = withCluster(3, ms(2))
  for (const queue of ['q', 'classic']) c.bind('amq.fanout', queue)
  down(2)
  c.publish('amq.fanout', '')
  w.wait(2)
  expect(w.heard('c')).toEqual([])
  down(0)
  expect(w.heard('c')).toEqual(['basic.ack 1'])
})

it('[R-141] a replica is on as many nodes as the queue asks for', () => {
  const { w, c, down } = withCluster(5)
  const small = { 'x-queue-type': 'quorum', 'x-quorum-initial-group-size': 3 }
  c.queue('small', { arguments: small })
  down(2)
  c.publish('', 'small')
  c.publish('', 'q')
  expect(w.heard('c')).toEqual(['basic.ack 2'])
})

it('[R-68] a queue that is full when the majority is back refuses what has waited', () => {
  const { w, c, down } = withCluster(3)
  const full = { 'x-queue-type': 'quorum', 'x-max-length': 0, 'x-overflow': 'reject-publish' }
  c.queue('full', { arguments: full })
  down(2)
  c.fill('full', 2)
  down(0)
  expect(w.heard('c').sort()).toEqual(['basic.ack 1', 'basic.nack 2'])
})

it('[R-63] nobody waits for a queue that is deleted', () => {
  const { w, c, down } = withCluster(3)
  down(2)
  c.publish('', 'q')
  c.deleteQueue('q')
  expect(w.heard('c')).toEqual(['basic.ack 1'])
})
