import { describe, expect, it } from 'vitest'
import { EMPTY_TABLE, plainOf } from '../state/table.ts'
import { world } from './broker-world.ts'

type Plain = Readonly<Record<string, unknown>>

/** A world with the quorum queue `q` and messages 1 to `count` in it. */
function withQuorum(count = 0, more: Plain = {}) {
  const w = world()
  const c = w.client('c')
  c.queue('q', { arguments: { 'x-queue-type': 'quorum', ...more } })
  c.fill('q', count)
  return { w, c, other: w.client('other') }
}

describe('[R-136] a quorum queue is durable and nobody’s own', () => {
  it.each([
    ['non-durable', { durable: false }],
    ['exclusive-owner', { exclusive: true }],
    ['auto-delete', { autoDelete: true }],
  ])('(%s)', (property, options) => {
    const quorum = { 'x-queue-type': 'quorum' }
    expect(
      world()
        .client('c')
        .queue('q', { ...options, arguments: quorum }),
    ).toBe(`406 PRECONDITION_FAILED - invalid property '${property}' for queue 'q' in vhost '/'`)
  })

  it('(it has no priorities)', () => {
    const wrong = { 'x-queue-type': 'quorum', 'x-max-priority': 5 }
    expect(world().client('c').queue('q', { arguments: wrong })).toBe(
      "406 PRECONDITION_FAILED - invalid arg 'x-max-priority' for queue 'q' in vhost '/' of queue type rabbit_quorum_queue",
    )
  })
})

it('[R-136] it has a name of its own', () => {
  const quorum = { 'x-queue-type': 'quorum' }
  expect(world().client('c').queue('', { arguments: quorum })).toBe(
    '406 PRECONDITION_FAILED - Cannot declare a server-named queue for type rabbit_quorum_queue',
  )
})

it.each(['ifEmpty', 'ifUnused'])('[R-136] it cannot be deleted %s: 540', (condition) => {
  const { c } = withQuorum()
  expect(c.deleteQueue('q', { [condition]: true })).toMatch(
    /^540 NOT_IMPLEMENTED - cannot delete queue 'q' in vhost '\/'/,
  )
})

it.each(['clean', 'killed'] as const)(
  '[R-137] transient messages survive a restart as well (%s)',
  (how) => {
    const { w, c } = withQuorum()
    c.fill('q', 1, { persistent: false })
    c.fill('q', 1)
    w.restart(how)
    expect(w.client('d').drain('q')).toBe('1 2')
  },
)

/** The delivery count of each delivery a consumer got; `-` without one. */
function countsOf(w: ReturnType<typeof world>, tag: string): string {
  const counts: string[] = []
  for (const { method } of w.sent) {
    if (method.method !== 'basic.deliver' || method.consumerTag !== tag) continue
    const headers = plainOf(method.message.properties.headers ?? EMPTY_TABLE)
    counts.push(String((headers['x-delivery-count'] as number | undefined) ?? '-'))
  }
  return counts.join(' ')
}

it('[R-138] the delivery count is absent at first, then 1, 2, …', () => {
  const { w, c } = withQuorum(1)
  c.consume('q', 'A')
  c.nack(1)
  c.reject(1)
  expect(countsOf(w, 'A')).toBe('- 1 2')
})

it('[R-138] channels and connections that end count too', () => {
  const { w, c, other } = withQuorum(1)
  c.get('q')
  c.close()
  other.consume('q', 'A')
  other.disconnect('socket-lost')
  w.client('third').consume('q', 'B')
  expect([countsOf(w, 'A'), countsOf(w, 'B')]).toEqual(['1', '2'])
})

it('[R-138] a first basic.get says 0', () => {
  const { c } = withQuorum(1)
  expect(c.see('q').headers).toEqual({ 'x-delivery-count': 0 })
  c.nack(1)
  expect(c.see('q').headers).toEqual({ 'x-delivery-count': 1 })
})

it('[R-138] the count is not part of the message: a dead letter does not carry it', () => {
  const { c } = withQuorum(0, {
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': 'dead',
  })
  c.queue('dead')
  c.fill('q', 1)
  c.get('q')
  c.nack(1)
  c.get('q')
  c.reject(1, false)
  expect(c.see('dead').headers).not.toHaveProperty('x-delivery-count')
})

it.each([0, 1, 2, 5])(
  '[R-139] with the delivery limit %i a message is delivered once more than that, then dies',
  (limit) => {
    const { w, c } = withQuorum(1, { 'x-delivery-limit': limit })
    c.consume('q', 'A')
    for (let round = 0; round <= limit; round++) c.nack(1)
    expect(w.received('A')).toBe(`1${' 1r'.repeat(limit)}`)
    expect(w.news('message-discarded')).toEqual([
      'message-discarded message=1 queue=q reason=delivery_limit',
    ])
  },
)

it('[R-139] crashes count toward the limit, and with an exchange it is dead-lettered', () => {
  const { w, c } = withQuorum(0, {
    'x-delivery-limit': 1,
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': 'dead',
  })
  c.queue('dead')
  c.fill('q', 1)
  for (const name of ['crash-1', 'crash-2']) {
    const client = w.client(name)
    client.consume('q', name)
    client.disconnect('socket-lost')
  }
  expect([w.received('crash-1'), w.received('crash-2')]).toEqual(['1', '1r'])
  expect(c.see('dead').headers['x-first-death-reason']).toBe('delivery_limit')
})

it('[R-139] without a limit it comes back for ever', () => {
  const { w, c } = withQuorum(1)
  c.consume('q', 'A')
  for (let round = 0; round < 100; round++) c.nack(1)
  expect(w.received('A').split(' ')).toHaveLength(101)
})

it('[R-140] a classic queue has no such argument, and does not look at a policy', () => {
  const w = world()
  expect(w.client('a').queue('q', { arguments: { 'x-delivery-limit': 1 } })).toBe(
    "406 PRECONDITION_FAILED - invalid arg 'x-delivery-limit' for queue 'q' in vhost '/' of queue type rabbit_classic_queue",
  )
  const c = w.client('c')
  c.queue('q')
  w.policy('limit', '.*', { 'delivery-limit': 1 })
  c.fill('q', 1)
  c.consume('q', 'A')
  for (let round = 0; round < 5; round++) c.nack(1)
  expect([w.received('A').split(' ').length, countsOf(w, 'A')]).toEqual([6, '- - - - - -'])
})

it('[R-142] a lazy queue is a classic queue like any other', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q', { arguments: { 'x-queue-mode': 'lazy' } })
  c.fill('q', 3)
  c.fill('q', 1, { persistent: false })
  for (let count = 0; count < 2; count++) c.get('q')
  c.nack(1)
  expect(c.get('q')).toBe('1r')
  w.restart('clean')
  expect(w.client('d').drain('q')).toBe('1r 2r 3')
})

it('[R-81] a global prefetch and a quorum queue end the connection with 540', () => {
  const { w, c } = withQuorum()
  c.prefetch(5, true)
  expect(c.consume('q')).toBe(
    "540 NOT_IMPLEMENTED - queue 'q' in vhost '/' does not support global qos",
  )
  expect(w.broker.connections.has('c')).toBe(false)
})

it('[R-97] without a limit what a client gives back goes to the back, with a new position', () => {
  const { w, c } = withQuorum(4)
  for (let count = 0; count < 3; count++) c.get('q')
  w.news()
  c.reject(2)
  c.nack(1)
  expect(w.news('message-requeued').map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual([
    'message=2 queue=q',
    'message=1 queue=q',
  ])
  expect(w.last('message-requeued').fields['position']).toBe(6)
  expect(w.client('reader').drain('q')).toBe('4 2r 1r')
})

it('[R-98] with a limit it goes to the front, in the order it is given back', () => {
  const { w, c } = withQuorum(6, { 'x-delivery-limit': 9 })
  for (let count = 0; count < 4; count++) c.get('q')
  for (const message of [4, 1, 3]) c.nack(message)
  expect(w.client('reader').drain('q')).toBe('4r 1r 3r 5 6')
})

it('[R-99] what an ended channel held comes back in front, in delivery order', () => {
  const { w, c, other } = withQuorum(6)
  for (const holder of [c, other, c, other]) holder.get('q')
  other.close()
  c.close()
  expect(w.client('reader').drain('q')).toBe('2r 4r 1r 3r 5 6')
})

it('[R-99] a restart does not change who is next', () => {
  const { w, c } = withQuorum(3)
  c.get('q')
  c.get('q')
  w.restart('clean')
  const d = w.client('d')
  expect(d.get('q')).toBe('1r')
  d.close()
  expect(w.client('reader').drain('q')).toBe('2r 1r 3')
})
