import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'
import type { Client } from './client.ts'

describe('[V-1] a topic exchange routes a key to exactly these patterns', () => {
  const patterns = 'a.* a.# # * *.b #.b a.#.b a.*.b  a..b *.*.* #.# *.# a a.b.c *a a* #a'.split(' ')

  // One row: the key, then the patterns it reaches; `-` is the empty one.
  it.each([
    ['', '# - #.#'],
    ['a', 'a.# # * #.# *.# a'],
    ['a.b', 'a.* a.# # *.b #.b a.#.b #.# *.#'],
    ['a.b.c', 'a.# # *.*.* #.# *.# a.b.c'],
    ['a.x.y.b', 'a.# # #.b a.#.b #.# *.#'],
    ['b', '# * #.b #.# *.#'],
    ['a.', 'a.* a.# # #.# *.#'],
    ['a..b', 'a.# # #.b a.#.b a.*.b a..b *.*.* #.# *.#'],
    ['.', '# #.# *.#'],
    ['.b', '# *.b #.b #.# *.#'],
    ['xa', '# * #.# *.#'],
    ['ax', '# * #.# *.#'],
    ['A.b', '# *.b #.b #.# *.#'],
  ])('(%s)', (key, expected) => {
    const c = world().client('c')
    const queues = patterns.map((pattern) => {
      const queue = `to ${pattern || '-'}`
      c.queue(queue)
      c.bind('amq.topic', queue, pattern)
      return queue
    })
    c.publish('amq.topic', key)
    const reached = queues.filter((queue) => c.get(queue) === '1')
    expect(reached.sort()).toEqual(
      expected
        .split(' ')
        .map((pattern) => `to ${pattern}`)
        .sort(),
    )
  })
})

describe('[R-95] [V-7] what is read after a requeue (classic queues)', () => {
  /** A world with messages 1 to `count` in the queue `q`. */
  function withMessages(count: number) {
    const w = world()
    const c = w.client('c')
    c.queue('q')
    c.fill('q', count)
    return { w, c, reader: w.client('reader') }
  }

  it.each<[string, number, (client: Client) => void, string]>([
    ['get 1,2,3; nack 2', 3, (c) => [c.nack(2)], '2r 4 5 6'],
    ['get 1-4; nack 4, then 1, then 3', 4, (c) => nackAll(c, 4, 1, 3), '1r 3r 4r 5 6'],
    ['get 1-4; nack 1,2,3,4 one by one', 4, (c) => nackAll(c, 1, 2, 3, 4), '1r 2r 3r 4r 5 6'],
    ['get 1-4; nack 3 and all before', 4, (c) => [c.nack(3, { multiple: true })], '1r 2r 3r 5 6'],
    ['get 1-4; close the channel', 4, (c) => c.close(), '1r 2r 3r 4r 5 6'],
  ])('(%s)', (_name, taken, giveBack, next) => {
    const { c, reader } = withMessages(6)
    for (let count = 0; count < taken; count++) c.get('q')
    giveBack(c)
    expect(reader.drain('q')).toBe(next)
  })

  it('(A holds 1,3; B holds 2,4; close B, then A)', () => {
    const { w, c, reader } = withMessages(6)
    const b = w.client('b')
    for (const holder of [c, b, c, b]) holder.get('q')
    b.close()
    c.close()
    expect(reader.drain('q')).toBe('1r 2r 3r 4r 5 6')
  })

  it.each([
    ['prefetch 1, three times', 1, 3, '1 1r 1r 1r 2 3 4'],
    ['prefetch 3, twice', 3, 2, '1 2 3 1r 1r 4'],
  ])('(a consumer nacks 1: %s)', (_name, prefetch, times, received) => {
    const { w, c } = withMessages(4)
    c.prefetch(prefetch)
    c.consume('q', 'A')
    for (let count = 0; count < times; count++) c.nack(1)
    for (const message of [1, 2, 3, 4]) c.ack(message)
    expect(w.received('A')).toBe(received)
  })
})

function nackAll(client: Client, ...messages: readonly number[]): void {
  for (const message of messages) client.nack(message)
}
