import { describe, expect, it } from 'vitest'
import type { Fact } from '#engine'
import type { ShopInput } from '../input.ts'
import { runShop, shopLike, type Doing, type ShopRun } from './shop-run.ts'

const SILENT = { customers: { ordersPerSecond: 0 } }
const RESTART: ShopInput = { type: 'restart-broker', how: 'clean' }

function place(at: number, count = 1): Doing {
  return [at, { type: 'place-orders', count }]
}

function configure(at: number, node: string, field: string, value: string | number): Doing {
  return [at, { type: 'configure', node, field, value }]
}

/** The facts of a kind that are about one process or connection. */
function about(run: ShopRun, kind: string, name: string): readonly Fact[] {
  return run
    .facts(kind)
    .filter(({ fields }) => fields['process'] === name || fields['connection'] === name)
}

function refusals(run: ShopRun, kind = 'net.refused', field = 'what'): readonly unknown[] {
  return run.facts(kind).map(({ fields }) => fields[field])
}

describe('a socket that is gone', () => {
  it('[S-03] what the broker sends before it learns of a death is read by nobody', () => {
    const settings = { ...SILENT, 'worker-1': { ack: 'automatic' } }
    const run = runShop(shopLike('pubsub', settings, { hopMs: 100 }), 6, {
      // The message is at the broker at 1.4 s, after the death and before the news of it.
      doings: [
        place(1),
        [1.35, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
        [1.36, { type: 'start', process: 'worker-1' }],
      ],
    })
    expect(run.facts('amqp.message-delivered')).toHaveLength(1)
    expect(refusals(run)).toEqual(['deliver'])
    expect(about(run, 'task.received', 'worker-1')).toEqual([])
    expect(run.ledger.lost.map(({ order }) => order)).toEqual([1])
  })

  it('[S-11] what was on its way over a lost connection comes again over the next one', () => {
    const run = runShop(shopLike('pubsub', SILENT, { hopMs: 100 }), 9, {
      doings: [place(1), [1.35, { type: 'disconnect', process: 'worker-1' }]],
    })
    expect(refusals(run)).toEqual(['deliver'])
    expect(run.facts('amqp.message-acked')).toHaveLength(1)
    expect([run.ledger.processed, run.ledger.emailed]).toEqual([1, 1])
  })

  it('[S-11] a change to a process that waits to connect does not make it connect twice', () => {
    const run = runShop(shopLike('pubsub', SILENT), 10, {
      doings: [[1, RESTART], configure(1.5, 'web', 'threads', 2), place(8)],
    })
    expect(about(run, 'amqp.connection-opened', 'web')).toHaveLength(2)
    expect(run.ledger.processed).toBe(1)
  })

  it('[S-11] a client may be back before the broker misses it (hop 4 s)', () => {
    const run = runShop(shopLike('pubsub', SILENT, { hopMs: 4_000 }), 90, {
      // It connects while the broker is away, and hears of that only after it was let in.
      doings: [
        [1, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
        [1.2, { type: 'start', process: 'worker-1' }],
        [1.5, RESTART],
        place(30),
      ],
    })
    const [opened, closed] = ['opened', 'closed'].map(
      (end) => about(run, `amqp.connection-${end}`, 'worker-1').length,
    )
    expect([opened, closed]).toEqual([3, 2])
    expect(run.ledger.processed).toBe(1)
  })
})

describe('what a client uses', () => {
  it.each([
    ['prefetch', 5],
    ['ack', 'automatic'],
    ['queue', 'spare'],
    ['priority', 5],
  ] as const)('[S-13] a worker whose %s is changed consumes anew', (field, value) => {
    const definition = shopLike('pubsub', SILENT)
    const nodes = [...definition.nodes, { kind: 'queue', id: 'spare', durable: true } as const]
    const run = runShop({ ...definition, nodes }, 5, {
      doings: [configure(2, 'worker-1', field, value)],
    })
    const started = about(run, 'amqp.consumer-started', 'worker-1').map(({ fields }) => fields)
    expect(started).toHaveLength(2)
    expect(run.facts('amqp.consumer-cancelled')).toHaveLength(1)
  })

  it('[S-13] what the worker held before the change counts for its old consumer only', () => {
    const slow = { ...SILENT, 'worker-1': { prefetch: 2, sendsMail: false, waitMs: 2_000 } }
    const run = runShop(shopLike('pubsub', slow), 30, {
      doings: [place(1, 8), configure(2, 'worker-1', 'prefetch', 3)],
    })
    expect(run.facts('amqp.message-delivered').filter(({ at }) => at < 3e6)).toHaveLength(5)
    expect([run.ledger.processed, run.violations()]).toEqual([8, []])
  })

  it('[S-14] an exchange whose type is changed is deleted and declared again, with its bindings', () => {
    const run = runShop(shopLike('routing', SILENT), 6, {
      doings: [configure(2, 'shop', 'type', 'fanout'), place(3)],
    })
    expect(run.facts('amqp.exchange-deleted')).toHaveLength(1)
    expect(refusals(run, 'amqp.exchange-declared', 'type')).toEqual(['topic', 'fanout'])
    expect(run.facts('amqp.binding-created')).toHaveLength(6)
    expect(run.facts('amqp.message-queued')).toHaveLength(2)
  })

  it('[S-18] a publisher declares its exchange when it connects again', () => {
    const definition = shopLike('routing', { ...SILENT, shop: { durable: false } })
    const run = runShop({ ...definition, bindings: [] }, 9, { doings: [[2, RESTART]] })
    const [, again] = run.facts('amqp.exchange-declared')
    expect(again?.at).toBeGreaterThan(5e6)
    expect(again?.cause && run.trace.fact(again.cause).fields).toMatchObject({ from: 'web' })
  })
})

it('[S-16] an order published to an exchange that is not there is lost, as are those behind it', () => {
  const run = runShop(shopLike('routing', SILENT, { hopMs: 100 }), 6, {
    doings: [[1, { type: 'remove', node: 'shop' }], place(2, 1), place(2.15, 1), place(4, 1)],
  })
  expect(about(run, 'amqp.channel-closed', 'web').map(({ fields }) => fields['code'])).toEqual([
    404, 404,
  ])
  expect(run.facts('amqp.message-published')).toEqual([])
  expect(run.ledger.lost.map(({ order }) => order)).toEqual([1, 2, 3])
})
