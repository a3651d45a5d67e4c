import { expect, it } from 'vitest'
import { get } from '../commands/get.ts'
import { world, type BrokerWorld } from './broker-world.ts'

/** A world with one queue `q`, and so many messages in it. */
function withQueue(count = 0) {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', count)
  return { w, c }
}

function receivedBy(w: BrokerWorld, ...tags: string[]): string[] {
  return tags.map((tag) => w.received(tag))
}

it('[R-73] consumers are served in turn', () => {
  const { w, c } = withQueue()
  for (const tag of ['A', 'B', 'C']) c.consume('q', tag)
  c.fill('q', 9)
  expect(receivedBy(w, 'A', 'B', 'C')).toEqual(['1 4 7', '2 5 8', '3 6 9'])
})

it('[R-73] a full consumer is passed over and keeps its place until its turn came', () => {
  const { w, c } = withQueue()
  c.prefetch(1)
  c.consume('q', 'A')
  c.consume('q', 'B')
  c.fill('q', 2)
  c.ack(2)
  c.ack(1)
  c.fill('q', 2)
  expect(receivedBy(w, 'A', 'B')).toEqual(['1 3', '2 4'])
})

/** Two workers on 20 messages, 10 and 100 ms each, and 3 ms on the network: how many each gets. */
function race(prefetch: number): number[] {
  const { w, c } = withQueue()
  c.prefetch(prefetch)
  c.consume('q', 'fast')
  c.consume('q', 'slow')
  c.fill('q', 20)
  const takes = { fast: 13, slow: 103 }
  const done = { fast: 0, slow: 0 }
  for (let now = 1; done.fast + done.slow < 20; now++) {
    for (const worker of ['fast', 'slow'] as const) {
      const messages = w.received(worker).split(' ')
      if (now % takes[worker] !== 0 || messages.length <= done[worker]) continue
      c.ack(Number(messages[done[worker]]))
      done[worker]++
    }
  }
  return [done.fast, done.slow]
}

it('[R-74] without prefetch speed does not matter, with prefetch 1 it does', () => {
  expect(race(0)).toEqual([10, 10])
  expect(race(1)).toEqual([17, 3])
})

it('[R-75] without prefetch the first consumer takes the whole backlog', () => {
  const { w, c } = withQueue(10)
  c.consume('q', 'A')
  c.consume('q', 'B')
  c.fill('q', 2)
  expect(receivedBy(w, 'A', 'B')).toEqual(['1 2 3 4 5 6 7 8 9 10 11', '12'])
})

it('[R-76] a prefetch limits each consumer started after it', () => {
  const { w, c } = withQueue(10)
  c.prefetch(2)
  c.consume('q', 'A')
  c.consume('q', 'B')
  c.prefetch(3)
  c.consume('q', 'C')
  expect(receivedBy(w, 'A', 'B', 'C')).toEqual(['1 2', '3 4', '5 6 7'])
})

it('[R-77] a global prefetch is shared by the consumers of the channel', () => {
  const { w, c } = withQueue(10)
  c.prefetch(2, true)
  c.consume('q', 'A')
  c.consume('q', 'B')
  const other = w.client('c', 2)
  other.prefetch(1)
  other.consume('q', 'C')
  expect(receivedBy(w, 'A', 'B', 'C')).toEqual(['1 2', '', '3'])
  c.ack(1)
  c.ack(2)
  expect(receivedBy(w, 'A', 'B')).toEqual(['1 2 4', '5'])
})

it('[R-77] both limits hold together (2 each, 3 for the channel)', () => {
  const { w, c } = withQueue(10)
  c.prefetch(2)
  c.prefetch(3, true)
  c.consume('q', 'A')
  c.consume('q', 'B')
  expect(receivedBy(w, 'A', 'B')).toEqual(['1 2', '3'])
})

it('[R-77] set afterwards, the limit of each consumer takes the shared one away', () => {
  const { w, c } = withQueue(10)
  c.prefetch(3, true)
  c.prefetch(2)
  c.consume('q', 'A')
  c.consume('q', 'B')
  expect(receivedBy(w, 'A', 'B')).toEqual(['1 2', '3 4'])
})

it('[R-77] what basic.get took does not count', () => {
  const { w, c } = withQueue(3)
  c.get('q')
  c.prefetch(1, true)
  c.consume('q', 'A')
  expect(w.received('A')).toBe('2')
})

it('[R-77] a wider global prefetch takes effect at once', () => {
  const { w, c } = withQueue(3)
  c.prefetch(1, true)
  c.consume('q', 'A')
  c.prefetch(3, true)
  expect(w.received('A')).toBe('1 2 3')
  expect(w.last('message-delivered').fields['after']).toBe(w.last('prefetch-set').id)
})

it('[R-77] a shared limit lets the consumers of several queues wait for each other', () => {
  const { w, c } = withQueue(2)
  c.queue('other')
  c.fill('other', 1)
  c.prefetch(1, true)
  c.consume('q', 'A')
  c.consume('other', 'B')
  c.ack(1)
  expect(receivedBy(w, 'A', 'B')).toEqual(['1 2', ''])
  c.ack(2)
  expect(receivedBy(w, 'A', 'B')).toEqual(['1 2', '3'])
})

it('[R-78] automatic ack and basic.get ignore prefetch', () => {
  const { w, c } = withQueue(6)
  c.prefetch(1)
  c.prefetch(1, true)
  expect([c.get('q'), c.get('q')]).toEqual(['1', '2'])
  c.consume('q', 'A')
  c.consume('q', 'B', true)
  expect(receivedBy(w, 'A', 'B')).toEqual(['3', '4 5 6'])
  expect(w.last('message-delivered').fields).toMatchObject({ consumer: 'B', autoAck: true })
})

it('[R-79] a consumer that never acks stops after its prefetch', () => {
  const { w, c } = withQueue()
  c.prefetch(3)
  c.consume('q', 'A')
  c.fill('q', 10)
  expect(w.received('A')).toBe('1 2 3')
  expect(c.queue('q')).toBe('q messages=7 consumers=1')
})

it('[R-80] two consumers on one channel are two', () => {
  const { w, c } = withQueue()
  c.consume('q', 'A')
  c.consume('q', 'B')
  c.fill('q', 4)
  expect(receivedBy(w, 'A', 'B')).toEqual(['1 3', '2 4'])
})

it('[R-84] using a consumer tag twice on a channel is a connection error', () => {
  const { w, c } = withQueue()
  c.consume('q', 'T')
  expect(w.client('c', 2).consume('q', 'T')).toBe('T')
  expect(c.consume('q', 'T')).toBe("530 NOT_ALLOWED - attempt to reuse consumer tag 'T'")
  expect(w.heard('c')).toEqual([
    "connection.close 530 NOT_ALLOWED - attempt to reuse consumer tag 'T'",
  ])
})

it('[R-84] a cancelled tag is free again', () => {
  const { c } = withQueue()
  c.consume('q', 'T')
  c.cancel('T')
  expect(c.consume('q', 'T')).toBe('T')
})

it('[R-89] basic.get takes one message and says how many are left', () => {
  const { w, c } = withQueue(3)
  const command = { ...c.at, queue: 'q', autoAck: false }
  const left = [1, 2, 3, 4].map(() => {
    const reply = get(w.broker, w.context, command)
    return reply.ok && reply.delivery !== null ? reply.delivery.messageCount : 'empty'
  })
  expect(left).toEqual([2, 1, 0, 'empty'])
  expect(c.queue('q')).toBe('q messages=0 consumers=0')
  expect(w.last('message-delivered').fields).toMatchObject({ message: 3, consumer: null })
})

it('[R-90] after a cancel nothing is delivered, and what was stays ackable until the channel ends', () => {
  const { w, c } = withQueue(2)
  const other = w.client('other')
  c.consume('q', 'A')
  c.cancel('A')
  c.fill('q', 1)
  expect(w.received('A')).toBe('1 2')
  expect(c.ack(1)).toBe('ok')
  expect(other.drain('q')).toBe('3')
  c.close()
  expect(other.drain('q')).toBe('2r')
})

it('[R-91] deleting a queue cancels its consumers and keeps their channels open', () => {
  const { w, c } = withQueue(1)
  c.consume('q', 'A')
  const admin = w.client('admin')
  admin.deleteQueue('q')
  expect(w.heard('c')).toEqual(['basic.cancel A'])
  expect(w.last('consumer-cancelled').fields).toMatchObject({ reason: 'queue-deleted' })
  w.news()
  expect(c.ack(1)).toBe('ok')
  expect(w.news()).toEqual([])
  expect(c.queue('q')).toBe('q messages=0 consumers=0')
})

it('[R-91] what a deleted queue had delivered never comes back into a new one of its name', () => {
  const { w, c } = withQueue(2)
  c.get('q')
  c.get('q')
  c.deleteQueue('q')
  c.queue('q')
  w.news()
  expect(c.nack(1)).toBe('ok')
  c.close()
  expect(w.news('message')).toEqual([])
  expect(w.client('other').drain('q')).toBe('')
})
