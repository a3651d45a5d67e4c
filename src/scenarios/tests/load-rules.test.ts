import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ShopDefinition } from '../definition.ts'
import { runShop, shopLike, type Doing, type ShopRun } from './shop-run.ts'

const SILENT = { customers: { ordersPerSecond: 0 } }
const KILL_WEB = { type: 'signal', process: 'web', signal: 'SIGKILL' } as const

function load(at: number, requests: number, concurrency: number): Doing {
  return [at, { type: 'load', requests, concurrency }]
}

/** The web process sends each e-mail, which takes half a second, inside the request. */
function slowShop(settings: Parameters<typeof shopLike>[1] = {}): ShopDefinition {
  const mail = { spread: 'constant', latencyMs: 500 }
  return shopLike('mail-in-request', { ...SILENT, mail, ...settings })
}

/** How many requests were open, after each fact that changed it. */
function openRequests(run: ShopRun): readonly number[] {
  const changes = ['load.sent', 'load.cut-off', 'shop.order-answered', 'shop.order-refused']
  const steps = changes.flatMap((kind) => run.facts(kind)).toSorted((a, b) => a.id - b.id)
  let open = 0
  return steps.map(({ kind }) => (open += kind === 'load.sent' ? 1 : -1))
}

function refusals(run: ShopRun): readonly unknown[] {
  return run.facts('shop.input-refused').map(({ fields }) => [fields['action'], fields['reason']])
}

describe('a load', () => {
  it('[S-28] keeps so many requests open until enough were sent, then waits for the last', () => {
    const run = runShop(slowShop({ web: { threads: 4 } }), 60, { doings: [load(1, 30, 6)] })
    const open = openRequests(run)
    expect(open.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6])
    expect(open.slice(6, 54)).toEqual(Array.from({ length: 24 }, () => [5, 6]).flat())
    expect(open.slice(54)).toEqual([5, 4, 3, 2, 1, 0])
    expect(run.facts('load.sent')).toHaveLength(30)
    expect(run.facts('load.finished')).toHaveLength(1)
    expect(run.ledger).toMatchObject({ placed: 30, processed: 30, emailed: 30, refused: 0 })
    expect(run.violations()).toEqual([])
  })

  it('[S-28] sends the next request at the instant of an answer, because of it', () => {
    const { trace, facts } = runShop(slowShop(), 30, { doings: [load(1, 8, 2)] })
    for (const sent of facts('load.sent').slice(2)) {
      const cause = sent.cause === null ? null : trace.fact(sent.cause)
      expect(cause).toMatchObject({ kind: 'shop.order-answered', at: sent.at })
    }
  })

  it('[S-28] ends with refusals only where no web process runs', () => {
    for (const away of [KILL_WEB, { type: 'remove', node: 'web' }] as const) {
      const run = runShop(slowShop(), 5, { doings: [[1, away], load(2, 500, 10)] })
      expect(run.facts('load.finished')).toHaveLength(1)
      expect(run.ledger).toMatchObject({ placed: 500, refused: 500, open: 0 })
    }
  })

  it('[S-28] sends nothing more once the customers are gone', () => {
    const leave: Doing = [1.2, { type: 'remove', node: 'customers' }]
    const run = runShop(slowShop(), 30, { doings: [load(1, 100, 4), leave] })
    expect(run.facts('load.sent')).toHaveLength(4)
    expect(run.facts('load.finished')).toHaveLength(1)
  })

  it('[S-29] is refused while another one runs, without customers, and beyond its limits', () => {
    const one = runShop(slowShop(), 5, { doings: [load(1, 20, 2), load(2, 1, 1)] })
    expect(refusals(one)).toEqual([['load', 'load-running']])
    const leave: Doing = [1, { type: 'remove', node: 'customers' }]
    const nobody = runShop(slowShop(), 5, { doings: [leave, load(2, 1, 1)] })
    expect(refusals(nobody)).toEqual([['load', 'no-customers']])
    for (const [requests, concurrency] of [
      [10, 11],
      [0, 0],
      [10_001, 1],
      [2_000, 1_001],
      [1.5, 1],
    ] as const) {
      const wrong = runShop(slowShop(), 2, { doings: [load(1, requests, concurrency)] })
      expect(refusals(wrong)).toEqual([['load', 'not-a-number']])
      expect(wrong.facts('load.started')).toEqual([])
    }
  })

  it('[S-29] comes after another one', () => {
    const run = runShop(slowShop(), 20, { doings: [load(1, 4, 4), load(5, 8, 2)] })
    expect(refusals(run)).toEqual([])
    expect(run.facts('load.finished').map(({ fields }) => fields['load'])).toEqual([1, 2])
  })

  it('[S-30] a request that dies with its process is cut off, stored or not', () => {
    // Two requests wait for the e-mail with their orders stored, two have no thread yet.
    const shop = slowShop({ web: { threads: 2 } })
    const run = runShop(shop, 60, { doings: [load(1, 4, 4), [1.3, KILL_WEB]] })
    expect(run.facts('load.cut-off').map(({ fields }) => fields['order'])).toEqual([1, 2])
    expect(run.facts('shop.order-refused').map(({ fields }) => fields['order'])).toEqual([3, 4])
    expect(run.facts('load.finished')).toHaveLength(1)
    expect(run.violations()).toEqual([])
  })

  it('[S-28] never has more requests open than it may, and ends each one, whatever dies', () => {
    const runs = fc.record({
      name: fc.constantFrom('mail-in-request', 'pubsub', 'confirms', 'memory-list', 'polling'),
      requests: fc.integer({ min: 1, max: 60 }),
      concurrency: fc.integer({ min: 1, max: 60 }),
      kills: fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 3 }),
      seed: fc.nat(1_000),
    })
    const property = fc.property(runs, ({ name, requests, concurrency, kills, seed }) => {
      const doings = kills
        .flatMap((at): Doing[] => [
          [1 + at / 1_000, KILL_WEB],
          [1.1 + at / 1_000, { type: 'start', process: 'web' }],
        ])
        .toSorted(([one], [other]) => one - other)
      const most = Math.min(requests, concurrency)
      const shop = shopLike(name, SILENT)
      const run = runShop(shop, 300, { seed, doings: [load(1, requests, most), ...doings] })
      expect(Math.max(...openRequests(run))).toBe(most)
      expect(openRequests(run).at(-1)).toBe(0)
      expect(run.facts('load.sent')).toHaveLength(requests)
      expect(run.facts('load.finished')).toHaveLength(1)
      expect(run.violations()).toEqual([])
    })
    fc.assert(property, { seed: 28, numRuns: 40 })
  })
})
