import { expect } from 'vitest'
import type { Model } from '../engine.ts'
import type { FactId } from '../fact.ts'
import { Simulation, type RunSettings } from '../simulation.ts'
import { ms, type Duration, type Instant } from '../time.ts'
import type { Trace } from '../trace.ts'

/** Rabbits that hop at random and multiply: enough chance, causes and cancelling for any rule. */
const facts = {
  'toy.born': { rabbit: 'number', name: 'text', isFirst: 'flag' },
  'toy.hopped': { rabbit: 'number', length: 'number' },
  'toy.left': { rabbit: 'number' },
} as const

type Facts = typeof facts

export type ToyEvent =
  | { readonly type: 'hop'; readonly rabbit: number }
  | { readonly type: 'birth' }
  | { readonly type: 'spin' }

export type ToyInput =
  { readonly type: 'birth' } | { readonly type: 'leave' } | { readonly type: 'spin' }

export interface ToyParams {
  readonly rabbits: number
  /** Draws for a purpose of its own at every hop, and does nothing with it. */
  readonly gossips?: boolean
}

interface ToyState {
  born: number
  readonly gossips: boolean
  readonly timers: Map<number, number>
}

export const toyModel: Model<ToyParams, ToyState, ToyEvent, ToyInput, Facts> = {
  facts,
  start({ rabbits, gossips = false }, engine) {
    const state = { born: 0, gossips, timers: new Map<number, number>() }
    for (let count = 0; count < rabbits; count++) engine.schedule(ms(count), { type: 'birth' })
    return state
  },
  handle(state, event, engine) {
    switch (event.type) {
      case 'birth':
        bear(state, engine)
        return
      case 'spin':
        engine.schedule(0 as Duration, { type: 'spin' })
        return
      case 'hop': {
        if (state.gossips) engine.random('gossip').uint32()
        const length = engine.random('hop').below(100)
        const cause = engine.record('toy.hopped', { rabbit: event.rabbit, length })
        if (length < 4) engine.schedule(ms(length), { type: 'birth' }, { cause })
        plan(state, event.rabbit, engine, cause)
        return
      }
    }
  },
  apply(state, input, engine) {
    if (input.type === 'birth') bear(state, engine)
    else if (input.type === 'spin') engine.schedule(0 as Duration, { type: 'spin' })
    else {
      const [rabbit, timer] = [...state.timers][0] ?? []
      if (rabbit === undefined || timer === undefined) return
      engine.cancel(timer as never)
      state.timers.delete(rabbit)
      engine.record('toy.left', { rabbit })
    }
  },
}

type ToyEngine = Parameters<typeof toyModel.start>[1]

function bear(state: ToyState, engine: ToyEngine): void {
  const rabbit = ++state.born
  const isFirst = rabbit === 1
  const cause = engine.record('toy.born', { rabbit, name: `rabbit ${rabbit % 7}`, isFirst })
  plan(state, rabbit, engine, cause)
}

function plan(state: ToyState, rabbit: number, engine: ToyEngine, cause: FactId): void {
  const delay = engine.random('pause').exponential(ms(40))
  state.timers.set(rabbit, engine.schedule(delay, { type: 'hop', rabbit }, { cause }))
}

export type ToyRun = Simulation<ToyParams, ToyState, ToyEvent, ToyInput, Facts>

export function toyRun(settings: Partial<RunSettings<ToyParams, ToyInput>> = {}): ToyRun {
  return new Simulation(toyModel, { params: { rabbits: 3 }, seed: 1, ...settings })
}

/** The trace as the text of its file. */
export function textOf(trace: Trace): string {
  return trace.lines().join('\n')
}

export function at(milliseconds: number): Instant {
  return (milliseconds * 1_000) as Instant
}

/** Both runs stand at the same point: nothing a caller can see tells them apart. */
export function expectSame(one: ToyRun, other: ToyRun): void {
  expect(textOf(one.trace)).toBe(textOf(other.trace))
  expect(pointOf(one)).toEqual(pointOf(other))
}

function pointOf({ now, state, factCount, eventCount, stoppedBy, isIdle }: ToyRun) {
  return { now, state, factCount, eventCount, stoppedBy, isIdle }
}
