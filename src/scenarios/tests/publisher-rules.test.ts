import { describe, expect, it } from 'vitest'
import type { ShopInput } from '../input.ts'
import { runShop, shopLike, type Doing, type ShopRun } from './shop-run.ts'

const SILENT = { customers: { ordersPerSecond: 0 } }

function place(at: number, count = 1): Doing {
  return [at, { type: 'place-orders', count }]
}

function configure(at: number, node: string, field: string, value: unknown): Doing {
  return [at, { type: 'configure', node, field, value } as ShopInput]
}

/** The instants of a kind of fact, µs. */
function instants(run: ShopRun, kind: string): readonly number[] {
  return run.facts(kind).map(({ at }) => at)
}

function fields(run: ShopRun, kind: string, field: string): readonly unknown[] {
  return run.facts(kind).map((fact) => fact.fields[field])
}

/** A shop with confirms, a hop of 10 ms and a disk that takes 100 ms. */
function confirming(web: Readonly<Record<string, unknown>> = {}, queue = {}) {
  const settings = { ...SILENT, web: { confirm: true, ...web }, orders: queue }
  return shopLike('pubsub', settings, { hopMs: 10, diskWriteMs: 100 })
}

describe('a web process that asks for confirms', () => {
  it('[S-23] answers when the broker has the message on disk, not before', () => {
    const run = runShop(confirming(), 3, { doings: [place(1)] })
    const [published] = instants(run, 'amqp.message-published')
    expect(instants(run, 'amqp.message-confirmed')).toEqual([(published ?? 0) + 100_000])
    expect(instants(run, 'shop.order-answered')).toEqual([(published ?? 0) + 120_000])
  })

  it('[S-23] answers sooner for a transient message: nobody waits for the disk', () => {
    const run = runShop(confirming({ persistent: false }), 3, { doings: [place(1)] })
    const [published] = instants(run, 'amqp.message-published')
    expect(instants(run, 'shop.order-answered')).toEqual([(published ?? 0) + 20_000])
  })

  it.each([
    ['nacked', confirming({}, { maxLength: 0, overflow: 'reject-publish' })],
    ['returned', confirming({ routingKey: 'nowhere', mandatory: true })],
    ['channel-closed', confirming({ exchange: 'missing' })],
  ])('[S-23] tells its customer of a failure (%s)', (reason, definition) => {
    // Nobody consumes: a queue of length 0 takes a message only for a consumer that waits.
    const run = runShop(definition, 5, {
      doings: [[0.5, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }], place(1)],
    })
    expect(fields(run, 'shop.order-refused', 'reason')).toEqual([reason])
    expect([run.ledger.refused, run.ledger.lost]).toEqual([1, []])
    expect(run.facts('shop.order-answered')).toEqual([])
  })

  it('[S-23] tells its customers of a lost connection, and of none', () => {
    const run = runShop(confirming(), 6, {
      doings: [place(1), [1.06, { type: 'disconnect', process: 'web' }], place(1.5), place(4)],
    })
    expect(fields(run, 'shop.order-refused', 'reason')).toEqual([
      'connection-lost',
      'not-connected',
    ])
    expect(run.facts('shop.order-answered')).toHaveLength(1)
  })

  it('[S-23] an unroutable message that is not mandatory is confirmed all the same (R-59)', () => {
    const run = runShop(confirming({ routingKey: 'nowhere' }), 3, { doings: [place(1)] })
    expect(fields(run, 'amqp.message-confirmed', 'outcome')).toEqual(['ack'])
    expect([run.facts('shop.order-answered').length, run.ledger.lost.length]).toEqual([1, 1])
  })

  it('[S-23] can begin to ask while it runs, and stop waiting for the answers', () => {
    const definition = confirming({ confirm: false })
    const run = runShop(definition, 9, {
      doings: [
        place(1),
        configure(2, 'web', 'confirm', true),
        place(3),
        configure(4, 'web', 'confirm', false),
        place(5),
      ],
    })
    const placed = instants(run, 'shop.order-placed')
    const waited = instants(run, 'shop.order-answered').map(
      (at, index) => at - (placed[index] ?? 0),
    )
    const [before = 0, during = 0, after = 0] = waited
    expect([during - before, after]).toEqual([120_000, before])
    expect(run.ledger.processed).toBe(3)
  })

  it('[S-23] waits for each order by itself, whatever order the confirms come in (R-64)', () => {
    const run = runShop(confirming(), 4, {
      doings: [place(1), configure(1.05, 'web', 'persistent', false), place(1.06)],
    })
    expect(fields(run, 'shop.order-answered', 'order')).toEqual([2, 1])
  })
})

it('[S-23] a producer that asks for confirms refuses what the broker refused', () => {
  const producer = { kind: 'producer', exchange: '', routingKey: 'orders', confirm: true }
  const settings = {
    customers: { ...producer, id: 'producer', persistent: true, mandatory: false },
    orders: { maxLength: 1, overflow: 'reject-publish' },
    'worker-1': { prefetch: 1, sendsMail: false, waitMs: 60_000 },
  }
  const definition = shopLike('pubsub', settings)
  const nodes = definition.nodes.map((node) =>
    node.kind === 'producer' ? { ...node, ordersPerSecond: 0 } : node,
  )
  const run = runShop({ ...definition, nodes }, 4, { doings: [place(1, 4)] })
  expect(fields(run, 'shop.order-refused', 'reason')).toEqual(['nacked', 'nacked'])
  expect([run.ledger.refused, run.ledger.open, run.ledger.lost]).toEqual([2, 2, []])
  expect(run.ledger.queueRefused.map(({ order }) => order)).toEqual([3, 4])
})

describe('what an order says', () => {
  it('[S-20] is in the routing key, and follows from its number', () => {
    const web = { exchange: 'shop', routingKey: '{city}.{dish}.{speed}.{else}' }
    const run = runShop(shopLike('routing', { ...SILENT, web }), 3, { doings: [place(1, 8)] })
    expect(fields(run, 'amqp.message-published', 'routingKey')).toEqual([
      'kyiv.pizza.normal.{else}',
      'lviv.pizza.normal.{else}',
      'odesa.pizza.normal.{else}',
      'kyiv.sushi.normal.{else}',
      'lviv.sushi.normal.{else}',
      'odesa.sushi.normal.{else}',
      'kyiv.salad.express.{else}',
      'lviv.salad.normal.{else}',
    ])
  })

  it('[S-20] is in the headers a headers exchange looks at', () => {
    const run = runShop(shopLike('exchanges', SILENT), 3, { doings: [place(1, 10)] })
    const queued = run.facts('amqp.message-queued').map(({ fields: { message, queue } }) => {
      return `${message} ${queue}`
    })
    expect(queued.filter((line) => line.endsWith('couriers'))).toEqual(['4 couriers', '7 couriers'])
    expect(queued.filter((line) => line.endsWith('to-look-at'))).toEqual([
      '5 to-look-at',
      '6 to-look-at',
      '8 to-look-at',
      '9 to-look-at',
    ])
  })

  it('[S-20] an express order overtakes what waits', () => {
    const settings = { ...SILENT, 'worker-1': { sendsMail: false, waitMs: 500 } }
    const run = runShop(shopLike('priorities', settings), 9, {
      doings: [[0.5, { type: 'signal', process: 'worker-2', signal: 'SIGTERM' }], place(1, 8)],
    })
    expect(fields(run, 'task.started', 'order').slice(8)).toEqual([1, 7, 2, 3, 4, 5, 6, 8])
    expect(fields(run, 'amqp.message-queued', 'priority')).toEqual([0, 0, 0, 0, 0, 0, 9, 0])
  })
})

describe('a connection the broker does not read', () => {
  const on: Doing = [2, { type: 'memory-alarm', isOn: true }]
  const off: Doing = [6, { type: 'memory-alarm', isOn: false }]

  it('[S-24] is that of whoever publishes; consumers go on', () => {
    const settings = { ...SILENT, 'worker-1': { prefetch: 1, sendsMail: false, waitMs: 900 } }
    const run = runShop(shopLike('pubsub', settings), 6, { doings: [place(1, 4), on, place(3, 2)] })
    expect(fields(run, 'amqp.connection-blocked', 'connection')).toEqual(['web'])
    expect(run.ledger.processed).toBe(4)
    expect(run.ledger.open).toBe(2)
    expect(run.violations()).toEqual([])
  })

  it('[S-24] is read on in order when the alarm ends, and nothing is lost', () => {
    const run = runShop(confirming(), 12, { doings: [on, place(3, 3), off] })
    expect(instants(run, 'amqp.message-published')).toEqual([6_000_000, 6_000_000, 6_000_000])
    expect(fields(run, 'shop.order-answered', 'order')).toEqual([1, 2, 3])
    const causes = run.facts('amqp.message-published').map(({ cause }) => cause ?? 0)
    expect(causes.map((cause) => run.trace.kind(cause as never))).toEqual(Array(3).fill('net.sent'))
    expect(run.ledger.processed).toBe(3)
  })

  it('[S-24] loses what waits in its socket when the process dies', () => {
    const run = runShop(confirming({ confirm: false }), 12, {
      doings: [on, place(3, 2), [4, { type: 'signal', process: 'web', signal: 'SIGKILL' }], off],
    })
    expect(run.facts('shop.order-answered')).toHaveLength(2)
    expect(fields(run, 'net.refused', 'what')).toEqual(['publish', 'publish'])
    expect(run.ledger.lost.map(({ order }) => order)).toEqual([1, 2])
  })

  it('[S-24] is no longer blocked when the broker comes back', () => {
    const run = runShop(confirming(), 14, {
      doings: [on, place(3), [4, { type: 'restart-broker', how: 'clean' }], place(10)],
    })
    expect(fields(run, 'shop.order-refused', 'reason')).toEqual(['connection-lost'])
    expect(run.ledger.processed).toBe(1)
  })
})
