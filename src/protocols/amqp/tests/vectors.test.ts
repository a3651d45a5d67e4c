import { describe, expect, it } from 'vitest'
import { world, type BrokerWorld } from './broker-world.ts'
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

/** The columns of the table: what such a queue is declared with. */
const KINDS = {
  classic: {},
  lazy: { 'x-queue-mode': 'lazy' },
  priority: { 'x-max-priority': 5 },
  'quorum, no limit': { 'x-queue-type': 'quorum' },
  'quorum, limit': { 'x-queue-type': 'quorum', 'x-delivery-limit': 9 },
}
type Kind = keyof typeof KINDS

/** What is read next in a classic queue, in a quorum queue without and with a delivery limit. */
type Row = readonly [string, string, string, string]

function expectedOf([, classic, unlimited, limited]: Row, kind: Kind): string {
  if (kind === 'quorum, no limit') return unlimited
  return kind === 'quorum, limit' ? limited : classic
}

describe.each(Object.keys(KINDS) as Kind[])('(%s)', (kind) => {
  /** A world with messages 1 to `count` in the queue `q`. */
  function withMessages(count: number) {
    const w = world()
    const c = w.client('c')
    c.queue('q', { arguments: KINDS[kind] })
    c.fill('q', count)
    return { w, c, reader: w.client('reader') }
  }

  describe('[R-95] [R-97] [R-98] [V-7] what is read after a requeue', () => {
    it.each<[Row, number, (client: Client) => void]>([
      [['get 1,2,3; nack 2', '2r 4 5 6', '4 5 6 2r', '2r 4 5 6'], 3, (c) => nackAll(c, 2)],
      [
        ['get 1-4; nack 4, then 1, then 3', '1r 3r 4r 5 6', '5 6 4r 1r 3r', '4r 1r 3r 5 6'],
        4,
        (c) => nackAll(c, 4, 1, 3),
      ],
      [
        [
          'get 1-4; nack 1,2,3,4 one by one',
          '1r 2r 3r 4r 5 6',
          '5 6 1r 2r 3r 4r',
          '1r 2r 3r 4r 5 6',
        ],
        4,
        (c) => nackAll(c, 1, 2, 3, 4),
      ],
      [
        ['get 1-4; nack 3 and all before', '1r 2r 3r 5 6', '5 6 1r 2r 3r', '1r 2r 3r 5 6'],
        4,
        (c) => c.nack(3, { multiple: true }),
      ],
      [
        ['get 1-4; close the channel', '1r 2r 3r 4r 5 6', '1r 2r 3r 4r 5 6', '1r 2r 3r 4r 5 6'],
        4,
        (c) => c.close(),
      ],
    ])('(%j)', (row, taken, giveBack) => {
      const { c, reader } = withMessages(6)
      for (let count = 0; count < taken; count++) c.get('q')
      giveBack(c)
      expect(reader.drain('q')).toBe(expectedOf(row, kind))
    })

    it('(A holds 1,3; B holds 2,4; close B, then A)', () => {
      const { w, c, reader } = withMessages(6)
      const b = w.client('b')
      for (const holder of [c, b, c, b]) holder.get('q')
      b.close()
      c.close()
      const inClosingOrder = '2r 4r 1r 3r 5 6'
      const row: Row = ['', '1r 2r 3r 4r 5 6', inClosingOrder, inClosingOrder]
      expect(reader.drain('q')).toBe(expectedOf(row, kind))
    })

    it.each<[Row, number, number]>([
      [
        ['prefetch 1, three times', '1 1r 1r 1r 2 3 4', '1 2 3 4 1r 1r 1r', '1 1r 1r 1r 2 3 4'],
        1,
        3,
      ],
      [['prefetch 3, twice', '1 2 3 1r 1r 4', '1 2 3 4 1r 1r', '1 2 3 1r 1r 4'], 3, 2],
    ])('(a consumer nacks 1: %j)', (row, prefetch, times) => {
      const { w, c } = withMessages(4)
      c.prefetch(prefetch)
      c.consume('q', 'A')
      let left = times
      for (let next = heldBy(w, 'c'); next !== null; next = heldBy(w, 'c')) {
        // As soon as it holds 1 it gives that back, and handles the others in their order.
        if (left > 0 && next.includes(1)) {
          left--
          c.nack(1)
        } else c.ack(Math.max(...next) === 1 ? 1 : Math.min(...next.filter((one) => one > 1)))
      }
      expect(w.received('A')).toBe(expectedOf(row, kind))
    })
  })
})

/** The messages a channel holds; null when it holds none. */
function heldBy(w: BrokerWorld, connection: string): number[] | null {
  const held = w.broker.connections.get(connection)?.channels.get(1)?.unacked
  const messages = [...(held?.values() ?? [])].map(({ copy }) => copy.message.id)
  return messages.length === 0 ? null : messages
}

function nackAll(client: Client, ...messages: readonly number[]): void {
  for (const message of messages) client.nack(message)
}
