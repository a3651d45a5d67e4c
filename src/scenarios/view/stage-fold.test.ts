import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atSeconds, type Trace } from '#engine'
import type { ShopDefinition } from '../definition.ts'
import { asData } from '../tests/as-data.ts'
import { randomRuns, runTo } from '../tests/random-runs.ts'
import { runShop, shopLike, type Doing } from '../tests/shop-run.ts'
import { stageOfView, stageOfWorld } from '../tests/stage-of-world.ts'
import { StageFold } from './stage-fold.ts'
import type { StageView } from './stage-view.ts'

function foldOf(trace: Trace, definition: ShopDefinition, until = trace.length): StageFold {
  const fold = new StageFold(definition)
  fold.advance(trace, 0, until)
  return fold
}

const SILENT = { customers: { ordersPerSecond: 0 } }
const SLOW = { ...SILENT, 'worker-1': { sendsMail: false, waitMs: 3_000, prefetch: 3 } }

function place(at: number, count = 1): Doing {
  return [at, { type: 'place-orders', count }]
}

function cutOff(at: number): Doing {
  return [at, { type: 'disconnect', process: 'worker-1' }]
}

function viewOf(
  settings: Parameters<typeof shopLike>[1],
  at: number,
  doings: readonly Doing[],
): StageView {
  const definition = shopLike('pubsub', settings)
  return foldOf(runShop(definition, at, { doings }).trace, definition).view()
}

function running({ processes }: StageView): readonly unknown[] {
  const tasks = [...(processes.get('worker-1')?.running.values() ?? [])]
  return tasks.map(({ order, thread }) => [order, thread])
}

describe('the stage of any run', () => {
  it('is the same folded fact by fact and at once, and a copy goes its own way', () => {
    fc.assert(
      fc.property(randomRuns(), ({ at, ...settings }) => {
        const { trace } = runTo(at, settings)
        const slowly = new StageFold(settings.definition)
        for (let id = 0; id < trace.length; id++) slowly.advance(trace, id, id + 1)
        const half = foldOf(trace, settings.definition, trace.length >> 1)
        const before = asData(half.view())
        const copy = half.copy()
        copy.advance(trace, trace.length >> 1, trace.length)
        const atOnce = asData(foldOf(trace, settings.definition).view())
        expect(asData(slowly.view())).toEqual(atOnce)
        expect(asData(copy.view())).toEqual(atOnce)
        expect(asData(half.view())).toEqual(before)
      }),
      { numRuns: 40, seed: 21 },
    )
  })

  it('is at an instant what it is in the run stopped there', () => {
    fc.assert(
      fc.property(randomRuns(), ({ at, ...settings }) => {
        const stopped = runTo(at, settings)
        const whole = runTo(atSeconds(10), settings)
        const until = whole.trace.countUntil(at)
        const shown = foldOf(whole.trace, settings.definition, until).view()
        expect(asData(shown)).toEqual(asData(foldOf(stopped.trace, settings.definition).view()))
      }),
      { numRuns: 40, seed: 22 },
    )
  })

  it('is the world as it stands, whatever was done to it', () => {
    fc.assert(
      fc.property(randomRuns(), ({ at, ...settings }) => {
        const run = runTo(at, settings)
        const shown = stageOfView(foldOf(run.trace, settings.definition).view())
        expect(shown).toEqual(stageOfWorld(run.state))
      }),
      { numRuns: 250, seed: 23 },
    )
  })
})

describe('the stage shows', () => {
  it('an order twice in the memory of a worker that has it twice', () => {
    const settings = { ...SLOW, 'worker-1': { ...SLOW['worker-1'], threads: 2 } }
    const both = viewOf(settings, 3.6, [place(1), cutOff(2)])
    const first = viewOf(settings, 4.5, [place(1), cutOff(2)])
    expect(running(both)).toEqual([
      [1, 0],
      [1, 1],
    ])
    expect(running(first)).toEqual([[1, 1]])
  })

  it('a consumer with what it holds itself, without what the one before it held', () => {
    const change: Doing = [2, { type: 'configure', node: 'worker-1', field: 'prefetch', value: 1 }]
    const doings = [place(1, 6), change]
    const held = [3, 4.5, 7.5].map((at) => {
      const { consumers, queues } = viewOf(SLOW, at, doings)
      const [consumer] = consumers.values()
      return [consumer?.prefetch, consumer?.unacked, queues.get('orders')?.unacked.size]
    })
    // It holds one; the three of before are finished every three seconds.
    expect(held).toEqual([
      [1, 1, 4],
      [1, 1, 3],
      [1, 1, 2],
    ])
  })

  it('two e-mails about one order as two', () => {
    const settings = { ...SILENT, mail: { latencyMs: 3_000, spread: 'constant' } }
    const start: Doing = [2, { type: 'start', process: 'worker-1' }]
    const kill: Doing = [1.5, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }]
    const orders = [3, 4.5, 6].map((at) => [
      ...viewOf(settings, at, [place(1), kill, start]).mail.inProgress.values(),
    ])
    expect(orders).toEqual([[1, 1], [1], []])
  })

  it('what is on the network until it has arrived', () => {
    const definition = shopLike('pubsub', SILENT, { hopMs: 500 })
    const { trace } = runShop(definition, 1.4, { doings: [place(1)] })
    const [flight, ...others] = foldOf(trace, definition).view().flights
    expect(flight).toMatchObject({ what: 'request', from: 'customers', to: 'web', order: 1 })
    expect([flight?.departure, flight?.arrival, others]).toEqual([1_000_000, 1_500_000, []])
  })

  it('a process by its life, its end and its connection', () => {
    const kill: Doing = [2, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }]
    const doings: Doing[] = [kill, [3, { type: 'start', process: 'worker-1' }]]
    const lives = [1, 2.5, 4].map((at) => {
      const worker = viewOf(SILENT, at, doings).processes.get('worker-1')
      return [worker?.state, worker?.signal, worker?.isConnected]
    })
    expect(lives).toEqual([
      ['running', null, true],
      ['exited', 'SIGKILL', false],
      ['running', null, true],
    ])
  })

  it('how each message ended', () => {
    const unroutable: Doing = [
      3,
      { type: 'configure', node: 'web', field: 'routingKey', value: 'x' },
    ]
    const mandatory: Doing = [
      5,
      { type: 'configure', node: 'web', field: 'mandatory', value: true },
    ]
    const doings = [place(1), unroutable, place(4), mandatory, place(6)]
    const { messages } = viewOf(SILENT, 9, doings)
    expect([...messages.values()].map(({ state }) => state)).toEqual([
      'acked',
      'unroutable',
      'returned',
    ])
  })
})
