import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'

/** A world with the limited queue `q`, whose dead letters are in `dead`, and a confirm channel. */
function withLimit(limits: Readonly<Record<string, unknown>>) {
  const w = world()
  const c = w.client('c')
  c.confirms()
  c.queue('dead')
  const dead = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' }
  c.queue('q', { arguments: { ...dead, ...limits } })
  return { w, c, reader: w.client('reader') }
}

it('[R-113] only ready messages count', () => {
  const { c, reader } = withLimit({ 'x-max-length': 3 })
  c.fill('q', 3)
  reader.get('q')
  reader.get('q')
  c.fill('q', 2)
  expect([c.drain('q'), c.drain('dead')]).toEqual(['3 4 5', ''])
})

it('[R-114] bytes are counted over the bodies', () => {
  const { c } = withLimit({ 'x-max-length-bytes': 10 })
  for (const bytes of [4, 4, 2, 3]) c.publish('', 'q', { bytes, headers: { long: 'x'.repeat(99) } })
  expect([c.drain('q'), c.drain('dead')]).toEqual(['2 3 4', '5'])
})

it('[R-114] a body larger than the limit is confirmed and dropped at once', () => {
  const { w, c } = withLimit({ 'x-max-length-bytes': 10 })
  c.publish('', 'q', { bytes: 11 })
  expect([w.heard('c'), c.drain('q'), c.drain('dead')]).toEqual([['basic.ack 1'], '', '2'])
})

it('[R-114] both limits hold together', () => {
  const { c } = withLimit({ 'x-max-length': 2, 'x-max-length-bytes': 10 })
  for (const bytes of [1, 1, 1, 10]) c.publish('', 'q', { bytes })
  expect(c.drain('q')).toBe('5')
})

it.each(['classic', 'quorum'])(
  '[R-115] a full %s queue drops its oldest ready message, and the publisher gets an ack',
  (type) => {
    const { w, c } = withLimit({ 'x-max-length': 2, 'x-queue-type': type })
    c.fill('q', 3)
    expect(w.heard('c')).toEqual(['basic.ack 1', 'basic.ack 2', 'basic.ack 3'])
    expect(w.news('message-dead-lettered')).toEqual([
      'message-dead-lettered message=1 queue=q reason=maxlen exchange= routingKey=dead as=4',
    ])
    expect(c.drain('q')).toBe('2 3')
  },
)

it('[R-115] without a dead letter exchange the oldest is gone', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q', { arguments: { 'x-max-length': 1 } })
  c.fill('q', 2)
  expect(w.news('message-discarded')).toEqual(['message-discarded message=1 queue=q reason=maxlen'])
})

it('[R-116] a requeue that is too much drops from the head: the requeued message itself', () => {
  const { c, reader } = withLimit({ 'x-max-length': 2 })
  c.fill('q', 2)
  reader.get('q')
  c.fill('q', 1)
  reader.nack(1)
  expect([c.drain('q'), c.drain('dead')]).toEqual(['2 3', '4'])
})

it('[R-116] a channel that ends can do the same', () => {
  const { c, reader } = withLimit({ 'x-max-length': 1 })
  c.fill('q', 1)
  reader.get('q')
  c.fill('q', 1)
  reader.close()
  expect([c.drain('q'), c.drain('dead')]).toEqual(['2', '3'])
})

it('[R-116] so can a restart', () => {
  const { w, c, reader } = withLimit({ 'x-max-length': 1 })
  c.fill('q', 1)
  reader.get('q')
  c.fill('q', 1)
  w.restart('clean')
  expect(w.client('d').drain('q')).toBe('2')
})

it('[R-117] a queue of length 0 delivers only to who is ready at that moment', () => {
  const { w, c } = withLimit({ 'x-max-length': 0 })
  c.fill('q', 1)
  c.prefetch(1)
  c.consume('q', 'A')
  c.fill('q', 2)
  expect([w.received('A'), c.drain('dead')]).toEqual(['3', '2 5'])
})

describe('[R-118] a queue may refuse instead', () => {
  it('(the new message is nacked, not queued, not dead-lettered)', () => {
    const { w, c } = withLimit({ 'x-max-length': 2, 'x-overflow': 'reject-publish' })
    c.fill('q', 4)
    expect(w.heard('c')).toEqual(['basic.ack 1', 'basic.ack 2', 'basic.nack 3', 'basic.nack 4'])
    expect(w.news('message-refused')).toEqual([
      'message-refused message=3 queue=q',
      'message-refused message=4 queue=q',
    ])
    expect([c.drain('q'), c.drain('dead')]).toEqual(['1 2', ''])
  })

  it('(also for its bytes)', () => {
    const { w, c } = withLimit({ 'x-max-length-bytes': 3, 'x-overflow': 'reject-publish' })
    for (const bytes of [2, 2, 1]) c.publish('', 'q', { bytes })
    expect(w.heard('c')).toEqual(['basic.ack 1', 'basic.nack 2', 'basic.ack 3'])
  })

  it('(it takes again when there is room)', () => {
    const { w, c, reader } = withLimit({ 'x-max-length': 1, 'x-overflow': 'reject-publish' })
    c.fill('q', 2)
    reader.get('q')
    c.fill('q', 1)
    expect(w.heard('c')).toEqual(['basic.ack 1', 'basic.nack 2', 'basic.ack 3'])
  })

  it('(what comes back is never refused and drops nothing)', () => {
    const { c, reader } = withLimit({ 'x-max-length': 1, 'x-overflow': 'reject-publish' })
    c.fill('q', 1)
    reader.get('q')
    c.fill('q', 1)
    reader.nack(1)
    expect([c.drain('q'), c.drain('dead')]).toEqual(['1r 2', ''])
  })
})

it('[R-119] it may refuse and dead-letter the new message', () => {
  const { w, c } = withLimit({ 'x-max-length': 1, 'x-overflow': 'reject-publish-dlx' })
  c.fill('q', 2)
  expect(w.heard('c')).toEqual(['basic.ack 1', 'basic.nack 2'])
  expect(w.news('message-dead-lettered')).toEqual([
    'message-dead-lettered message=2 queue=q reason=maxlen exchange= routingKey=dead as=3',
  ])
  expect([c.drain('q'), c.drain('dead')]).toEqual(['1', '3'])
})

it('[R-120] a quorum queue that refuses takes one too many', () => {
  const { w, c } = withLimit({
    'x-max-length': 3,
    'x-overflow': 'reject-publish',
    'x-queue-type': 'quorum',
  })
  c.fill('q', 5)
  expect(w.heard('c').filter((line) => line.startsWith('basic.nack'))).toEqual(['basic.nack 5'])
  expect([c.drain('q'), c.drain('dead')]).toEqual(['1 2 3 4', ''])
})

it('[R-120] a quorum queue takes reject-publish-dlx for drop-head', () => {
  const { w, c } = withLimit({
    'x-max-length': 1,
    'x-overflow': 'reject-publish-dlx',
    'x-queue-type': 'quorum',
  })
  c.fill('q', 2)
  expect(w.heard('c')).toEqual(['basic.ack 1', 'basic.ack 2'])
  expect([c.drain('q'), c.drain('dead')]).toEqual(['2', '3'])
})
