import { assert, clone } from '#std'
import { Agenda, type TimerId } from './agenda.ts'
import { runFacts, type Engine, type Model, type ScheduleOptions } from './engine.ts'
import type { FactCatalogue, FactId, Fields } from './fact.ts'
import { createRandom, seedRandom, type Random, type RandomState } from './random.ts'
import { after, START, type Duration, type Instant } from './time.ts'
import { Trace } from './trace.ts'

/** Something a person does to a run, and when. */
export interface TimedInput<Input> {
  readonly at: Instant
  readonly input: Input
}

/** Where a run ends at the latest. Reaching one is a fact (`run.stopped`), never a hang. */
export interface Limits {
  /** Events handled in the whole run. @defaultValue 50 000 000 */
  readonly events?: number
  /** Facts in the trace. @defaultValue 5 000 000 */
  readonly facts?: number
  /** Events handled at one instant: a model that never lets time pass. @defaultValue 1 000 000 */
  readonly eventsAtOneInstant?: number
}

/** What makes a run: the same value gives the same trace, byte for byte, everywhere. */
export interface RunSettings<Params, Input> {
  readonly params: Params
  /** An integer from 0 to 2⁵³ − 1. */
  readonly seed: number
  /** In the order they are applied, instants never decreasing. @defaultValue none */
  readonly inputs?: readonly TimedInput<Input>[]
  readonly limits?: Limits
  /** False keeps no facts, only their number: for measuring. @defaultValue true */
  readonly trace?: boolean
  /** Events between two checkpoints at the start of a run; doubles as the run grows. @defaultValue 20 000 */
  readonly checkpointEvery?: number
}

/** Everything needed to go on from an instant: state, agenda, generators and how far the trace was. */
interface Checkpoint<State, Event> {
  readonly now: Instant
  readonly state: State
  readonly agenda: Agenda<Event>
  readonly randoms: readonly (readonly [string, RandomState])[]
  readonly factCount: number
  readonly eventCount: number
  readonly eventsThisInstant: number
  readonly inputCount: number
  readonly stopped: string | null
}

/** Catalogue of a running model: its own facts and the kernel's. */
export type RunCatalogue<Facts extends FactCatalogue> = Facts & typeof runFacts

const CHECKPOINTS_MAX = 32
const DEFAULT_PRIORITY = 128

/**
 * One run of a model in virtual time. It advances only when asked to, never by itself; the same
 * settings always give the same trace.
 */
export class Simulation<Params, State, Event, Input, Facts extends FactCatalogue> {
  readonly trace: Trace
  readonly #model: Model<Params, State, Event, Input, Facts>
  readonly #settings: RunSettings<Params, Input>
  readonly #limits: Required<Limits>
  readonly #engine: Engine<RunCatalogue<Facts>, Event>
  readonly #keepsTrace: boolean
  #inputs: TimedInput<Input>[]
  #randomStates = new Map<string, RandomState>()
  #randoms = new Map<string, Random>()
  #agenda = new Agenda<Event>()
  #state: State
  #now: Instant = START
  #cause: FactId | null = null
  #factCount = 0
  #eventCount = 0
  #eventsThisInstant = 0
  #inputCount = 0
  #stopped: string | null = null
  #checkpoints: Checkpoint<State, Event>[] = []
  #checkpointEvery: number
  #nextCheckpoint: number

  constructor(
    model: Model<Params, State, Event, Input, Facts>,
    settings: RunSettings<Params, Input>,
  ) {
    assert(Number.isSafeInteger(settings.seed) && settings.seed >= 0, 'a seed is a whole number')
    this.#model = model
    this.#settings = settings
    this.#limits = {
      events: settings.limits?.events ?? 50_000_000,
      facts: settings.limits?.facts ?? 5_000_000,
      eventsAtOneInstant: settings.limits?.eventsAtOneInstant ?? 1_000_000,
    }
    this.#keepsTrace = settings.trace ?? true
    this.#inputs = [...(settings.inputs ?? [])]
    this.#inputs.forEach((timed, index) => {
      assert(Number.isSafeInteger(timed.at), 'an instant is a whole number of microseconds')
      const earliest = this.#inputs[index - 1]?.at ?? START
      assert(earliest <= timed.at, 'inputs come in order of time, none before the start')
    })
    this.#checkpointEvery = settings.checkpointEvery ?? 20_000
    this.#nextCheckpoint = this.#checkpointEvery
    this.trace = new Trace({ ...model.facts, ...runFacts })
    this.#engine = this.#createEngine()
    this.#state = model.start(settings.params, this.#engine)
    this.#checkpoints.push(this.#takeCheckpoint())
  }

  /** The instant the run has reached. */
  get now(): Instant {
    return this.#now
  }

  /** How many facts were recorded, kept or not. */
  get factCount(): number {
    return this.#factCount
  }

  /** How many events were handled. */
  get eventCount(): number {
    return this.#eventCount
  }

  /** Every input of the run, those still to come included. */
  get inputs(): readonly TimedInput<Input>[] {
    return this.#inputs
  }

  /** The limit that ended the run, or null. */
  get stoppedBy(): string | null {
    return this.#stopped
  }

  /** True when nothing will ever happen again without an input. */
  get isIdle(): boolean {
    return (
      this.#stopped !== null ||
      (this.#agenda.size === 0 && this.#inputCount === this.#inputs.length)
    )
  }

  /** The model's state, to read. Changing it breaks the run. */
  get state(): State {
    return this.#state
  }

  /**
   * Runs everything due at or before `at`.
   *
   * @param eventsMax at most about this many events in this call; the run can then be continued.
   * @returns true when `at` is reached, false when `eventsMax` ended the call first.
   */
  runUntil(at: Instant, eventsMax: number = Number.POSITIVE_INFINITY): boolean {
    assert(Number.isSafeInteger(at), 'an instant is a whole number of microseconds')
    const lastEvent = this.#eventCount + eventsMax
    for (;;) {
      const next = this.#nextIs(at)
      if (next === null) break
      if (next === 'event' && this.#eventCount >= lastEvent) return false
      this.#happen(next)
    }
    if (at > this.#now) this.#advanceTo(at)
    return true
  }

  /**
   * Handles the one event or input that is next, when it is due at or before `at`, and leaves the
   * clock at its instant: for a model that resumes code which then has to come to rest.
   *
   * @returns false when nothing is due.
   */
  runNext(at: Instant): boolean {
    const next = this.#nextIs(at)
    if (next !== null) this.#happen(next)
    return next !== null
  }

  /**
   * Runs on to the next instant at which something happens, and everything that happens then.
   *
   * @returns false when nothing will happen any more.
   */
  step(): boolean {
    if (this.#stopped !== null) return false
    const due = this.#agenda.peek()
    const input = this.#inputs[this.#inputCount]?.at ?? null
    if (due === null && input === null) return false
    const next = due === null ? input : input === null ? due : Math.min(due, input)
    this.runUntil(next as Instant)
    return true
  }

  /**
   * Runs until nothing is left to happen or a limit is reached. A model that never runs dry (one
   * with a clock of its own) ends only by a limit.
   */
  runToEnd(): void {
    while (this.step());
  }

  /** Adds an input now. Inputs that were still to come are dropped: this is another future. */
  input(input: Input): void {
    this.runUntil(this.#now)
    this.plan(input)
    this.runUntil(this.#now)
  }

  /** Like {@link input}, but it happens only when the run goes on; others of this instant stay. */
  plan(input: Input): void {
    const isKept = ({ at }: TimedInput<Input>, index: number) =>
      index < this.#inputCount || at <= this.#now
    this.#inputs = this.#inputs.filter(isKept)
    this.#inputs.push({ at: this.#now, input })
  }

  /**
   * Goes to any instant, earlier or later. The trace afterwards ends at that instant; inputs that
   * lie after it stay and happen again when the run goes on.
   */
  seek(at: Instant): void {
    assert(this.#keepsTrace, 'only a run that keeps its trace can be rewound')
    if (at < this.#now) this.#restore(this.#checkpointBefore(at))
    this.runUntil(at)
  }

  /** A run of its own with the same past, to the event; what is done to one does not reach the other. */
  fork(): Simulation<Params, State, Event, Input, Facts> {
    const copy = new Simulation(this.#model, { ...this.#settings, inputs: this.#inputs })
    copy.trace.appendSlice(this.trace.slice(0, 0))
    copy.#checkpoints = this.#checkpoints.slice()
    copy.#checkpointEvery = this.#checkpointEvery
    copy.#nextCheckpoint = this.#nextCheckpoint
    copy.#restore(this.#takeCheckpoint())
    return copy
  }

  #createEngine(): Engine<RunCatalogue<Facts>, Event> {
    // The kernel's face for models: an object of its own, so that a model cannot drive the clock.
    // oxlint-disable-next-line typescript/no-this-alias
    const simulation = this
    return {
      get now() {
        return simulation.#now
      },
      get cause() {
        return simulation.#cause
      },
      record: (kind, fields, cause) => simulation.#record(kind, fields, cause),
      schedule: (delay, event, options) => simulation.#schedule(delay, event, options),
      cancel: (timer) => simulation.#agenda.cancel(timer),
      random: (purpose) => simulation.#random(purpose),
      stop: (limit, value) => simulation.#stop(limit, value),
    }
  }

  #record<Kind extends keyof RunCatalogue<Facts> & string>(
    kind: Kind,
    fields: Fields<RunCatalogue<Facts>[Kind]>,
    cause: FactId | null = this.#cause,
  ): FactId {
    assert(this.#stopped === null, 'nothing happens after the end of a run')
    const id = this.#factCount++ as FactId
    if (this.#keepsTrace) this.trace.append(this.#now, kind, fields, cause)
    return id
  }

  #schedule(delay: Duration, event: Event, options?: ScheduleOptions): TimerId {
    assert(delay >= 0, 'an event lies in the future')
    return this.#agenda.add(
      after(this.#now, delay),
      options?.priority ?? DEFAULT_PRIORITY,
      event,
      options?.cause === undefined ? this.#cause : options.cause,
    )
  }

  #random(purpose: string): Random {
    const known = this.#randoms.get(purpose)
    if (known !== undefined) return known
    const state = this.#randomStates.get(purpose) ?? seedRandom(this.#settings.seed, purpose)
    this.#randomStates.set(purpose, state)
    const random = createRandom(state)
    this.#randoms.set(purpose, random)
    return random
  }

  /** What comes next, when it is due at or before `at`; events of an instant come before its inputs. */
  #nextIs(at: Instant): 'event' | 'input' | null {
    if (this.#stopped !== null) return null
    const due = this.#agenda.peek()
    const input = this.#inputs[this.#inputCount]
    if (due !== null && due <= at && (input === undefined || due <= input.at)) return 'event'
    return input !== undefined && input.at <= at ? 'input' : null
  }

  #happen(next: 'event' | 'input'): void {
    if (next === 'event') {
      this.#handleNext()
      return
    }
    const input = this.#inputs[this.#inputCount]
    assert(input !== undefined, 'an input is due')
    this.#advanceTo(input.at)
    this.#applyInput(input)
  }

  #handleNext(): void {
    const entry = this.#agenda.pop()
    assert(entry !== null, 'an event is due')
    this.#advanceTo(entry.at)
    this.#eventCount++
    this.#eventsThisInstant++
    this.#cause = entry.cause
    this.#model.handle(this.#state, entry.event, this.#engine)
    this.#cause = null
    this.#checkLimits()
    if (this.#eventCount >= this.#nextCheckpoint) this.#keepCheckpoint()
  }

  #applyInput(timed: TimedInput<Input>): void {
    const action = (timed.input as { readonly type?: string }).type ?? 'input'
    this.#cause = null
    this.#cause = this.#record('run.input', {
      input: this.#inputCount,
      action,
    } as Fields<RunCatalogue<Facts>['run.input']>)
    this.#inputCount++
    this.#model.apply(this.#state, timed.input, this.#engine)
    this.#cause = null
    this.#checkLimits()
  }

  #advanceTo(at: Instant): void {
    assert(at >= this.#now, 'time does not run backwards')
    if (at > this.#now) this.#eventsThisInstant = 0
    this.#now = at
  }

  #checkLimits(): void {
    if (this.#eventCount >= this.#limits.events) this.#stop('events', this.#limits.events)
    else if (this.#factCount >= this.#limits.facts) this.#stop('facts', this.#limits.facts)
    else if (this.#eventsThisInstant >= this.#limits.eventsAtOneInstant) {
      this.#stop('eventsAtOneInstant', this.#limits.eventsAtOneInstant)
    }
  }

  #stop(limit: string, value: number): void {
    if (this.#stopped !== null) return
    const fields = { limit, value } as Fields<RunCatalogue<Facts>['run.stopped']>
    this.#record('run.stopped', fields)
    this.#stopped = limit
  }

  #takeCheckpoint(): Checkpoint<State, Event> {
    return {
      now: this.#now,
      state: clone(this.#state),
      agenda: this.#agenda.copy(),
      randoms: [...this.#randomStates].map(([purpose, state]) => [purpose, [...state]]),
      factCount: this.#factCount,
      eventCount: this.#eventCount,
      eventsThisInstant: this.#eventsThisInstant,
      inputCount: this.#inputCount,
      stopped: this.#stopped,
    }
  }

  #keepCheckpoint(): void {
    if (!this.#keepsTrace) return
    this.#checkpoints.push(this.#takeCheckpoint())
    if (this.#checkpoints.length > CHECKPOINTS_MAX) {
      // Half of them, twice as far apart: a long run costs no more memory than a short one.
      this.#checkpoints = this.#checkpoints.filter((_, index) => index % 2 === 0)
      this.#checkpointEvery *= 2
    }
    this.#nextCheckpoint = this.#eventCount + this.#checkpointEvery
  }

  #checkpointBefore(at: Instant): Checkpoint<State, Event> {
    // A checkpoint at `at` itself may lie in the middle of that instant, which is still fine: what
    // is left of the instant runs again.
    const found = this.#checkpoints.findLast((checkpoint) => checkpoint.now <= at)
    assert(found !== undefined, 'a run begins with a checkpoint')
    return found
  }

  #restore(checkpoint: Checkpoint<State, Event>): void {
    this.#now = checkpoint.now
    this.#state = clone(checkpoint.state)
    this.#agenda = checkpoint.agenda.copy()
    this.#randomStates = new Map(
      checkpoint.randoms.map(([purpose, state]) => [purpose, [...state] as RandomState]),
    )
    this.#randoms.clear()
    this.#factCount = checkpoint.factCount
    this.#eventCount = checkpoint.eventCount
    this.#eventsThisInstant = checkpoint.eventsThisInstant
    this.#inputCount = checkpoint.inputCount
    this.#stopped = checkpoint.stopped
    this.#cause = null
    this.#checkpoints = this.#checkpoints.filter((kept) => kept.eventCount <= checkpoint.eventCount)
    this.#nextCheckpoint = checkpoint.eventCount + this.#checkpointEvery
    if (this.#keepsTrace) this.trace.truncate(checkpoint.factCount)
  }
}
