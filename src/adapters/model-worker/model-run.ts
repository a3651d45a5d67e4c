import type { FactId, Instant, TimedInput, Trace, TraceSlice } from '#engine'
import type { ShopInput } from '#scenarios'
import type { ModelReport } from '#ui'
import type { ToModel } from './messages.ts'

/** The part of a simulation that the thread drives. */
export interface DrivenSimulation {
  readonly trace: Trace
  readonly now: Instant
  readonly inputs: readonly TimedInput<ShopInput>[]
  readonly stoppedBy: string | null
  readonly isIdle: boolean
  runUntil(at: Instant, eventsMax?: number): boolean
  step(): boolean
  seek(at: Instant): void
  input(input: ShopInput): void
}

/** Events between two looks at the clock. */
const CHUNK = 200

type Goal =
  | { readonly type: 'run-to'; readonly at: Instant }
  | { readonly type: 'run-to-next'; readonly after: Instant; readonly limit: Instant }

/** One run in the model's thread: where it is to go, and what the page has of it already. */
export class ModelRun {
  readonly id: number
  readonly #simulation: DrivenSimulation
  #goal: Goal
  /** True when the last chunk ended inside an instant. */
  #isMidInstant = true
  #sentFacts = 0
  #sentWords = 0
  #sentInputs: readonly TimedInput<ShopInput>[] | null = null
  #answered = 0
  #isCut = false

  constructor(id: number, simulation: DrivenSimulation, at: Instant) {
    this.id = id
    this.#simulation = simulation
    this.#goal = { type: 'run-to', at }
  }

  /** Where to run from now on. */
  aim(goal: Goal): void {
    this.#goal = goal
  }

  /** Runs one chunk of events. */
  advance(): void {
    const simulation = this.#simulation
    const goal = this.#goal
    if (goal.type === 'run-to' || this.#isMidInstant) {
      // An instant that has begun is finished first, also when the goal lies before it.
      const at = goal.type === 'run-to' ? Math.max(goal.at, simulation.now) : simulation.now
      this.#isMidInstant = !simulation.runUntil(at as Instant, CHUNK)
    } else if (!this.#hasFactAfter(goal.after)) {
      simulation.step()
    }
  }

  /** True when there is nothing to run until the page says something. */
  get isResting(): boolean {
    const { stoppedBy, isIdle, now } = this.#simulation
    if (this.#isMidInstant && stoppedBy === null) return false
    const goal = this.#goal
    if (goal.type === 'run-to') return stoppedBy !== null || now >= goal.at
    return isIdle || now >= goal.limit || this.#hasFactAfter(goal.after)
  }

  /** Does what a person asked for, in another future when the run is already beyond that instant. */
  input({ at, input, slack }: Extract<ToModel, { type: 'input' }>): void {
    const simulation = this.#simulation
    this.#answered++
    if (simulation.now - at > slack) {
      simulation.seek(at)
      this.#goal = { type: 'run-to', at }
      this.#isCut ||= simulation.trace.length < this.#sentFacts
      this.#sentFacts = Math.min(this.#sentFacts, simulation.trace.length)
    } else {
      simulation.runUntil(at)
    }
    // A stopped run takes no more inputs: nothing would ever come of them.
    if (simulation.stoppedBy === null) simulation.input(input)
  }

  /** What the page does not have yet. */
  report(): ModelReport {
    const { inputs, isIdle } = this.#simulation
    const slice = this.#nextSlice()
    const hasNewInputs = inputs !== this.#sentInputs
    this.#sentInputs = inputs
    const stoppedBy = this.#stoppedBy()
    return {
      slice,
      head: this.#head(),
      answered: this.#answered,
      inputs: hasNewInputs ? inputs : null,
      stoppedBy,
      isIdle,
    }
  }

  #nextSlice(): TraceSlice | null {
    const { trace } = this.#simulation
    if (trace.length === this.#sentFacts && !this.#isCut) return null
    const slice = trace.slice(this.#sentFacts, this.#sentWords)
    this.#sentFacts = trace.length
    this.#sentWords = trace.wordCount
    this.#isCut = false
    return slice
  }

  #head(): Instant {
    const { trace, now, stoppedBy } = this.#simulation
    // The clock of a stopped run goes on, its facts do not.
    if (stoppedBy !== null) return trace.at((trace.length - 1) as FactId)
    return (this.#isMidInstant ? now - 1 : now) as Instant
  }

  #stoppedBy(): ModelReport['stoppedBy'] {
    const { trace, stoppedBy } = this.#simulation
    if (stoppedBy === null) return null
    const value = trace.fact((trace.length - 1) as FactId).fields['value']
    return { limit: stoppedBy, value: typeof value === 'number' ? value : 0 }
  }

  #hasFactAfter(at: Instant): boolean {
    const { trace } = this.#simulation
    return trace.length > 0 && trace.at((trace.length - 1) as FactId) > at
  }
}
