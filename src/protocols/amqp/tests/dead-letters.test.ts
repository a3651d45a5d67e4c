import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'

type Plain = Readonly<Record<string, unknown>>

/** A world with the queue `q`; its dead letters go through the default exchange to `dead`. */
function withDeadLetters(more: Plain = {}) {
  const w = world()
  const c = w.client('c')
  c.queue('dead')
  c.queue('q', {
    arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead', ...more },
  })
  return { w, c }
}

describe('[R-121] a message dies for one of four reasons', () => {
  it.each<[string, Plain, (world: ReturnType<typeof withDeadLetters>) => void]>([
    ['rejected', {}, ({ c }) => [c.get('q'), c.nack(1, { requeue: false })]],
    ['expired', { 'x-message-ttl': 10 }, ({ w }) => w.wait(10)],
    ['maxlen', { 'x-max-length': 1 }, ({ c }) => c.fill('q', 1)],
    [
      'delivery_limit',
      { 'x-delivery-limit': 0, 'x-queue-type': 'quorum' },
      ({ c }) => [c.get('q'), c.nack(1)],
    ],
  ])('(%s)', (reason, more, kill) => {
    const set = withDeadLetters(more)
    set.c.fill('q', 1)
    kill(set)
    expect(set.w.last('message-dead-lettered').fields).toMatchObject({ message: 1, reason })
    expect(set.c.see('dead').headers['x-first-death-reason']).toBe(reason)
  })
})

it('[R-94] nack and reject without requeue dead-letter', () => {
  const { c } = withDeadLetters()
  c.fill('q', 3)
  for (const message of ['1', '2', '3']) expect(c.get('q')).toBe(message)
  c.nack(2, { requeue: false, multiple: true })
  c.reject(3, false)
  expect(c.drain('dead')).toBe('4 5 6')
})

it('[R-122] a dead letter goes to the exchange with the key the queue says', () => {
  const { c } = withDeadLetters({
    'x-dead-letter-exchange': 'amq.topic',
    'x-dead-letter-routing-key': 'died.here',
  })
  c.bind('amq.topic', 'dead', 'died.*')
  c.fill('q', 1)
  c.get('q')
  c.reject(1, false)
  expect(c.see('dead')).toMatchObject({ exchange: 'amq.topic', routingKey: 'died.here' })
})

it('[R-122] without a key of the queue it keeps its own, those in CC and BCC too', () => {
  const { w, c } = withDeadLetters()
  for (const queue of ['by-key', 'by-cc', 'by-bcc']) {
    c.queue(queue)
    c.bind('amq.direct', queue, queue)
  }
  c.queue('work', { arguments: { 'x-dead-letter-exchange': 'amq.direct' } })
  c.bind('amq.topic', 'work', '#')
  c.publish('amq.topic', 'by-key', { headers: { CC: ['by-cc'], BCC: ['by-bcc'] } })
  c.get('work')
  c.reject(1, false)
  const reached = w.facts.filter(({ kind, fields }) => {
    return kind === 'amqp.message-queued' && fields['message'] === 2
  })
  expect(reached.map(({ fields }) => fields['queue'])).toEqual(['by-key', 'by-cc', 'by-bcc'])
})

it('[R-123] without the exchange it is dropped and no channel hears of it; a fact says so', () => {
  const { w, c } = withDeadLetters({ 'x-dead-letter-exchange': 'nope' })
  c.fill('q', 1)
  c.get('q')
  expect(c.reject(1, false)).toBe('ok')
  expect(w.sent).toEqual([])
  expect(w.news('message-unroutable')).toEqual([
    'message-unroutable message=2 exchange=nope routingKey=dead returned=false',
  ])
})

it('[R-123] a dead letter exchange may be internal and have an alternate', () => {
  const { c } = withDeadLetters({ 'x-dead-letter-exchange': 'dlx' })
  const alternate = { 'alternate-exchange': 'amq.fanout' }
  c.exchange('dlx', 'direct', { internal: true, arguments: alternate })
  c.bind('amq.fanout', 'dead')
  c.fill('q', 1)
  c.get('q')
  c.reject(1, false)
  expect(c.see('dead')).toMatchObject({ message: 2, exchange: 'dlx' })
})

it('[R-102] in its new queue a dead letter is new', () => {
  const { c } = withDeadLetters()
  c.fill('q', 1)
  c.get('q')
  c.nack(1)
  expect(c.get('q')).toBe('1r')
  c.nack(1, { requeue: false })
  expect(c.get('dead')).toBe('2')
})

it('[R-126] the expiration is gone, everything else is kept', () => {
  const { w, c } = withDeadLetters()
  c.publish('', 'q', {
    expiration: '10',
    correlationId: '7',
    priority: 3,
    deliveryMode: 2,
    headers: { mine: 1 },
  })
  w.wait(10)
  const seen = c.see('dead')
  expect(seen.properties).toMatchObject({ correlationId: '7', priority: 3, deliveryMode: 2 })
  expect(seen.properties.expiration).toBe(undefined)
  expect(seen.headers['mine']).toBe(1)
  w.wait(1_000)
  c.nackTag(c.tagOf(2))
  expect(c.get('dead')).toBe('2r')
})

it('[R-126] CC is removed when the queue gives a key', () => {
  const { c } = withDeadLetters()
  c.publish('', 'q', { headers: { CC: ['other'] } })
  c.get('q')
  c.reject(1, false)
  expect(c.see('dead').headers).not.toHaveProperty('CC')
})

it('[R-130] a dead letter is not confirmed: where it is refused, it is lost', () => {
  const { w, c } = withDeadLetters({ 'x-dead-letter-routing-key': 'full' })
  c.queue('full', { arguments: { 'x-max-length': 0, 'x-overflow': 'reject-publish' } })
  c.confirms()
  c.fill('q', 1)
  c.get('q')
  c.reject(1, false)
  expect(w.heard('c')).toEqual(['basic.ack 1'])
  expect(w.news('message-refused')).toEqual(['message-refused message=2 queue=full'])
})

it('[A-08] the dead are routed when the command is done, in the order they died', () => {
  const { w, c } = withDeadLetters()
  c.fill('q', 3)
  for (let count = 0; count < 3; count++) c.get('q')
  w.news()
  c.nackTag(0, { requeue: false, multiple: true })
  expect(w.news().map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    'message-dead-lettered message=1',
    'message-dead-lettered message=2',
    'message-dead-lettered message=3',
    'message-queued message=4',
    'message-queued message=5',
    'message-queued message=6',
  ])
})

it('[A-05] a dead letter follows from its death, and the death from what led to it', () => {
  const { w, c } = withDeadLetters({ 'x-max-length': 1 })
  c.fill('q', 2)
  const died = w.last('message-dead-lettered')
  expect(w.last('message-queued')).toMatchObject({ fields: { message: 3 }, cause: died.id })
  const cause = w.facts.find(({ id }) => id === died.cause)
  expect(cause).toMatchObject({ kind: 'amqp.message-queued', fields: { message: 2 } })
})

describe('[R-128] a cycle nobody chose ends', () => {
  it('(a queue that expires into itself)', () => {
    const { w, c } = withDeadLetters({ 'x-message-ttl': 10, 'x-dead-letter-routing-key': 'q' })
    c.fill('q', 1)
    w.wait(1_000)
    expect(w.news('message-discarded')).toEqual([
      'message-discarded message=2 queue=q reason=dead-letter-cycle',
    ])
    expect(c.queue('q', { passive: true })).toBe('q messages=0 consumers=0')
  })

  it('(two queues that expire into each other)', () => {
    const { w, c } = withDeadLetters({ 'x-message-ttl': 10, 'x-dead-letter-routing-key': 'p' })
    c.queue('p', {
      arguments: {
        'x-message-ttl': 10,
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': 'q',
      },
    })
    c.fill('q', 1)
    w.wait(1_000)
    expect(w.news('message-discarded')).toEqual([
      'message-discarded message=3 queue=q reason=dead-letter-cycle',
    ])
  })

  it('(a full queue that drops into itself)', () => {
    const { w, c } = withDeadLetters({ 'x-max-length': 1, 'x-dead-letter-routing-key': 'q' })
    c.fill('q', 2)
    expect(w.news('message-discarded')).toEqual([
      'message-discarded message=3 queue=q reason=dead-letter-cycle',
    ])
    expect(c.drain('q')).toBe('2')
  })

  it('(only the way back is cut: another queue gets it)', () => {
    const { w, c } = withDeadLetters({
      'x-message-ttl': 10,
      'x-dead-letter-exchange': 'amq.fanout',
    })
    for (const queue of ['q', 'dead']) c.bind('amq.fanout', queue)
    c.fill('q', 1)
    w.wait(1_000)
    expect(c.drain('dead')).toBe('2')
    expect(w.news('message-discarded')).toHaveLength(1)
  })

  it('(one that a consumer rejects goes on for ever)', () => {
    const { w, c } = withDeadLetters({ 'x-dead-letter-routing-key': 'q' })
    c.fill('q', 1)
    for (let message = 1; message <= 20; message++) {
      expect(c.get('q')).toBe(String(message))
      c.reject(message, false)
    }
    expect(w.news('message-discarded')).toEqual([])
  })
})

it('[R-127] work, rejected, waits, expired, work again: every round counts one more of each', () => {
  const w = world()
  const c = w.client('c')
  c.queue('work', {
    arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'wait' },
  })
  c.queue('wait', {
    arguments: {
      'x-message-ttl': 100,
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': 'work',
    },
  })
  c.fill('work', 1)
  for (let round = 1; round <= 5; round++) {
    const { message, headers } = c.see('work')
    const deaths = (headers['x-death'] ?? []) as readonly Plain[]
    const counts = deaths.map(({ queue, reason, count }) => [queue, reason, count])
    const before = round - 1
    const expected = [
      ['wait', 'expired', before],
      ['work', 'rejected', before],
    ]
    expect(counts).toEqual(before === 0 ? [] : expected)
    c.reject(message, false)
    w.wait(100)
  }
})
