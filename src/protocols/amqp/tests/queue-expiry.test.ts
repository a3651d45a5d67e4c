import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'
import type { Client } from './client.ts'

/** A queue that may be unused for 500 ms, and whose dead letters would be in `dead`. */
function withLease(type = 'classic') {
  const w = world()
  const c = w.client('c')
  c.queue('dead')
  const queueArguments = {
    'x-expires': 500,
    'x-queue-type': type,
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': 'dead',
  }
  c.queue('q', { arguments: queueArguments })
  const redeclare = () => c.queue('q', { arguments: queueArguments })
  return { w, c, redeclare, lives: () => w.broker.queues.has('q') }
}

it('[R-112] an unused queue is deleted; what is in it is lost and not dead-lettered', () => {
  const { w, c, lives } = withLease()
  c.fill('q', 1)
  w.wait(499.999)
  expect(lives()).toBe(true)
  w.wait(0.001)
  expect(lives()).toBe(false)
  expect(w.news('queue-deleted')).toEqual(['queue-deleted queue=q messages=1'])
  expect(c.drain('dead')).toBe('')
})

it('[R-112] publishing is no use', () => {
  const { w, c, lives } = withLease()
  for (let round = 0; round < 3; round++) {
    c.fill('q', 1)
    w.wait(200)
  }
  expect(lives()).toBe(false)
})

describe('[R-112] these are use', () => {
  it.each<[string, (c: Client) => unknown]>([
    ['basic.get', (c) => c.get('q')],
    ['a passive declare', (c) => c.queue('q', { passive: true })],
  ])('(%s)', (_name, use) => {
    const { w, c, lives } = withLease()
    for (let round = 0; round < 5; round++) {
      w.wait(400)
      use(c)
    }
    expect(lives()).toBe(true)
    w.wait(500)
    expect(lives()).toBe(false)
  })

  it('(declaring it again)', () => {
    const { w, redeclare, lives } = withLease()
    w.wait(400)
    redeclare()
    w.wait(400)
    expect(lives()).toBe(true)
  })

  it('(a consumer, until it goes)', () => {
    const { w, c, lives } = withLease()
    c.consume('q', 'A')
    w.wait(5_000)
    expect(lives()).toBe(true)
    c.cancel('A')
    w.wait(499)
    expect(lives()).toBe(true)
    w.wait(1)
    expect(lives()).toBe(false)
  })
})

it('[R-112] declaring a quorum queue again does not renew its lease', () => {
  const { w, redeclare, lives } = withLease('quorum')
  w.wait(400)
  redeclare()
  w.wait(100)
  expect(lives()).toBe(false)
})

it('[R-112] a queue of the same name declared later has a lease of its own', () => {
  const { w, c, redeclare, lives } = withLease()
  w.wait(400)
  c.deleteQueue('q')
  redeclare()
  w.wait(400)
  expect(lives()).toBe(true)
})

it('[R-112] a queue that is polled keeps few timers', () => {
  const { w, c } = withLease()
  for (let round = 0; round < 1_000; round++) c.get('q')
  expect(w.broker.timers.heap.length).toBeLessThan(10)
})
