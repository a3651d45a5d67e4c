import { describe, expect, it } from 'vitest'
import type { Fact } from '#engine'
import { emptyPollShare } from '../theory.ts'
import { runShop, shopLike, type Doing, type ShopRun } from './shop-run.ts'

const SILENT = { customers: { ordersPerSecond: 0 } }
const PLAIN_MAIL = { mail: { spread: 'constant', latencyMs: 1_000 } }

function place(at: number, count = 1): Doing {
  return [at, { type: 'place-orders', count }]
}

function signal(at: number, process: string, name: 'SIGTERM' | 'SIGKILL'): Doing {
  return [at, { type: 'signal', process, signal: name }]
}

function configure(
  at: number,
  node: string,
  field: string,
  value: number | string | boolean,
): Doing {
  return [at, { type: 'configure', node, field, value }]
}

function kinds(run: ShopRun, ...wanted: string[]): readonly string[] {
  return wanted
    .flatMap((kind) => run.facts(kind))
    .toSorted((one, other) => one.id - other.id)
    .map((fact) => fact.kind)
}

function ats(facts: readonly Fact[]): readonly number[] {
  return facts.map((fact) => fact.at / 1e6)
}

describe('waiting', () => {
  it('[P-04] with Poisson arrivals a share of e^(−λT) of the polls finds nothing', () => {
    const settings = { customers: { ordersPerSecond: 0.5 }, mail: { latencyMs: 1 } }
    const polls = runShop(shopLike('polling', settings), 8_000, { seed: 3 }).facts('poll.ran')
    const empty = polls.filter(({ fields }) => fields['found'] === 0)
    expect(polls.length).toBeGreaterThan(3_900)
    // Three standard deviations of so many polls are 0.023.
    expect(Math.abs(empty.length / polls.length - emptyPollShare(0.5, 2))).toBeLessThan(0.023)
  })

  it('[P-05] half the interval is half the delay and twice the queries', () => {
    const [slow, fast] = [2_000, 1_000].map((intervalMs) => {
      const settings = { poller: { intervalMs }, mail: { latencyMs: 1, spread: 'constant' } }
      return runShop(shopLike('polling', settings), 2_000, { seed: 3 })
    })
    const means = [slow, fast].map((run) => (run?.ledger.wait?.mean ?? 0) / 1e6)
    const polls = [slow, fast].map((run) => run?.facts('poll.ran').length ?? 0)
    expect((means[0] ?? 0) / (means[1] ?? 1)).toBeCloseTo(2, 1)
    expect((polls[1] ?? 0) / (polls[0] ?? 1)).toBeCloseTo(2, 2)
  })

  it('[P-17] an e-mail in the request makes the customer wait, a message does not', () => {
    const mail = { mail: { latencyMs: 500, spread: 'constant' } }
    const inRequest = runShop(shopLike('mail-in-request', { ...SILENT, ...mail }), 10, {
      doings: [place(1)],
    })
    const queued = runShop(shopLike('pubsub', { ...SILENT, ...mail }), 10, { doings: [place(1)] })
    expect((inRequest.ledger.answer?.mean ?? 0) / 1e6).toBeGreaterThan(0.5)
    expect((queued.ledger.answer?.mean ?? 1e9) / 1e6).toBeLessThan(0.01)
    expect([inRequest.ledger.emailed, queued.ledger.emailed]).toEqual([1, 1])
  })

  it('[P-19] a queue filled faster than it is emptied grows by the difference', () => {
    const settings = {
      customers: { ordersPerSecond: 10, arrivals: 'regular' },
      'worker-1': { sendsMail: false, waitMs: 250, prefetch: 1 },
    }
    const run = runShop(shopLike('pubsub', settings), 100)
    const waiting = run.ledger.placed - run.ledger.processed
    // 10 a second come, 4 a second go.
    expect(waiting / 100).toBeCloseTo(6, 0.5)
  })
})

describe('the shop', () => {
  it('[S-04] what goes from one process to another takes the hop, in order', () => {
    const run = runShop(shopLike('pubsub', {}, { hopMs: 70 }), 5)
    const sent = run.facts('net.sent')
    expect(sent.length).toBeGreaterThan(20)
    for (const { at, fields } of sent) expect(Number(fields['arrival']) - at).toBe(70_000)
  })

  it('[S-05] an order is stored first and answered last', () => {
    const run = runShop(shopLike('pubsub', SILENT), 5, { doings: [place(1)] })
    const order = ['shop.order-stored', 'amqp.message-published', 'shop.order-answered']
    expect(kinds(run, ...order)).toEqual(order)
  })

  it('[S-05] a request cut off before its row is written is refused', () => {
    const slow = { ...SILENT, web: { cpuMs: 1_000 } }
    const run = runShop(shopLike('pubsub', slow), 5, {
      doings: [place(1), signal(1.5, 'web', 'SIGKILL')],
    })
    expect(run.facts('shop.order-refused')[0]?.fields).toMatchObject({
      order: 1,
      reason: 'web-killed',
    })
    expect([run.ledger.refused, run.facts('shop.order-stored').length]).toEqual([1, 0])
  })

  it('[S-06] a poller with threads leaves turns out while at work, one with a thread an order does not', () => {
    const busy = { ...SILENT, mail: { latencyMs: 5_000, spread: 'constant' } }
    const one = runShop(shopLike('polling-one-loop', busy), 9, { doings: [place(0.5)] })
    const many = runShop(shopLike('polling', busy), 9, { doings: [place(0.5)] })
    expect(ats(one.facts('poll.ran')).map(Math.floor)).toEqual([2, 8])
    expect(ats(many.facts('poll.ran')).map(Math.floor)).toEqual([2, 4, 6, 8])
    expect([one, many].map((run) => run.facts('task.started').filter(isPolled).length)).toEqual([
      1, 1,
    ])
  })

  it('[S-07] a worker looks, computes, e-mails, writes the row, and acknowledges late', () => {
    const settings = { ...SILENT, 'worker-1': { checksFirst: true, cpuMs: 10, ack: 'late' } }
    const run = runShop(shopLike('pubsub', settings), 5, { doings: [place(1)] })
    const work = run.facts('net.sent').filter((fact) => fact.fields['from'] === 'worker-1')
    const asked = work.map((fact) => fact.fields['what'])
    expect(asked.filter((what) => what !== 'connect')).toEqual(['query', 'mail', 'query', 'ack'])
  })

  it('[S-07] an early acknowledgement leaves when the work starts', () => {
    const settings = { ...SILENT, 'worker-1': { ack: 'early' } }
    const run = runShop(shopLike('pubsub', settings), 5, { doings: [place(1)] })
    const [started] = run.facts('task.started').filter((fact) => fact.fields['message'] !== null)
    const [ack] = run.facts('net.sent').filter((fact) => fact.fields['what'] === 'ack')
    expect(ack?.at).toBe(started?.at)
    expect(ack?.cause).toBe(started?.id)
  })

  it('[S-07] a worker that looks first skips what is done, and acknowledges it', () => {
    const worker = { sendsMail: false, waitMs: 2_000, checksFirst: true }
    const run = runShop(shopLike('pubsub', { ...SILENT, 'worker-1': worker }), 9, {
      doings: [place(1), [1.5, { type: 'disconnect', process: 'worker-1' }]],
    })
    const ends = ['task.finished', 'task.skipped', 'amqp.message-acked']
    expect(kinds(run, ...ends).slice(1)).toEqual(ends)
    expect(run.ledger.doneTwice).toEqual([])
  })

  it('[S-08] an e-mail that has left is sent, whatever becomes of who asked', () => {
    const run = runShop(shopLike('pubsub', { ...SILENT, ...PLAIN_MAIL }), 5, {
      doings: [place(1), signal(1.5, 'worker-1', 'SIGKILL')],
    })
    expect([run.ledger.emailed, run.ledger.processed]).toEqual([1, 0])
  })

  it('[S-08] a query that has left takes effect, whatever becomes of who asked', () => {
    const settings = { ...SILENT, 'worker-1': { sendsMail: false }, database: { queryMs: 500 } }
    const run = runShop(shopLike('pubsub', settings), 5, {
      doings: [place(1), signal(1.7, 'worker-1', 'SIGKILL')],
    })
    expect(run.facts('task.dropped')[0]?.at).toBe(1_700_000)
    expect([run.ledger.processed, run.facts('task.finished').filter(isWork)]).toEqual([1, []])
  })

  it('[S-09] a failed e-mail: late gives back, early loses, polling finds it again', () => {
    const broken = { ...SILENT, mail: { failurePercent: 100, spread: 'constant', latencyMs: 100 } }
    const mends = configure(3, 'mail', 'failurePercent', 0)
    const [late, early, polled] = (['pubsub', 'early-ack', 'polling'] as const).map((name) =>
      runShop(shopLike(name, broken), 12, { doings: [place(1), mends] }),
    )
    expect(late?.facts('amqp.message-requeued')[0]?.fields).toMatchObject({ reason: 'nack' })
    expect([late, early, polled].map((run) => run?.ledger.processed)).toEqual([1, 0, 1])
    expect(early?.ledger.lost.map((row) => row.order)).toEqual([1])
  })

  it('[S-10] a provider that is down is given up after 30 s', () => {
    const down = { ...SILENT, mail: { isDown: true } }
    const run = runShop(shopLike('early-ack', down), 60, { doings: [place(1)] })
    const [failed] = run.facts('task.failed')
    expect(failed?.fields).toMatchObject({ reason: 'mail-down' })
    expect((failed?.at ?? 0) / 1e6).toBeCloseTo(31, 1)
  })
})

describe('the ledger', () => {
  it('[S-17] an order processed after a later one is out of order', () => {
    const settings = {
      ...SILENT,
      'worker-1': { sendsMail: false, waitMs: 900, prefetch: 1 },
      'worker-2': { sendsMail: false, waitMs: 100, prefetch: 1 },
    }
    const run = runShop(shopLike('two-workers', settings), 5, { doings: [place(1, 2)] })
    expect(run.ledger.outOfOrder.map((row) => row.order)).toEqual([1])
    expect(run.ledger.outOfOrder[0]?.detail).toBe('2')
  })

  it('[S-17] an order done by two lives of a worker is done twice', () => {
    const run = runShop(shopLike('pubsub', { ...SILENT, ...PLAIN_MAIL }), 9, {
      doings: [
        place(1),
        signal(1.5, 'worker-1', 'SIGKILL'),
        [3, { type: 'start', process: 'worker-1' }],
      ],
    })
    expect(run.ledger.doneTwice.map((row) => row.order)).toEqual([1])
    expect(run.violations()).toEqual([])
  })
})

function isWork({ fields }: Fact): boolean {
  return fields['message'] !== null
}

function isPolled({ fields }: Fact): boolean {
  return fields['message'] === null && fields['process'] !== 'web'
}
