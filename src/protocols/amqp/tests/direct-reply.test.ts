import { expect, it } from 'vitest'
import { world } from './broker-world.ts'

const REPLY_TO = 'amq.rabbitmq.reply-to'

/** A client that waits for replies, and a server that has got its question. */
function withQuestion() {
  const w = world()
  const asker = w.client('asker')
  const server = w.client('server')
  server.queue('questions')
  asker.consume(REPLY_TO, 'R', true)
  asker.publish('', 'questions', { replyTo: REPLY_TO, correlationId: '7' })
  const question = server.see('questions')
  return { w, asker, server, address: question.properties.replyTo ?? '' }
}

it('[R-72] the server sees an address of its own and answers without a queue', () => {
  const { w, server, address } = withQuestion()
  expect(address).toMatch(/^amq\.rabbitmq\.reply-to\.[\w-]{22}$/)
  server.publish('', address, { correlationId: '7' })
  expect(w.received('R')).toBe('2')
  const { method } = w.sent[0] ?? {}
  expect(method).toMatchObject({
    method: 'basic.deliver',
    deliveryTag: 1,
    message: { exchange: '', routingKey: address, properties: { correlationId: '7' } },
  })
  expect(w.broker.queues.size).toBe(1)
})

it('[R-72] two that ask have two addresses', () => {
  const { w, address, server } = withQuestion()
  const other = w.client('other')
  other.consume(REPLY_TO, 'other', true)
  other.publish('', 'questions', { replyTo: REPLY_TO })
  const second = server.see('questions').properties.replyTo ?? ''
  expect(second).not.toBe(address)
  server.publish('', second)
  expect([w.received('R'), w.received('other')]).toEqual(['', '3'])
})

it('[R-72] replies have to be consumed with automatic acknowledgement, and once', () => {
  const w = world()
  expect(w.client('a').consume(REPLY_TO)).toBe(
    '406 PRECONDITION_FAILED - reply consumer cannot acknowledge',
  )
  const c = w.client('b')
  c.consume(REPLY_TO, 'R', true)
  expect(c.consume(REPLY_TO, 'S', true)).toBe(
    '406 PRECONDITION_FAILED - reply consumer already set',
  )
})

it('[R-72] who asks must be waiting already', () => {
  const w = world()
  const c = w.client('c')
  c.consume(REPLY_TO, 'R', true)
  c.cancel('R')
  expect(c.publish('', 'questions', { replyTo: REPLY_TO })).toBe(null)
  expect(w.heard('c')).toEqual([
    'channel.close 1 PRECONDITION_FAILED - fast reply consumer does not exist',
  ])
})

it('[R-72] with the channel the address is gone, and the answer is unroutable', () => {
  const { w, asker, server, address } = withQuestion()
  expect(server.queue(address, { passive: true })).toBe(`${address} messages=0 consumers=1`)
  asker.close()
  server.publish('', address, { mandatory: true })
  expect(w.heard('server')).toEqual([`basic.return 312 NO_ROUTE ${address}`])
  expect(server.queue(address, { passive: true })).toMatch(/^404 NOT_FOUND - no queue/)
})

it('[R-72] a mandatory answer arrives and comes back all the same', () => {
  const { w, server, address } = withQuestion()
  server.publish('', address, { mandatory: true })
  expect(w.received('R')).toBe('2')
  expect(w.heard('server')).toEqual([`basic.return 312 NO_ROUTE ${address}`])
})

it('[R-72] what stands for replies is no queue that could be read or bound', () => {
  const w = world()
  const error = `404 NOT_FOUND - no queue '${REPLY_TO}' in vhost '/'`
  expect(w.client('a').get(REPLY_TO)).toBe(error)
  expect(w.client('b').purge(REPLY_TO)).toBe(error)
  expect(w.client('c').bind('amq.direct', REPLY_TO)).toBe(error)
  expect(w.client('d').queue(REPLY_TO)).toBe(`${REPLY_TO} messages=0 consumers=1`)
})
