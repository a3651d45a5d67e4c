import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runFacts, Trace } from '#engine'
import { completeShop } from '../complete.ts'
import type { ShopInput } from '../input.ts'
import { runShop, shopLike } from '../tests/shop-run.ts'
import { worldFacts } from '../world/world-facts.ts'
import { ShopViews } from './run-views.ts'

const SECONDS = 20

const inputs = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: SECONDS }),
    fc.constantFrom<ShopInput>(
      { type: 'place-orders', count: 5 },
      { type: 'signal', process: 'worker-1', signal: 'SIGKILL' },
      { type: 'start', process: 'worker-1' },
      { type: 'disconnect', process: 'worker-2' },
      { type: 'restart-broker', how: 'killed' },
      { type: 'configure', node: 'worker-2', field: 'prefetch', value: 1 },
      { type: 'remove', node: 'worker-2' },
    ),
  ),
  { maxLength: 6 },
)

const schedules = inputs.map((list) => list.toSorted(([one], [other]) => one - other))

function shown(views: ShopViews) {
  return { view: views.view(), ledger: views.ledger(), series: views.series() }
}

it('what is shown depends on the facts alone, in whatever pieces they came', () => {
  fc.assert(
    fc.property(schedules, fc.nat(99), fc.array(fc.nat(500)), (doings, seed, pieces) => {
      const definition = shopLike('two-workers')
      const { trace } = runShop(definition, SECONDS, { seed, doings })
      const [atOnce, inPieces] = [1, 2].map(() => new ShopViews(trace, definition))
      atOnce?.advance(trace.length)
      let count = 0
      for (const piece of pieces) {
        count = Math.min(trace.length, count + piece)
        inPieces?.advance(count)
      }
      inPieces?.advance(trace.length)
      expect(inPieces && shown(inPieces)).toEqual(atOnce && shown(atOnce))
    }),
    { seed: 21, numRuns: 30 },
  )
})

it('going back shows what a run that ended there shows', () => {
  fc.assert(
    fc.property(schedules, fc.nat(99), fc.nat(100), (doings, seed, percent) => {
      const definition = shopLike('two-workers')
      const { trace } = runShop(definition, SECONDS, { seed, doings })
      const count = Math.floor((trace.length * percent) / 100)
      const rewound = new ShopViews(trace, definition)
      rewound.advance(Math.floor(trace.length / 2))
      rewound.advance(trace.length)
      rewound.rewind(count)
      rewound.advance(count)
      const ended = new ShopViews(trace.copy(count), definition)
      ended.advance(count)
      expect(shown(rewound)).toEqual(shown(ended))
    }),
    { seed: 22, numRuns: 30 },
  )
})

it('a queue shows ready and unacked apart, a worker what it runs and what it has in memory', () => {
  const definition = shopLike('pubsub', {
    customers: { ordersPerSecond: 0 },
    'worker-1': { prefetch: 3, sendsMail: false, waitMs: 5_000 },
  })
  const { trace } = runShop(definition, 3, { doings: [[1, { type: 'place-orders', count: 5 }]] })
  const views = new ShopViews(trace, definition)
  views.advance(trace.length)
  const { queues, processes } = views.view()
  const queue = queues.get('orders')
  const worker = processes.get('worker-1')
  expect([queue?.ready.size, queue?.unacked.size]).toEqual([2, 3])
  expect([worker?.running.size, worker?.reserved.size]).toEqual([1, 2])
})

it('a trace without facts shows the shop as it is defined', () => {
  const definition = shopLike('routing')
  const views = new ShopViews(new Trace({ ...worldFacts, ...runFacts }), definition)
  expect(views.view().definition).toEqual(completeShop(definition))
  expect(views.ledger()).toMatchObject({ placed: 0, processed: 0, wait: null })
})
