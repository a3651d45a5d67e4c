import { expect, it } from 'vitest'
import { world } from './broker-world.ts'

/** A queue with priorities up to 9 and a message for each number given. */
function withPriorities(priorities: readonly (number | null)[], more = {}) {
  const w = world()
  const c = w.client('c')
  c.queue('q', { arguments: { 'x-max-priority': 9, ...more } })
  for (const priority of priorities) c.publish('', 'q', priority === null ? {} : { priority })
  return { w, c }
}

it('[R-131] the highest priority comes first, and within one the oldest; none is 0', () => {
  const { c } = withPriorities([1, 9, null, 1, 9, 0])
  expect(c.drain('q')).toBe('2 5 1 4 3 6')
})

it('[R-131] a priority above the highest behaves like it and keeps its value', () => {
  const { w, c } = withPriorities([5, 9, 255, 9])
  expect(w.news('message-queued').map((line) => line.split(' ').at(-1))).toEqual([
    'priority=5',
    'priority=9',
    'priority=9',
    'priority=9',
  ])
  expect([c.see('q').message, c.see('q')]).toMatchObject([2, { properties: { priority: 255 } }])
})

it('[R-131] a queue without priorities does not look at them', () => {
  const c = world().client('c')
  c.queue('q')
  for (const priority of [1, 9]) c.publish('', 'q', { priority })
  expect(c.drain('q')).toBe('1 2')
})

it.each([
  [1, '1 7 2 3 4 5 6'],
  [3, '1 2 3 7 4 5 6'],
  [0, '1 2 3 4 5 6 7'],
])('[R-132] with prefetch %i a late high one is read so: %s', (prefetch, order) => {
  const { w, c } = withPriorities([])
  c.prefetch(prefetch)
  c.consume('q', 'A')
  c.fill('q', 6, { priority: 1 })
  c.publish('', 'q', { priority: 9 })
  for (let read = 0; read < 7; read++) {
    c.ack(Number(w.received('A').split(' ')[read]))
  }
  expect(w.received('A')).toBe(order)
})

it('[R-133] a full queue drops its highest first', () => {
  const { w, c } = withPriorities([9, 1, 5], { 'x-max-length': 2 })
  expect(w.news('message-discarded')).toEqual(['message-discarded message=1 queue=q reason=maxlen'])
  expect(c.drain('q')).toBe('3 2')
})

it('[R-134] an expired low one behind a high one stays and counts until it is at the head', () => {
  const { w, c } = withPriorities([9])
  c.publish('', 'q', { priority: 1, expiration: '10' })
  w.wait(100)
  expect(c.queue('q', { passive: true })).toBe('q messages=2 consumers=0')
  c.get('q')
  expect(c.queue('q', { passive: true })).toBe('q messages=0 consumers=0')
})

it('[R-161] a high one that expires over a low one is gone on time and never delivered', () => {
  const { w, c } = withPriorities([1])
  c.publish('', 'q', { priority: 9, expiration: '10' })
  w.wait(10)
  expect(w.news('message-discarded')).toEqual([
    'message-discarded message=2 queue=q reason=expired',
  ])
  expect(c.drain('q')).toBe('1')
})

it('[R-135] a requeued message returns to its place within its priority', () => {
  const { w, c } = withPriorities([5, 5, 9, 5])
  for (const message of ['3', '1', '2']) expect(c.get('q')).toBe(message)
  for (const message of [2, 3, 1]) c.nack(message)
  expect(w.client('reader').drain('q')).toBe('3r 1r 2r 4')
})

it('[R-145] priorities survive a restart', () => {
  const { w } = withPriorities([1, 9, 1])
  w.restart('clean')
  expect(w.client('d').drain('q')).toBe('2 1 3')
})
