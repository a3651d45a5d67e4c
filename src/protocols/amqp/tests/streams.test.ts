import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'

/** A world with the stream `st`, messages 1 to `count` in it, and a channel with prefetch 10. */
function withStream(count = 0) {
  const w = world()
  const c = w.client('c')
  c.queue('st', { arguments: { 'x-queue-type': 'stream' } })
  c.fill('st', count)
  c.prefetch(10)
  return { w, c }
}

const at = (offset: unknown) => ({ arguments: { 'x-stream-offset': offset } })

it('[R-143] reading removes nothing: every consumer gets everything', () => {
  const { w, c } = withStream(3)
  c.consume('st', 'A', at('first'))
  c.consume('st', 'B', at('first'))
  c.fill('st', 1)
  expect([w.received('A'), w.received('B')]).toEqual(['1 2 3 4', '1 2 3 4'])
  expect(c.queue('st', { passive: true })).toBe('st messages=4 consumers=2')
})

it.each<[unknown, string]>([
  ['first', '1 2 3 4'],
  ['next', '4'],
  ['last', '3 4'],
  [1, '2 3 4'],
  [99, '4'],
  [undefined, '4'],
  ['1h', '1 2 3 4'],
  [{ '!': 'timestamp', value: 0 }, '1 2 3 4'],
])('[R-143] a consumer chooses where it begins: %j', (offset, received) => {
  const { w, c } = withStream(3)
  c.consume('st', 'A', at(offset))
  c.fill('st', 1)
  expect(w.received('A')).toBe(received)
})

it('[R-143] every message carries its offset', () => {
  const { w, c } = withStream(2)
  c.consume('st', 'A', at('first'))
  const offsets = w.sent.map(({ method }) => {
    if (method.method !== 'basic.deliver') return null
    return method.message.properties.headers?.get('x-stream-offset')
  })
  expect(offsets).toEqual([
    { type: 'long', value: 0 },
    { type: 'long', value: 1 },
  ])
})

it('[R-143] an ack only makes room', () => {
  const { w, c } = withStream(3)
  c.prefetch(2)
  c.consume('st', 'A', at('first'))
  expect(w.received('A')).toBe('1 2')
  c.ack(1)
  expect(w.received('A')).toBe('1 2 3')
  c.consume('st', 'B', at('first'))
  expect(w.received('B')).toBe('1 2')
})

it('[R-143] a channel that ends gives nothing back', () => {
  const { w, c } = withStream(2)
  c.consume('st', 'A', at('first'))
  c.close()
  expect(w.news('message-requeued')).toEqual([])
  const d = w.client('d')
  d.prefetch(10)
  d.consume('st', 'D', at('first'))
  expect(w.received('D')).toBe('1 2')
})

it('[R-143] all of it survives a restart', () => {
  const { w, c } = withStream(2)
  c.fill('st', 1, { persistent: false })
  w.restart('killed')
  const d = w.client('d')
  d.prefetch(10)
  d.consume('st', 'D', at('first'))
  expect(w.received('D')).toBe('1 2 3')
})

describe('[R-144] a stream asks for', () => {
  it('(a prefetch)', () => {
    const { c } = withStream()
    c.prefetch(0)
    expect(c.consume('st')).toBe(
      "406 PRECONDITION_FAILED - consumer prefetch count is not set for 'queue 'st' in vhost '/''",
    )
  })

  it('(acknowledgement by hand)', () => {
    const { c } = withStream()
    expect(c.consume('st', 'A', true)).toBe(
      "540 NOT_IMPLEMENTED - automatic acknowledgement not supported by stream queues queue 'st' in vhost '/'",
    )
  })

  it('(no basic.get)', () => {
    const { w, c } = withStream(1)
    expect(c.get('st')).toMatch(/^540 NOT_IMPLEMENTED - /)
    expect(w.broker.connections.size).toBe(0)
  })

  it('(no purge)', () => {
    const { c } = withStream(1)
    expect(c.purge('st')).toMatch(/^540 NOT_IMPLEMENTED - queue\.purge not supported by stream/)
  })

  it.each(['nack', 'reject'] as const)('(no %s)', (method) => {
    const { c } = withStream(1)
    c.consume('st', 'A', at('first'))
    expect(c[method](1)).toMatch(/^540 NOT_IMPLEMENTED - /)
  })

  it.each([
    ['exclusive', { exclusive: true }, {}, /^406 .* invalid property 'exclusive-owner'/],
    [
      'a time to live',
      {},
      { 'x-message-ttl': 5 },
      /^406 .* invalid arg 'x-message-ttl' .* rabbit_stream_queue$/,
    ],
  ])('(not %s)', (_name, options, more, error) => {
    const stream = { 'x-queue-type': 'stream', ...more }
    expect(
      world()
        .client('c')
        .queue('st', { ...options, arguments: stream }),
    ).toMatch(error)
  })
})

it('[R-144] a place to begin at is only for streams', () => {
  const { c } = withStream()
  c.queue('q')
  expect(c.consume('q', 'A', at('first'))).toBe(
    "406 PRECONDITION_FAILED - invalid arg 'x-stream-offset' for queue 'q' in vhost '/' of queue type rabbit_classic_queue",
  )
})
