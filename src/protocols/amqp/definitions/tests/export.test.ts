import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bindExchange, bindQueue } from '../../commands/bindings.ts'
import { openChannel, openConnection } from '../../commands/connect.ts'
import { declareExchange } from '../../commands/declare-exchange.ts'
import { declareQueue } from '../../commands/declare-queue.ts'
import { deleteQueue } from '../../commands/delete-queue.ts'
import { publish } from '../../commands/publish.ts'
import { clearPolicy } from '../../commands/set-policy.ts'
import { tableOf } from '../../state/table.ts'
import { exportDefinitions, exportPlainDefinitions } from '../export-definitions.ts'
import { hostOf, load, REAL_EXPORT, server, type TestServer } from './server.ts'

const ADDRESS = { connection: 'c', channel: 1 }

function client(target: TestServer, virtualHost = '/') {
  const { broker, context } = hostOf(target, virtualHost)
  openConnection(broker, context, ADDRESS)
  openChannel(broker, context, ADDRESS)
  return { broker, context }
}

it('[A-65] the export of a real broker with 200 queues comes out as it went in', () => {
  const target = server()
  load(target, REAL_EXPORT)
  expect(exportPlainDefinitions(target)).toEqual(JSON.parse(REAL_EXPORT))
})

it('[A-65] it comes out so after messages have run through', () => {
  const target = server()
  load(target, REAL_EXPORT)
  const { broker, context } = client(target, 'shop')
  for (let order = 0; order < 50; order++) {
    publish(broker, context, {
      ...ADDRESS,
      exchange: 'orders',
      routingKey: 'order.kyiv.pizza.1',
      mandatory: false,
      persistent: true,
      bodyBytes: 10,
      payload: null,
    })
  }
  expect(broker.queues.get('q.mail.0')?.ready.count).toBe(0)
  expect(broker.queues.get('q.courier.12')?.ready.count).toBe(50)
  expect(exportPlainDefinitions(target)).toEqual(JSON.parse(REAL_EXPORT))
})

it('[A-65] numbers with a fraction keep it, 1.0', () => {
  const target = server()
  load(target, REAL_EXPORT)
  const wholeFractions = /\d\.0(?=[,}\]\s])/gu
  expect(exportDefinitions(target).match(wholeFractions)).toHaveLength(
    REAL_EXPORT.match(wholeFractions)?.length ?? 0,
  )
})

it('[A-65] what clients have declared is written as a real broker writes it', () => {
  const target = server('new')
  const { broker, context } = client(target)
  const wire = tableOf({
    'x-message-ttl': 60_000,
    half: 0.5,
    one: { '!': 'double', value: 1 },
    none: null,
    when: { '!': 'timestamp', value: 5 },
    table: { b: 1, a: ['x', 1] },
    bytes: Uint8Array.of(255, 1),
  })
  declareQueue(broker, context, { ...ADDRESS, queue: 'q', durable: true, arguments: wire })
  declareQueue(broker, context, { ...ADDRESS, queue: 'mine', durable: true, exclusive: true })
  declareExchange(broker, context, { ...ADDRESS, exchange: 'e', type: 'fanout', durable: true })
  const inner = { exchange: 'inner', type: 'topic', durable: true, internal: true }
  declareExchange(broker, context, { ...ADDRESS, ...inner })
  bindQueue(broker, context, { ...ADDRESS, exchange: 'e', queue: 'mine', routingKey: '' })
  bindExchange(broker, context, { ...ADDRESS, source: 'e', destination: 'inner', routingKey: 'k' })
  const document = JSON.parse(exportDefinitions(target)) as Record<string, unknown>
  expect(document['queues']).toEqual([
    {
      arguments: {
        bytes: 'Not UTF-8, base64 is: /wE=',
        half: 0.5,
        none: 'undefined',
        one: 1,
        table: { a: ['x', 1], b: 1 },
        when: 5,
        'x-message-ttl': 60_000,
      },
      auto_delete: false,
      durable: true,
      name: 'q',
      type: 'classic',
      vhost: '/',
    },
  ])
  expect(document['exchanges']).toEqual([
    { arguments: {}, auto_delete: false, durable: true, name: 'e', type: 'fanout', vhost: '/' },
  ])
  expect(document['bindings']).toEqual([
    expect.objectContaining({ source: 'e', destination: 'mine', destination_type: 'queue' }),
    expect.objectContaining({ source: 'e', destination: 'inner', destination_type: 'exchange' }),
  ])
  expect(exportDefinitions(target)).toContain('"one":1.0')
})

it('[A-65] what is gone is not in it, and what has changed is as it is now', () => {
  const target = server()
  load(target, REAL_EXPORT)
  const { broker, context } = client(target, 'shop')
  deleteQueue(broker, context, { ...ADDRESS, queue: 'q.mail.0' })
  deleteQueue(broker, context, { ...ADDRESS, queue: 'q.billing.3' })
  declareQueue(broker, context, { ...ADDRESS, queue: 'q.billing.3', durable: false })
  clearPolicy(broker, context, 'limits')
  const text = exportDefinitions(target)
  expect(text).not.toContain('"name":"limits","pattern"')
  const { queues } = JSON.parse(text) as { queues: { name: string; vhost: string }[] }
  const inShop = queues.filter(({ vhost }) => vhost === 'shop')
  expect(inShop).toHaveLength(99)
  expect(inShop.find(({ name }) => name === 'q.billing.3')).toMatchObject({
    durable: false,
    arguments: {},
  })
})

it('[A-65] a new server exports guest and the virtual host /', () => {
  const document = exportPlainDefinitions(server('new'))
  expect(document).toMatchObject({
    users: [{ name: 'guest', tags: ['administrator'] }],
    permissions: [{ user: 'guest', vhost: '/', configure: '.*', write: '.*', read: '.*' }],
    vhosts: [{ name: '/', metadata: { description: 'Default virtual host', tags: [] } }],
  })
})

it('[A-65] what a server exports another one imports, and exports the same', () => {
  const name = fc.stringMatching(/^[a-z]{1,3}$/u)
  const value = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.5, max: 9 }),
    fc.string(),
    fc.boolean(),
    fc.array(fc.integer(), { maxLength: 2 }),
  )
  const topology = fc.record({
    queues: fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
    bindings: fc.array(fc.tuple(fc.nat(), fc.nat(), name, fc.dictionary(name, value)), {
      maxLength: 12,
    }),
  })
  fc.assert(
    fc.property(topology, ({ queues, bindings }) => {
      const one = server('new')
      const { broker, context } = client(one)
      const exchanges = ['amq.direct', 'amq.headers', 'amq.topic']
      for (const queue of queues)
        declareQueue(broker, context, { ...ADDRESS, queue, durable: true })
      for (const [from, to, routingKey, plain] of bindings) {
        const exchange = exchanges[from % exchanges.length] ?? ''
        const queue = queues[to % queues.length] ?? ''
        bindQueue(broker, context, {
          ...ADDRESS,
          exchange,
          queue,
          routingKey,
          arguments: tableOf(plain),
        })
      }
      const text = exportDefinitions(one)
      const other = server()
      expect(load(other, text)).toEqual([])
      expect(JSON.parse(exportDefinitions(other))).toEqual(JSON.parse(text))
    }),
    { seed: 65, numRuns: 60 },
  )
})
