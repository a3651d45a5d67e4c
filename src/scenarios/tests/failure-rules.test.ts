import { describe, expect, it } from 'vitest'
import type { ShopInput } from '../input.ts'
import { journeyOfOrder } from '../view/journey.ts'
import { runShop, shopLike, type Doing, type ShopRun } from './shop-run.ts'

const SILENT = { customers: { ordersPerSecond: 0, poisonEvery: null } }
const POISON = { customers: { ordersPerSecond: 0, poisonEvery: 2 } }

function place(at: number, count = 1): Doing {
  return [at, { type: 'place-orders', count }]
}

function fields(run: ShopRun, kind: string, field: string): readonly unknown[] {
  return run.facts(kind).map((fact) => fact.fields[field])
}

describe('an order with a broken body', () => {
  it('[S-19] goes round for ever when it is requeued, and nothing behind it is done (R-96)', () => {
    const worker = { prefetch: 1, cpuMs: 100, sendsMail: false }
    const run = runShop(shopLike('pubsub', { ...POISON, 'worker-1': worker }), 11, {
      doings: [place(1, 3)],
    })
    expect(run.ledger.processed).toBe(1)
    expect(run.facts('amqp.message-requeued').length).toBeGreaterThan(80)
    expect(new Set(fields(run, 'task.failed', 'reason'))).toEqual(new Set(['broken-order']))
  })

  it('[S-19] is gone when it is rejected and the queue has no dead letter exchange', () => {
    const settings = { ...POISON, 'worker-1': { onFailure: 'reject' } }
    const run = runShop(shopLike('pubsub', settings), 6, { doings: [place(1, 3)] })
    expect(fields(run, 'amqp.message-discarded', 'reason')).toEqual(['rejected'])
    expect(run.ledger.lost.map(({ order }) => order)).toEqual([2])
    expect(run.ledger.dropped.map(({ order, detail }) => [order, detail])).toEqual([
      [2, 'rejected'],
    ])
  })

  it.each(['late', 'early', 'automatic'])(
    '[S-19] takes the process along when nobody catches what it throws (%s)',
    (ack) => {
      const settings = { ...POISON, 'worker-1': { onFailure: 'crash', ack, prefetch: 1 } }
      const run = runShop(shopLike('pubsub', settings), 6, { doings: [place(1, 2)] })
      const [exited] = run.facts('process.exited')
      expect([exited?.fields['code'], exited?.fields['signal']]).toEqual([1, null])
      expect(run.ledger.lost).toHaveLength(ack === 'late' ? 0 : 1)
      expect(run.violations()).toEqual([])
    },
  )

  it('[S-19] fails where a poller or a list in memory works on it, too', () => {
    const [polled, listed] = ['polling-one-loop', 'memory-list'].map((name) =>
      runShop(shopLike(name, POISON), 9, { doings: [place(1, 2)] }),
    )
    expect(polled?.ledger.open).toBe(1)
    expect(fields(polled as ShopRun, 'task.failed', 'order').length).toBeGreaterThan(2)
    expect(listed?.ledger.lost.map(({ order }) => order)).toEqual([2])
  })
})

describe('dead letters', () => {
  const run = runShop(shopLike('dead-letters', { ...POISON, mail: { failurePercent: 0 } }), 40, {
    doings: [place(1, 2)],
  })

  it('[S-16] carry the order: it is open while one waits, and lost when that is gone', () => {
    const [dead] = run.facts('amqp.message-dead-lettered')
    const [discarded] = run.facts('amqp.message-discarded')
    expect([dead?.fields['reason'], discarded?.fields['reason']]).toEqual([
      'delivery_limit',
      'expired',
    ])
    expect(discarded?.at).toBe((dead?.at ?? 0) + 20_000_000)
    const half = runShop(shopLike('dead-letters', { ...POISON, mail: { failurePercent: 0 } }), 10, {
      doings: [place(1, 2)],
    })
    expect([half.ledger.open, half.ledger.lost]).toEqual([1, []])
    expect(run.ledger.lost).toEqual([{ order: 2, fact: discarded?.id, detail: '' }])
  })

  it('[S-27] are in the ledger with the reason, and so is their end', () => {
    const [dead] = run.facts('amqp.message-dead-lettered')
    expect(run.ledger.deadLettered).toEqual([
      { order: 2, fact: dead?.id, detail: 'delivery_limit' },
    ])
    expect(run.ledger.dropped.map(({ order, detail }) => [order, detail])).toEqual([[2, 'expired']])
  })

  it('are part of the order’s journey under their new number', () => {
    const kinds = journeyOfOrder(run.trace, 2, run.trace.length).map((id) => run.trace.kind(id))
    expect(kinds.filter((kind) => kind === 'amqp.message-queued')).toHaveLength(2)
    expect(kinds.at(-1)).toBe('amqp.message-discarded')
  })

  it('[S-17] belong to the queue they came from: an e-mail about one is a second one', () => {
    const settings = {
      ...SILENT,
      mail: { latencyMs: 100, spread: 'constant', failurePercent: 0 },
      orders: { deliveryLimit: 0 },
      parking: { messageTtlMs: null },
    }
    const twice = runShop(shopLike('dead-letters', settings, { hopMs: 50 }), 9, {
      doings: [
        [0.1, { type: 'add', node: { ...worker, id: 'worker-2', queue: 'parking' } }],
        place(1),
        // The e-mail has gone out, its answer has not come: the row is not written.
        [1.42, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
      ],
    })
    const [, second] = twice.facts('mail.sent')
    expect(twice.ledger.doneTwice).toEqual([{ order: 1, fact: second?.id, detail: '2' }])
    expect(fields(twice, 'mail.sent', 'process')).toEqual(['worker-1', 'worker-2'])
  })

  const worker = {
    kind: 'worker',
    prefetch: 1,
    ack: 'late',
    threads: 1,
    cpuMs: 0,
    waitMs: 0,
    spread: 'constant',
    sendsMail: true,
    checksFirst: false,
    supervised: false,
  } as const
})

function configure(node: string, field: string, value: string | number): ShopInput {
  return { type: 'configure', node, field, value }
}

it('[S-17] three services that each have a copy each do their part once', () => {
  const run = runShop(
    shopLike('routing', { ...SILENT, 'kitchen-worker': { sendsMail: true } }),
    9,
    {
      doings: [place(1, 3)],
    },
  )
  expect(run.facts('mail.sent')).toHaveLength(6)
  expect([run.ledger.processed, run.ledger.doneTwice]).toEqual([3, []])
})

describe('a list in memory', () => {
  const slow = { ...SILENT, mail: { latencyMs: 1_000, spread: 'constant' } }

  it('[S-21] answers at once and works one order after the other', () => {
    const run = runShop(shopLike('memory-list', slow), 9, { doings: [place(1, 4)] })
    expect(run.facts('shop.order-answered').every(({ at }) => at < 1_010_000)).toBe(true)
    expect(run.ledger.processed).toBe(4)
    const started = run.facts('task.started').filter(({ fields: { process } }) => {
      return process === 'web:memory'
    })
    expect(started.map(({ at }) => Math.floor(at / 1e6))).toEqual([1, 2, 3, 4])
  })

  it('[S-21] works on as many at once as it has threads', () => {
    const settings = { ...slow, web: { memoryThreads: 4 } }
    const run = runShop(shopLike('memory-list', settings), 2.5, { doings: [place(1, 4)] })
    expect(run.ledger.processed).toBe(4)
  })

  it('[S-21] is gone with its process, and the promised e-mails with it', () => {
    const run = runShop(shopLike('memory-list', slow), 9, {
      doings: [place(1, 4), [2.5, { type: 'signal', process: 'web', signal: 'SIGKILL' }]],
    })
    // The second e-mail had left; nobody is there to write its row (S-08).
    expect([run.ledger.emailed, run.ledger.processed]).toEqual([2, 1])
    expect(run.ledger.lost.map(({ order }) => order)).toEqual([2, 3, 4])
    expect(fields(run, 'task.dropped', 'state')).toEqual(['running', 'reserved', 'reserved'])
  })

  it('[S-21] is worked off before a process that was asked to end does', () => {
    const run = runShop(shopLike('memory-list', slow), 9, {
      doings: [place(1, 4), [1.5, { type: 'signal', process: 'web', signal: 'SIGTERM' }]],
    })
    expect([run.ledger.processed, run.ledger.lost]).toEqual([4, []])
    expect(run.facts('process.exited').at(-1)?.fields['code']).toBe(0)
  })
})

describe('a customer who changes an order', () => {
  const slow = { ...SILENT, 'worker-1': { cpuMs: 2_000 } }
  const doings: readonly Doing[] = [place(1), [2, { type: 'change-order', order: 1 }]]

  it('[S-22] is overlooked where the message holds a copy', () => {
    const settings = { ...slow, web: { carries: 'copy' } }
    const run = runShop(shopLike('pubsub', settings), 9, { doings })
    const [stale] = run.facts('shop.order-stale')
    expect(run.ledger.stale).toEqual([{ order: 1, fact: stale?.id, detail: '' }])
    expect(run.ledger.processed).toBe(1)
  })

  it('[S-22] is heard where it holds the number', () => {
    const run = runShop(shopLike('pubsub', slow), 9, { doings })
    expect([run.ledger.stale, run.ledger.processed]).toEqual([[], 1])
  })

  it('[S-22] is heard in a copy that was made after the change', () => {
    const settings = { ...SILENT, web: { carries: 'copy', cpuMs: 2_000 } }
    const run = runShop(shopLike('pubsub', settings), 9, { doings })
    expect([run.ledger.stale, run.ledger.processed]).toEqual([[], 1])
  })
})

it('[S-25] a broker that is away keeps no time; what is overdue then goes when it is back', () => {
  const settings = { ...SILENT, orders: { messageTtlMs: 2_000 }, 'worker-1': { queue: '' } }
  const run = runShop(shopLike('pubsub', settings), 12, {
    doings: [place(1), [1.5, { type: 'restart-broker', how: 'clean' }]],
  })
  const discarded = run.facts('amqp.message-discarded').map(({ at, fields: { reason } }) => {
    return [at / 1e6, reason]
  })
  expect(discarded).toEqual([[4.5, 'expired']])
})

it('[S-25] a message that was not on disk yet does not survive a hard kill (R-149)', () => {
  const settings = { ...SILENT, 'worker-1': { queue: '' } }
  const run = runShop(shopLike('pubsub', settings, { diskWriteMs: 500 }), 9, {
    doings: [place(1), place(1.8), [2, { type: 'restart-broker', how: 'killed' }]],
  })
  expect(run.ledger.lost.map(({ order }) => order)).toEqual([2])
  expect([run.ledger.open, run.ledger.placed]).toEqual([1, 2])
})

it('[S-26] what no broker would declare changes nothing', () => {
  const run = runShop(shopLike('dead-letters', SILENT), 5, {
    doings: [
      [1, configure('orders', 'maxPriority', 5)],
      [1, configure('parking', 'deadLetterRoutingKey', 'x')],
      [2, { type: 'bind', binding: { id: 'b', exchange: 'dead', routingKey: '' } }],
      [3, { type: 'place-orders', count: 1 }],
    ],
  })
  expect(fields(run, 'shop.input-refused', 'reason')).toEqual([
    'not-for-queue-type',
    'key-without-exchange',
    'one-target',
  ])
  expect(run.facts('amqp.queue-deleted')).toEqual([])
  expect(run.facts('amqp.channel-closed')).toEqual([])
})
