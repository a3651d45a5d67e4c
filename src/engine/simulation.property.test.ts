import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FactId } from './fact.ts'
import { at, expectSame, textOf, toyRun, type ToyInput, type ToyRun } from './tests/toy-model.ts'

const instants = fc.nat(1_500)
const seeds = fc.nat(10_000)
const plans = fc
  .array(
    fc.record({
      when: instants,
      type: fc.constantFrom('birth', 'leave') as fc.Arbitrary<ToyInput['type']>,
    }),
    { maxLength: 6 },
  )
  .map((inputs) =>
    inputs
      .toSorted((one, other) => one.when - other.when)
      .map(({ when, type }) => ({ at: at(when), input: { type } })),
  )

it('[E-13] running in pieces equals running at once', () => {
  fc.assert(
    fc.property(seeds, plans, fc.array(fc.nat(40), { maxLength: 60 }), (seed, inputs, pieces) => {
      const pieced = toyRun({ seed, inputs })
      for (const events of pieces) pieced.runUntil(at(1_500), events)
      pieced.runUntil(at(1_500))
      const straight = toyRun({ seed, inputs })
      straight.runUntil(at(1_500))
      expectSame(pieced, straight)
    }),
    { seed: 11, numRuns: 60 },
  )
})

it('[E-13] seeking anywhere, any number of times, equals running there', () => {
  fc.assert(
    fc.property(
      seeds,
      plans,
      fc.array(instants, { minLength: 1, maxLength: 8 }),
      (seed, inputs, stops) => {
        const sought = toyRun({ seed, inputs, checkpointEvery: 7 })
        for (const stop of stops) sought.seek(at(stop))
        const straight = toyRun({ seed, inputs })
        straight.runUntil(at(stops.at(-1) ?? 0))
        expectSame(sought, straight)
        for (const run of [sought, straight]) run.runUntil(at(1_500))
        expectSame(sought, straight)
      },
    ),
    { seed: 12, numRuns: 80 },
  )
})

it('[E-14] a fork shares the past and nothing after it', () => {
  fc.assert(
    fc.property(seeds, plans, instants, (seed, inputs, when) => {
      const parent = toyRun({ seed, inputs, checkpointEvery: 5 })
      parent.runUntil(at(when))
      const past = textOf(parent.trace)
      const child = parent.fork()
      expectSame(child, parent)
      child.input({ type: 'leave' })
      child.runUntil(at(1_500))
      parent.runUntil(at(1_500))
      expect(textOf(child.trace).startsWith(past)).toBe(true)
      const straight = toyRun({ seed, inputs })
      straight.runUntil(at(1_500))
      expectSame(parent, straight)
    }),
    { seed: 13, numRuns: 60 },
  )
})

it('[E-10] inputs given live and in advance make the same run', () => {
  fc.assert(
    fc.property(seeds, plans, (seed, inputs) => {
      const live = toyRun({ seed })
      for (const { at: when, input } of inputs) {
        live.runUntil(when)
        live.input(input)
      }
      live.runUntil(at(1_500))
      const planned = toyRun({ seed, inputs })
      planned.runUntil(at(1_500))
      expectSame(live, planned)
    }),
    { seed: 14, numRuns: 60 },
  )
})

it('[E-07] [E-08] numbers are dense, instants never decrease, causes lie before', () => {
  fc.assert(
    fc.property(seeds, plans, (seed, inputs) => {
      const run = toyRun({ seed, inputs })
      run.runUntil(at(1_500))
      for (let id = 0; id < run.trace.length; id++) {
        const { cause, at: when } = run.trace.fact(id as FactId)
        if (id > 0) expect(when).toBeGreaterThanOrEqual(run.trace.at((id - 1) as FactId))
        if (cause !== null) expect(cause).toBeLessThan(id)
      }
    }),
    { seed: 15, numRuns: 40 },
  )
})

it('[E-05] drawing for a new purpose changes no other’s luck', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const [quiet, gossiping] = [false, true].map((gossips) => {
        const run = toyRun({ seed, params: { rabbits: 3, gossips } })
        run.runUntil(at(1_000))
        return textOf(run.trace)
      })
      expect(quiet).toBe(gossiping)
    }),
    { seed: 16, numRuns: 40 },
  )
})

type Doing = (run: ToyRun) => ToyRun

function doing(act: (run: ToyRun) => unknown): Doing {
  return (run) => {
    act(run)
    return run
  }
}

const doings = fc.array(
  fc.oneof(
    instants.map((when) => doing((run) => run.runUntil(at(when)))),
    fc.nat(30).map((events) => doing((run) => run.runUntil(at(1_500), events))),
    instants.map((when) => {
      return doing((run) => {
        run.seek(at(when))
      })
    }),
    fc.constant(doing((run) => run.step())),
    fc.constantFrom<ToyInput['type']>('birth', 'leave', 'spin').map((type) => {
      return doing((run) => {
        run.input({ type })
      })
    }),
    fc.constant<Doing>((run) => run.fork()),
  ),
  { maxLength: 15 },
)

it('[E-13] [E-14] [E-15] whatever was done to a run, it is the run of its inputs', () => {
  fc.assert(
    fc.property(seeds, plans, doings, (seed, inputs, list) => {
      const limits = { events: 300, eventsAtOneInstant: 50 }
      const settings = { seed, limits, checkpointEvery: 3 }
      let run = toyRun({ ...settings, inputs })
      for (const act of list) run = act(run)
      run.runUntil(run.now)
      const straight = toyRun({ ...settings, inputs: run.inputs })
      straight.runUntil(run.now)
      expectSame(run, straight)
      for (const one of [run, straight]) one.runUntil(at(2_000))
      expectSame(run, straight)
    }),
    { seed: 17, numRuns: 150 },
  )
})
