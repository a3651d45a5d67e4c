import { expect, it } from 'vitest'
import { runShop, shopLike, type Doing } from './shop-run.ts'

const SILENT = { customers: { ordersPerSecond: 0 } }

function place(at: number, count = 1): Doing {
  return [at, { type: 'place-orders', count }]
}

it('[S-11] a client whose connection is lost goes on and connects again after a second', () => {
  const slow = { ...SILENT, 'worker-1': { sendsMail: false, waitMs: 3_000 } }
  const run = runShop(shopLike('pubsub', slow), 12, {
    doings: [place(1), [2, { type: 'disconnect', process: 'worker-1' }]],
  })
  const opened = run
    .facts('amqp.connection-opened')
    .filter((fact) => fact.fields['connection'] === 'worker-1')
  expect(opened.map((fact) => Math.round(fact.at / 1e6))).toEqual([0, 3])
  // It finished what it had, and could not acknowledge it: the order was done again.
  expect(run.facts('task.finished').filter((fact) => fact.fields['message'] === 1)).toHaveLength(2)
  expect(run.facts('net.refused').map((fact) => fact.fields['what'])).toEqual(['ack'])
})

it('[S-12] a restarted broker is away for three seconds', () => {
  const run = runShop(shopLike('pubsub'), 10, {
    doings: [[2, { type: 'restart-broker', how: 'clean' }]],
  })
  const [stopped] = run.facts('amqp.broker-stopped')
  const [started] = run.facts('amqp.broker-started')
  expect([stopped?.at, started?.at]).toEqual([2_000_000, 5_000_000])
})

it('[S-18] a queue that did not survive a restart is there again when its worker is', () => {
  const definition = shopLike('pubsub', { ...SILENT, orders: { durable: false } })
  const run = runShop(definition, 12, {
    doings: [[2, { type: 'restart-broker', how: 'clean' }], place(9)],
  })
  const declared = run.facts('amqp.queue-declared').map((fact) => Math.floor(fact.at / 1e6))
  expect(declared[0]).toBe(0)
  expect(declared.slice(1).every((second) => second >= 5 && second <= 7)).toBe(true)
  expect(declared.length).toBeGreaterThan(1)
  expect(run.ledger.processed).toBe(1)
})

it('[S-13] a worker whose prefetch is changed consumes anew', () => {
  const run = runShop(shopLike('pubsub', SILENT), 5, {
    doings: [[2, { type: 'configure', node: 'worker-1', field: 'prefetch', value: 7 }]],
  })
  const prefetches = run.facts('amqp.consumer-started').map((fact) => fact.fields['prefetch'])
  expect(prefetches).toEqual([2, 7])
  expect(run.facts('amqp.consumer-cancelled')).toHaveLength(1)
})

it('[S-14] a queue whose durability is changed is deleted and declared again', () => {
  const run = runShop(shopLike('pubsub', SILENT), 5, {
    doings: [[2, { type: 'configure', node: 'orders', field: 'durable', value: false }], place(3)],
  })
  const durable = run.facts('amqp.queue-declared').map((fact) => fact.fields['durable'])
  expect(durable[0]).toBe(true)
  expect(durable.at(-1)).toBe(false)
  expect(run.facts('amqp.queue-deleted')).toHaveLength(1)
  expect(run.ledger.processed).toBe(1)
})
