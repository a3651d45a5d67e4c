import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atSeconds, type Trace } from '#engine'
import type { ShopDefinition } from '../definition.ts'
import { asData } from '../tests/as-data.ts'
import { randomRuns, startRun } from '../tests/random-runs.ts'
import { stageOfView, stageOfWorld } from '../tests/stage-of-world.ts'
import { StageFold } from './stage-fold.ts'

function foldOf(trace: Trace, definition: ShopDefinition, until = trace.length): StageFold {
  const fold = new StageFold(definition)
  fold.advance(trace, 0, until)
  return fold
}

describe('the stage of any run', () => {
  it('is the same folded fact by fact and at once, and a copy goes its own way', () => {
    fc.assert(
      fc.property(randomRuns(), ({ at, ...settings }) => {
        const run = startRun(settings)
        run.runUntil(at)
        const { trace } = run
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
        const stopped = startRun(settings)
        stopped.runUntil(at)
        const whole = startRun(settings)
        whole.runUntil(atSeconds(10))
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
        const run = startRun(settings)
        run.runUntil(at)
        const shown = stageOfView(foldOf(run.trace, settings.definition).view())
        expect(shown).toEqual(stageOfWorld(run.state))
      }),
      { numRuns: 300, seed: 23 },
    )
  })
})
