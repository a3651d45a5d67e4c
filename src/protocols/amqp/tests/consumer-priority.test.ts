import { expect, it } from 'vitest'
import { world } from './broker-world.ts'

function withQueue(count = 0) {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', count)
  return { w, c }
}

it('[R-82] the highest priority is served while it has room', () => {
  const { w, c } = withQueue()
  c.prefetch(2)
  c.consume('q', 'low', { priority: -1 })
  c.consume('q', 'default')
  c.consume('q', 'high', { priority: 10 })
  c.fill('q', 5)
  expect([w.received('high'), w.received('default'), w.received('low')]).toEqual([
    '1 2',
    '3 4',
    '5',
  ])
})

it('[R-82] equal priorities take turns', () => {
  const { w, c } = withQueue()
  c.consume('q', 'A', { priority: 5 })
  c.consume('q', 'low')
  c.consume('q', 'B', { priority: 5 })
  c.fill('q', 5)
  expect([w.received('A'), w.received('B'), w.received('low')]).toEqual(['1 3 5', '2 4', ''])
})

it('[R-82] room at the top is used first again', () => {
  const { w, c } = withQueue()
  c.prefetch(1)
  c.consume('q', 'low')
  c.consume('q', 'high', { priority: 1 })
  c.fill('q', 3)
  c.ack(1)
  expect([w.received('high'), w.received('low')]).toEqual(['1 3', '2'])
})

it('[R-82] a priority is a whole number', () => {
  const { w } = withQueue()
  const of = "406 PRECONDITION_FAILED - invalid arg 'x-priority' for queue 'q' in vhost '/'"
  expect(w.client('a').consume('q', 'A', { arguments: { 'x-priority': 'high' } })).toMatch(of)
  expect(w.client('b').consume('q', 'B', { priority: 1.5 })).toBe(
    `${of}: "expected integer, got double"`,
  )
})

it('[R-83] an exclusive consumer is alone, and has to be the first', () => {
  const { w, c } = withQueue()
  const inUse = "403 ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use"
  expect(c.consume('q', 'A', { exclusive: true })).toBe('A')
  expect(w.client('b').consume('q')).toBe(inUse)
  expect(w.client('b').consume('q', 'B', { exclusive: true })).toBe(inUse)
  c.cancel('A')
  expect(w.client('b').consume('q', 'B')).toBe('B')
  expect(c.consume('q', 'A', { exclusive: true })).toBe(inUse)
})

it('[R-83] basic.get does not care', () => {
  const { w, c } = withQueue()
  c.prefetch(1)
  c.consume('q', 'A', { exclusive: true })
  c.fill('q', 2)
  expect(w.client('other').get('q')).toBe('2')
})

it('[R-91] only clients that understand it are told of a consumer the broker took away', () => {
  const { w, c } = withQueue()
  const old = w.client('old', 1, { canCancelNotify: false })
  c.consume('q', 'A')
  old.consume('q', 'B')
  w.client('third').deleteQueue('q')
  expect([w.heard('c'), w.heard('old')]).toEqual([['basic.cancel A'], []])
  expect(w.news('consumer-cancelled')).toHaveLength(2)
})
