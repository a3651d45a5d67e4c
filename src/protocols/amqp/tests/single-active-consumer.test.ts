import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'

/** A queue `q` with a single active consumer, and three clients. */
function withSingle(type = 'classic') {
  const w = world()
  const a = w.client('a')
  const sac = { 'x-single-active-consumer': true, 'x-queue-type': type }
  a.queue('q', { arguments: sac })
  return { w, a, b: w.client('b'), c: w.client('c') }
}

describe.each(['classic', 'quorum'])('(%s)', (type) => {
  it('[R-85] only the first consumer is served, whatever its priority', () => {
    const { w, a, b } = withSingle(type)
    a.prefetch(1)
    a.consume('q', 'A')
    b.consume('q', 'B', { priority: 10 })
    a.fill('q', 2)
    expect([w.received('A'), w.received('B')]).toEqual(['1', ''])
    a.ack(1)
    expect([w.received('A'), w.received('B')]).toEqual(['1 2', ''])
    expect(w.news('consumer-activated')).toEqual([
      'consumer-activated consumer=A queue=q connection=a channel=1',
    ])
  })

  it('[R-86] when it goes, the waiting one with the highest priority gets what it held, first', () => {
    const { w, a, b, c } = withSingle(type)
    a.consume('q', 'A')
    b.consume('q', 'B')
    c.consume('q', 'C', { priority: 1 })
    a.fill('q', 2)
    a.close()
    b.fill('q', 1)
    expect([w.received('B'), w.received('C')]).toEqual(['', '1r 2r 3'])
  })

  it('[R-86] with equal priorities the next that was started', () => {
    const { w, a, b, c } = withSingle(type)
    a.consume('q', 'A')
    b.consume('q', 'B')
    c.consume('q', 'C')
    a.disconnect('socket-lost')
    c.fill('q', 1)
    expect([w.received('B'), w.received('C')]).toEqual(['1', ''])
  })

  it('[R-86] one that waits and goes changes nothing', () => {
    const { w, a, b } = withSingle(type)
    a.consume('q', 'A')
    b.consume('q', 'B')
    b.close()
    a.fill('q', 1)
    expect(w.received('A')).toBe('1')
  })

  it('[R-87] cancelled, it keeps what it holds, and the next one goes on with what is ready', () => {
    const { w, a, b } = withSingle(type)
    a.prefetch(2)
    a.consume('q', 'A')
    b.consume('q', 'B')
    a.fill('q', 4)
    a.cancel('A')
    expect([w.received('A'), w.received('B')]).toEqual(['1 2', '3 4'])
    expect(a.ack(1)).toBe('ok')
    a.close()
    expect(w.received('B')).toBe('3 4 2r')
  })
})

it('[R-88] nobody consumes exclusively beside a single active consumer', () => {
  const { a } = withSingle()
  expect(a.consume('q', 'A', { exclusive: true })).toBe(
    "403 ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use",
  )
})

it('[R-85] basic.get is not bound by it', () => {
  const { a, b } = withSingle()
  a.prefetch(1)
  a.consume('q', 'A')
  a.fill('q', 2)
  expect(b.get('q')).toBe('2')
})

it('[R-86] consumers of one connection that ends leave together', () => {
  const { w, a, b } = withSingle()
  a.consume('q', 'A')
  w.client('a', 2).consume('q', 'A2')
  b.consume('q', 'B')
  b.fill('q', 1)
  a.disconnect('socket-lost')
  expect([w.received('A2'), w.received('B')]).toEqual(['', '1r'])
})
