import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runFacts, Simulation, START, Trace } from '#engine'
import {
  findScenario,
  shopModel,
  ShopViews,
  worldFacts,
  type RunSource,
  type ShopInput,
} from '#scenarios'
import { anyAction } from './tests/actions.ts'
import { createRig } from './tests/rig.ts'
import { createToyRig, livedAgain, second, shownBy, toySource } from './tests/toy-run.ts'

const orders: fc.Arbitrary<ShopInput> = fc
  .integer({ min: 1, max: 4 })
  .map((count) => ({ type: 'place-orders', count }))

it('shows, whatever was done to it, what a run of its own shows at that instant', () => {
  const actions = fc.array(anyAction(second(230), orders), { maxLength: 40 })
  fc.assert(
    fc.property(actions, fc.constantFrom(0, 1), (doings, foldMs) => {
      const rig = createToyRig(foldMs)
      rig.player.open(toySource(220))
      rig.settle()
      for (const act of doings) {
        act(rig)
        const state = rig.player.store.getState()
        expect(shownBy(state.view)).toEqual(rig.player.trace.lines(state.factCount))
        expect(state.playhead).toBeLessThanOrEqual(state.head)
      }
      rig.player.pause()
      rig.settle()
      const state = rig.player.store.getState()
      expect(rig.player.source().at).toBe(state.playhead)
      expect(shownBy(state.view)).toEqual(livedAgain(rig.player.source()))
    }),
    { seed: 5, numRuns: 400 },
  )
})

function simulateShop({ definition, seed, inputs }: RunSource, checkpointEvery = 20_000) {
  return new Simulation(shopModel, { params: definition, seed, inputs, checkpointEvery })
}

function createShopTrace(): Trace {
  return new Trace({ ...worldFacts, ...runFacts })
}

function createShopRig() {
  return createRig(() => ({
    createSimulation: (source) => simulateShop(source, 150),
    createTrace: createShopTrace,
    createViews: (trace, definition) => new ShopViews(trace, definition),
  }))
}

/** The stage, ledger, charts and marks of a run of its own. */
function foldedAgain(source: RunSource) {
  const run = simulateShop(source)
  run.runUntil(source.at)
  const views = new ShopViews(run.trace, source.definition)
  const count = run.trace.countUntil(source.at)
  views.advance(count)
  return {
    factCount: count,
    view: views.view(),
    ledger: views.ledger(),
    series: views.series(),
    marks: views.marks(count),
  }
}

const kills: fc.Arbitrary<ShopInput> = fc.constantFrom<ShopInput>(
  { type: 'signal', process: 'worker-1', signal: 'SIGKILL' },
  { type: 'start', process: 'worker-1' },
  { type: 'restart-broker', how: 'killed' },
  { type: 'place-orders', count: 20 },
)

it('shows of a shop what a run of its own shows, with its ledger, charts and marks', () => {
  const definition = findScenario('pubsub')
  if (definition === null) throw new Error('the scenario is there')
  const actions = fc.array(anyAction(second(40), kills), { maxLength: 25 })
  fc.assert(
    fc.property(actions, fc.nat(100), (doings, seed) => {
      const rig = createShopRig()
      rig.player.open({ definition, seed, inputs: [], at: START })
      rig.settle()
      for (const act of doings) act(rig)
      rig.player.pause()
      rig.settle()
      const { factCount, view, ledger, series, marks } = rig.player.store.getState()
      const again = foldedAgain(rig.player.source())
      const shownMarks = marks.filter((mark) => mark.fact < factCount)
      expect({ factCount, view, ledger, series, marks: shownMarks }).toEqual(again)
    }),
    { seed: 6, numRuns: 60 },
  )
})
