import {
  formatFact,
  ms,
  runFacts,
  seconds,
  Simulation,
  START,
  Trace,
  type FactId,
  type Instant,
  type Model,
} from '#engine'
import type { RunSource, ShopInput, StageView } from '#scenarios'
import type { RunViews } from '../run-views.ts'
import { createRig, type Rig } from './rig.ts'

/**
 * A world for tests of the player: a tick every second until `cores` ticks have been, and for each
 * order placed a job that takes a random time. `hopMs` 13 makes it break at its third tick.
 */
const toyFacts = { 'toy.ticked': { tick: 'number' }, 'toy.done': { job: 'text' } } as const
type ToyFacts = typeof toyFacts
type ToyEvent = { readonly type: 'tick' } | { readonly type: 'done'; readonly job: string }
interface ToyState {
  readonly ticksMax: number
  readonly breaks: boolean
  ticks: number
  jobs: number
}

export const toyModel: Model<RunSource['definition'], ToyState, ToyEvent, ShopInput, ToyFacts> = {
  facts: toyFacts,
  start({ cores, hopMs }, engine) {
    engine.schedule(seconds(1), { type: 'tick' })
    return { ticksMax: cores, breaks: hopMs === 13, ticks: 0, jobs: 0 }
  },
  handle(state, event, engine) {
    if (event.type === 'done') {
      engine.record('toy.done', { job: event.job })
      return
    }
    const tick = ++state.ticks
    if (state.breaks && tick === 3) throw new Error('the toy is broken')
    engine.record('toy.ticked', { tick })
    if (tick < state.ticksMax) engine.schedule(seconds(1), { type: 'tick' })
  },
  apply(state, input, engine) {
    if (input.type !== 'place-orders') return
    for (let index = 0; index < input.count; index++) {
      const delay = engine.random('toy').exponential(ms(1_500))
      engine.schedule(delay, { type: 'done', job: `job-${++state.jobs}` })
    }
  },
}

/** A run of the toy with `ticks` seconds in it. */
export function toySource(ticks: number, change: Partial<RunSource> = {}): RunSource {
  const definition = { version: 1, name: 'toy', hopMs: 0, cores: ticks } as const
  return {
    definition: {
      ...definition,
      nodes: [],
      bindings: [],
    },
    seed: 7,
    inputs: [],
    at: START,
    ...change,
  }
}

/** What the toy's stage shows: every fact so far, as text. */
export function shownBy(view: StageView | null): readonly string[] {
  return (view as unknown as readonly string[] | null) ?? []
}

/** The text of a run of its own up to an instant: what the player must show there. */
export function livedAgain(source: RunSource): readonly string[] {
  const { definition, seed, inputs } = source
  const run = new Simulation(toyModel, { params: definition, seed, inputs })
  run.runUntil(source.at)
  return run.trace.lines(run.trace.countUntil(source.at))
}

function createToyViews(trace: Trace, onFold: () => void): RunViews {
  let lines: string[] = []
  return {
    get count() {
      return lines.length
    },
    advance(count) {
      for (let id = lines.length; id < count; id++) {
        lines.push(formatFact(trace.fact(id as FactId)))
        onFold()
      }
    },
    // Lands before it, as folds with snapshots do: so far that catching up takes several frames.
    rewind(count) {
      lines = lines.slice(0, count - (count % 200))
    },
    forget(count) {
      if (lines.length > count) lines = lines.slice(0, count)
    },
    view: () => [...lines] as unknown as StageView,
    ledger: () => ({ placed: lines.length }) as ReturnType<RunViews['ledger']>,
    series: () => [],
    marks: (count) =>
      trace
        .lines(count)
        .flatMap((line, fact) =>
          line.includes('run.input')
            ? [{ at: trace.at(fact as FactId), kind: 'input', fact: fact as FactId }]
            : [],
        ),
  }
}

/** A player of toy runs. @param foldMs wall time that folding one fact takes. */
export function createToyRig(foldMs = 0): Rig {
  return createRig((clock) => ({
    createSimulation: ({ definition, seed, inputs }) =>
      new Simulation(toyModel, {
        params: definition,
        seed,
        inputs,
        checkpointEvery: 5,
        limits: { facts: 300 },
      }),
    createTrace: () => new Trace({ ...toyFacts, ...runFacts }),
    createViews: (trace) =>
      createToyViews(trace, () => {
        clock.pass(foldMs)
      }),
  }))
}

/** The whole second `count`, as an instant. */
export function second(count: number): Instant {
  return (count * 1_000_000) as Instant
}
