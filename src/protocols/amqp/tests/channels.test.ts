import { expect, it } from 'vitest'
import { closeConnection, openChannel, openConnection } from '../commands/connect.ts'
import { declareQueue } from '../commands/declare-queue.ts'
import { publish } from '../commands/publish.ts'
import { setPrefetch } from '../commands/set-prefetch.ts'
import { ack } from '../commands/settle.ts'
import { createBroker } from '../state/broker.ts'
import { world } from './broker-world.ts'

it('[R-04] a channel error closes that channel only', () => {
  const w = world()
  const faulty = w.client('c', 1)
  const sound = w.client('c', 2)
  expect(faulty.get('nope')).toBe("404 NOT_FOUND - no queue 'nope' in vhost '/'")
  expect(w.heard('c')).toEqual(["channel.close 1 NOT_FOUND - no queue 'nope' in vhost '/'"])
  expect(sound.queue('q')).toBe('q messages=0 consumers=0')
})

it('[R-05] an error names code, reply, class and method', () => {
  const w = world()
  const { at } = w.client('c')
  const reply = ack(w.broker, w.context, { ...at, deliveryTag: 7 })
  expect(reply).toEqual({
    ok: false,
    error: {
      code: 406,
      name: 'PRECONDITION_FAILED',
      level: 'channel',
      classId: 60,
      methodId: 80,
      text: 'PRECONDITION_FAILED - unknown delivery tag 7',
    },
  })
})

it('[R-08] a connection error ends all channels of the connection and no other connection', () => {
  const w = world()
  const faulty = w.client('c', 1)
  const holder = w.client('c', 2)
  const other = w.client('other')
  other.queue('q')
  other.fill('q', 1)
  holder.get('q')
  faulty.exchange('x', 'nosuch')
  expect(w.heard('c')).toEqual([
    "connection.close 503 COMMAND_INVALID - unknown exchange type 'nosuch'",
  ])
  expect(w.broker.connections.has('c')).toBe(false)
  expect(other.get('q')).toBe('1r')
})

it('[R-09] an operator closes a connection with 320 and a text', () => {
  const w = world()
  w.client('c').disconnect('forced')
  expect(w.heard('c')).toEqual(['connection.close 320 CONNECTION_FORCED - closed by an operator'])
  expect(w.news('connection-closed')).toEqual([
    'connection-closed connection=c code=320 reason=CONNECTION_FORCED - closed by an operator',
  ])
})

it('[R-09] an operator may say why', () => {
  const w = world()
  w.client('c')
  closeConnection(w.broker, w.context, { connection: 'c', reason: 'forced', text: 'moving house' })
  expect(w.heard('c')).toEqual(['connection.close 320 CONNECTION_FORCED - moving house'])
})

it('[R-23] delivery tags count per channel over all its queues, consumers and gets', () => {
  const w = world()
  const one = w.client('c', 1)
  const two = w.client('c', 2)
  for (const queue of ['p', 'q']) one.queue(queue)
  one.consume('p', 'A')
  one.fill('p', 1)
  one.fill('q', 2)
  one.get('q')
  two.get('q')
  expect([one.tagOf(1), one.tagOf(2), two.tagOf(3)]).toEqual([1, 2, 1])
})

it('[R-25] the broker makes up names for queues and consumers', () => {
  const c = world().client('c')
  expect(c.queue('')).toMatch(/^amq\.gen-[\w-]{22} /)
  expect(c.consume('')).toMatch(/^amq\.ctag-[\w-]{22}$/)
  expect(c.cancel('never-started')).toBe('ok')
})

it('[R-25] no two names that are made up are the same', () => {
  const c = world().client('c')
  const names = Array.from({ length: 2_000 }, () => c.queue(''))
  expect(new Set(names).size).toBe(2_000)
})

it('[R-26] a prefetch is 0 to 65535', () => {
  const w = world()
  const { at } = w.client('c')
  expect(setPrefetch(w.broker, w.context, { ...at, count: 65_535, isGlobal: false }).ok).toBe(true)
  for (const count of [-1, 65_536, 0.5]) {
    expect(() => setPrefetch(w.broker, w.context, { ...at, count, isGlobal: false })).toThrow(
      'a prefetch is 0 to 65535',
    )
  }
})

it.each([
  ['for each consumer', false],
  ['for the channel', true],
])('[R-26] a prefetch of 0 lifts the limit (%s)', (_name, isGlobal) => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.fill('q', 4)
  c.prefetch(1, isGlobal)
  c.prefetch(0, isGlobal)
  c.consume('q', 'A')
  expect(w.received('A')).toBe('1 2 3 4')
})

it('[R-27] an empty queue name is the queue the channel declared last', () => {
  const w = world()
  const c = w.client('c')
  c.queue('p')
  c.queue('q')
  c.fill('q', 3)
  expect(c.get('')).toBe('1')
  expect(c.purge('')).toBe('2 messages')
  expect(c.deleteQueue('')).toBe('0 messages')
})

it.each([
  ['', 'q'],
  ['k', 'k'],
])('[R-27] bound without a name and with the key "%s", a queue has the key "%s"', (key, bound) => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.bind('amq.direct', '', key)
  expect(w.last('binding-created').fields).toMatchObject({ queue: 'q', routingKey: bound })
})

it('[R-27] without a declared queue an empty name is 404', () => {
  const w = world()
  const error = '404 NOT_FOUND - no previously declared queue'
  expect(w.client('a').get('')).toBe(error)
  expect(w.client('b').deleteQueue('')).toBe(error)
  expect(w.client('c').unbind('amq.direct', '', 'k')).toBe(error)
})

it('[A-01] a method on a channel that was never opened is connection error 504', () => {
  const w = world()
  openConnection(w.broker, w.context, { connection: 'c' })
  const command = { connection: 'c', channel: 3, queue: 'q', durable: true }
  expect(declareQueue(w.broker, w.context, command)).toMatchObject({
    error: { code: 504, text: "CHANNEL_ERROR - expected 'channel.open'", level: 'connection' },
  })
  expect(w.broker.connections.size).toBe(0)
})

it('[A-01] opening an open channel is connection error 504', () => {
  const w = world()
  const { at } = w.client('c')
  expect(openChannel(w.broker, w.context, at)).toMatchObject({
    error: { code: 504, text: "CHANNEL_ERROR - second 'channel.open' seen" },
  })
})

it('[A-02] what still arrives on a channel closed by an error changes nothing', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  c.ackTag(9)
  w.news()
  expect(c.queue('late')).toBe('406 PRECONDITION_FAILED - unknown delivery tag 9')
  const order = { exchange: '', routingKey: 'q', mandatory: true, persistent: true }
  const message = publish(w.broker, w.context, { ...c.at, ...order, bodyBytes: 0, payload: null })
  expect(message).toBe(null)
  expect(w.news()).toEqual([])
})

it('[A-02] a channel closed by an error can be opened again', () => {
  const w = world()
  const first = w.client('c')
  first.queue('q')
  first.fill('q', 1)
  first.get('q')
  first.ackTag(9)
  const again = w.client('c')
  expect(again.get('q')).toBe('1r')
  expect(again.tagOf(1)).toBe(1)
})

it('[A-02] the answer to a channel error forgets it', () => {
  const w = world()
  const c = w.client('c')
  c.ackTag(9)
  c.close()
  expect(c.queue('q')).toBe("504 CHANNEL_ERROR - expected 'channel.open'")
})

it('[A-03] closing a connection the broker does not know changes nothing', () => {
  const w = world()
  closeConnection(w.broker, w.context, { connection: 'gone', reason: 'socket-lost' })
  expect(w.news()).toEqual([])
})

it('[A-12] the same commands make up the same names', () => {
  const names = [1, 2].map(() => {
    const c = world().client('c')
    return [c.queue(''), c.consume(''), c.queue('')]
  })
  expect(names[0]).toEqual(names[1])
})

it('[A-16] a broker is one virtual host, which its errors name', () => {
  const w = world(createBroker({ virtualHost: 'shop' }))
  expect(w.client('c').get('nope')).toBe("404 NOT_FOUND - no queue 'nope' in vhost 'shop'")
})
