import {
  createManualFrameClock,
  createModelHost,
  createModelThread,
  type FromModel,
  type ManualFrameClock,
  type ModelWorker,
  type ToModel,
} from '#adapters'
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
import { createPlayer } from '../create-player.ts'
import type { Player } from '../player.ts'
import type { RunViews } from '../run-views.ts'

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

export function createToyTrace(): Trace {
  return new Trace({ ...toyFacts, ...runFacts })
}

/** A run of the toy with `ticks` seconds in it. */
export function toySource(ticks: number, change: Partial<RunSource> = {}): RunSource {
  const definition = { version: 1, name: 'toy', hopMs: 0, cores: ticks } as const
  return {
    definition: { ...definition, nodes: [], bindings: [] },
    ...{ seed: 7, inputs: [], at: START },
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
  return textOf(run.trace, run.trace.countUntil(source.at))
}

/** The first `count` facts of a trace as text. */
export function textOf(trace: Trace, count: number): readonly string[] {
  return Array.from({ length: count }, (_, id) => formatFact(trace.fact(id as FactId)))
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
      textOf(trace, count).flatMap((line, fact) =>
        line.includes('run.input') ? [{ at: trace.at(fact as FactId), kind: 'input', fact }] : [],
      ),
  }
}

/** A player of toy runs with its thread in the same process, driven by hand. */
export interface ToyRig {
  readonly player: Player
  readonly clock: ManualFrameClock
  /** Lets the thread do and say everything it has to, or the next `count` things. */
  pump(count?: number): void
  /** A few frames of wall time, with the thread's answers between them. */
  frames(count: number, eachMs?: number): void
  /** Frames until nobody asks for one; for players that are not playing. */
  settle(): void
  /** The thread dies. */
  crash(): void
  readonly spawned: number
}

/** @param foldMs wall time that folding one fact takes. */
export function createToyRig(foldMs = 0): ToyRig {
  const clock = createManualFrameClock()
  const queue: (() => void)[] = []
  let spawned = 0
  let crash: () => void = () => {}

  function spawn(): ModelWorker {
    spawned++
    let isAlive = true
    let receive: (message: FromModel) => void = () => {}
    let nowMs = 0
    const thread = createModelThread({
      createSimulation: ({ definition, seed, inputs }) =>
        new Simulation(toyModel, {
          ...{ params: definition, seed, inputs, checkpointEvery: 5 },
          limits: { facts: 300 },
        }),
      post(message, transfer) {
        const copy = structuredClone(message, { transfer: [...transfer] })
        queue.push(() => {
          if (isAlive) receive(copy)
        })
      },
      defer: (callback) => {
        queue.push(callback)
      },
      // Time passes with every look, so that turns end in the middle of the work.
      nowMs: () => (nowMs += 6),
    })
    return {
      post: (message: ToModel) => {
        const copy = structuredClone(message)
        queue.push(() => {
          if (isAlive) thread.handle(copy)
        })
      },
      listen(onMessage, onCrash) {
        receive = onMessage
        crash = () => {
          onCrash('the toy thread is gone')
        }
      },
      terminate() {
        isAlive = false
      },
    }
  }

  const player = createPlayer({
    model: createModelHost(spawn),
    clock,
    createTrace: createToyTrace,
    createViews: (trace) =>
      createToyViews(trace, () => {
        clock.pass(foldMs)
      }),
  })

  function pump(count = Number.POSITIVE_INFINITY): void {
    for (let turn = 0; queue.length > 0 && turn < count; turn++) {
      if (turn > 10_000) throw new Error('the thread does not come to rest')
      queue.shift()?.()
    }
  }

  return {
    player,
    clock,
    pump,
    frames(count, eachMs = 16) {
      for (let frame = 0; frame < count; frame++) {
        pump()
        clock.frame(eachMs)
      }
    },
    settle() {
      pump()
      for (let frame = 0; clock.isRequested; frame++) {
        if (frame > 2_000) throw new Error('the player does not come to rest')
        clock.frame(16)
        pump()
      }
    },
    crash: () => {
      crash()
    },
    get spawned() {
      return spawned
    },
  }
}

/** The whole second `count`, as an instant. */
export function second(count: number): Instant {
  return (count * 1_000_000) as Instant
}
