import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atSeconds, type Trace } from '#engine'
import type { ShopDefinition } from '../definition.ts'
import { asData } from '../tests/as-data.ts'
import { ledgerOfWorld } from '../tests/ledger-of-world.ts'
import { randomRuns, runTo } from '../tests/random-runs.ts'
import { runShop, shopLike, type Doing } from '../tests/shop-run.ts'
import { LedgerFold } from './ledger-fold.ts'
import type { LedgerRow } from './ledger-view.ts'
import { StageFold } from './stage-fold.ts'

const SILENT = { customers: { ordersPerSecond: 0 } }

function foldOf(trace: Trace, definition: ShopDefinition, until = trace.length): LedgerFold {
  const fold = new LedgerFold(definition)
  fold.advance(trace, 0, until)
  return fold
}

function ordersOf(rows: readonly LedgerRow[]): readonly number[] {
  return rows.map(({ order }) => order).toSorted((one, other) => one - other)
}

function sorted(orders: readonly number[] = []): readonly number[] {
  return [...new Set(orders)].toSorted((one, other) => one - other)
}

function place(at: number, count = 1): Doing {
  return [at, { type: 'place-orders', count }]
}

function kill(at: number, process: string): Doing {
  return [at, { type: 'signal', process, signal: 'SIGKILL' }]
}

describe('the ledger of any run', () => {
  it('is the same folded fact by fact and at once, and a copy goes its own way', () => {
    fc.assert(
      fc.property(randomRuns(), ({ at, ...settings }) => {
        const { trace } = runTo(at, settings)
        const slowly = new LedgerFold(settings.definition)
        for (let id = 0; id < trace.length; id++) slowly.advance(trace, id, id + 1)
        const half = foldOf(trace, settings.definition, trace.length >> 1)
        const before = asData(half.ledger())
        const copy = half.copy()
        copy.advance(trace, trace.length >> 1, trace.length)
        const atOnce = asData(foldOf(trace, settings.definition).ledger())
        expect(asData(slowly.ledger())).toEqual(atOnce)
        expect(asData(copy.ledger())).toEqual(atOnce)
        expect(asData(half.ledger())).toEqual(before)
      }),
      { numRuns: 40, seed: 31 },
    )
  })

  it('is at an instant what it is in the run stopped there', () => {
    fc.assert(
      fc.property(randomRuns(), ({ at, ...settings }) => {
        const stopped = runTo(at, settings)
        const whole = runTo(atSeconds(10), settings)
        const then = foldOf(whole.trace, settings.definition, whole.trace.countUntil(at))
        const ledger = foldOf(stopped.trace, settings.definition).ledger()
        expect(asData(then.ledger())).toEqual(asData(ledger))
      }),
      { numRuns: 40, seed: 32 },
    )
  })

  it('[S-16] [S-17] [S-27] counts what a search of the whole world finds', () => {
    fc.assert(
      fc.property(randomRuns(), ({ at, ...settings }) => {
        const { trace, state } = runTo(at, settings)
        const ledger = foldOf(trace, settings.definition).ledger()
        const stage = new StageFold(settings.definition)
        stage.advance(trace, 0, trace.length)
        const view = stage.view()
        const flights = view.flights.filter(({ arrival }) => arrival > at)
        const { processed, ...found } = ledgerOfWorld(trace, state, { ...view, flights })
        const { placed, emailed, refused, open, lost, doneTwice, outOfOrder } = ledger
        expect({ placed, emailed, refused, open }).toEqual(pick(found))
        expect(ledger.processed).toBe(processed.length)
        expect(ordersOf(lost)).toEqual(found.lost)
        expect(ordersOf(doneTwice)).toEqual(found.doneTwice)
        expect(outOfOrder.map(({ order }) => order)).toEqual(found.outOfOrder)
        const { notes } = found
        const dropped = [
          ...(notes['amqp.message-discarded'] ?? []),
          ...(notes['amqp.message-unroutable dropped'] ?? []),
        ]
        expect(ordersOf(ledger.returned)).toEqual(sorted(notes['amqp.message-unroutable']))
        expect(ordersOf(ledger.deadLettered)).toEqual(sorted(notes['amqp.message-dead-lettered']))
        expect(ordersOf(ledger.queueRefused)).toEqual(sorted(notes['amqp.message-refused']))
        expect(ordersOf(ledger.stale)).toEqual(sorted(notes['shop.order-stale']))
        expect(ordersOf(ledger.dropped)).toEqual(sorted(dropped))
      }),
      { numRuns: 250, seed: 33 },
    )
  })
})

function pick({ placed, emailed, refused, open }: Record<string, unknown>) {
  return { placed, emailed, refused, open }
}

describe('an order is lost', () => {
  it('[S-16] when the memory it was in is gone, at the fact that says so', () => {
    const settings = { ...SILENT, 'worker-1': { ack: 'early' } }
    const run = runShop(shopLike('pubsub', settings), 5, {
      doings: [place(1), kill(1.000_5, 'worker-1')],
    })
    const [dropped] = run.facts('task.dropped')
    expect(run.ledger.lost).toEqual([{ order: 1, fact: dropped?.id, detail: '' }])
    expect([run.ledger.open, run.ledger.processed]).toEqual([0, 0])
  })

  it('[S-16] not while a delivery is under way, although its queue is gone', () => {
    const definition = shopLike('pubsub', SILENT, { hopMs: 1_000 })
    const doings: Doing[] = [place(1), [6, { type: 'remove', node: 'orders' }]]
    const [underWay, worked] = [6.1, 20].map((until) => runShop(definition, until, { doings }))
    expect(underWay?.facts('amqp.message-discarded')).toHaveLength(1)
    expect([underWay?.ledger.open, underWay?.ledger.lost]).toEqual([1, []])
    expect([worked?.ledger.processed, worked?.ledger.lost]).toEqual([1, []])
  })

  it('[S-16] when nobody polls the table any more, and not when somebody does again', () => {
    const definition = shopLike('polling', SILENT)
    const poller = definition.nodes.find(({ kind }) => kind === 'poller')
    const remove = [2.5, { type: 'remove', node: 'poller' }] as const
    const doings = [place(2.2), remove]
    expect(runShop(definition, 3, { doings }).ledger.lost.map(({ order }) => order)).toEqual([1])
    const add = poller === undefined ? [] : [[3, { type: 'add', node: poller }] as const]
    const [found, done] = [3, 9].map((until) =>
      runShop(definition, until, { doings: [...doings, ...add] }),
    )
    expect([found?.ledger.lost, found?.ledger.open]).toEqual([[], 1])
    expect(done?.ledger.processed).toBe(1)
  })

  it('[S-16] not when the customer was told', () => {
    const run = runShop(shopLike('pubsub', SILENT), 3, { doings: [kill(1, 'web'), place(2)] })
    expect([run.ledger.refused, run.ledger.lost, run.ledger.open]).toEqual([1, [], 0])
  })
})

describe('an order is done twice', () => {
  const worker = { sendsMail: false, waitMs: 2_000 }
  const cutOff: Doing = [1.5, { type: 'disconnect', process: 'worker-1' }]

  it('[S-17] when workers that send no mail finish the same copy of its message twice', () => {
    const run = runShop(shopLike('pubsub', { ...SILENT, 'worker-1': worker }), 9, {
      doings: [place(1), cutOff],
    })
    const [, second] = run.facts('task.finished').filter(({ fields }) => fields['message'] === 1)
    expect(run.facts('shop.order-processed')).toHaveLength(1)
    expect(run.ledger.doneTwice).toEqual([{ order: 1, fact: second?.id, detail: '0' }])
    expect(run.ledger.processed).toBe(1)
  })

  it('[S-17] not when the second time it was skipped', () => {
    const settings = { ...SILENT, 'worker-1': { ...worker, checksFirst: true } }
    const run = runShop(shopLike('pubsub', settings), 9, { doings: [place(1), cutOff] })
    expect([run.facts('task.skipped').length, run.ledger.doneTwice]).toEqual([1, []])
  })

  it('[S-17] not when each of two queues had a copy of its message', () => {
    const silent = { 'mail-worker': { sendsMail: false }, 'kitchen-worker': { sendsMail: false } }
    const run = runShop(shopLike('routing', { ...SILENT, ...silent }), 5, { doings: [place(1)] })
    expect(run.facts('task.finished')).toHaveLength(3)
    expect(run.ledger.doneTwice).toEqual([])
  })
})

it('waits are from placed to processed, answers from placed to the reply', () => {
  const settings = { ...SILENT, 'worker-1': { sendsMail: false, waitMs: 500 } }
  const run = runShop(shopLike('pubsub', settings), 9, { doings: [place(1, 3)] })
  const [waits, answers] = ['shop.order-processed', 'shop.order-answered'].map((kind) =>
    run.facts(kind).map(({ at }) => at - 1e6),
  )
  expect([run.ledger.wait?.max, run.ledger.wait?.p50]).toEqual([waits?.[2], waits?.[1]])
  expect([run.ledger.answer?.count, run.ledger.answer?.max]).toEqual([3, answers?.[2]])
  expect(run.ledger.wait?.max).toBeGreaterThan(1_500_000)
})
