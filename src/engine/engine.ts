import type { FactCatalogue, FactId, Fields } from './fact.ts'
import type { TimerId } from './agenda.ts'
import type { Random } from './random.ts'
import type { Duration, Instant } from './time.ts'

/** What a model may ask of the kernel while it handles an event. */
export interface Engine<Facts extends FactCatalogue, Event> {
  /** The instant of the event being handled. */
  readonly now: Instant
  /** The fact that led to the event being handled; null at the start of the run. */
  readonly cause: FactId | null
  /**
   * Adds a fact to the trace.
   *
   * @param cause the fact that made this one happen; {@link Engine.cause} when left out.
   */
  record<Kind extends keyof Facts & string>(
    kind: Kind,
    fields: Fields<Facts[Kind]>,
    cause?: FactId | null,
  ): FactId
  /**
   * Puts an event on the agenda, `delay` from now (0 means: after everything already planned for
   * this instant). The event must be plain data and must not be changed afterwards.
   */
  schedule(delay: Duration, event: Event, options?: ScheduleOptions): TimerId
  /** Takes an event that has not happened yet off the agenda. */
  cancel(timer: TimerId): void
  /** The stream of chance for one purpose, the same at every call. */
  random(purpose: string): Random
  /**
   * Ends the run because a limit is reached; the fact `run.stopped` says which. It is the last fact:
   * a model records nothing after it.
   */
  stop(limit: string, value: number): void
}

/** How an event is put on the agenda. */
export interface ScheduleOptions {
  /** The fact the event follows from. @defaultValue the fact being handled */
  readonly cause?: FactId | null
  /** 0 (first) to 255 among the events of one instant. @defaultValue 128 */
  readonly priority?: number
}

/** A world the kernel can run: how it starts, what an event does, what a person's input does. */
export interface Model<Params, State, Event, Input, Facts extends FactCatalogue> {
  /** Every kind of fact the model records. */
  readonly facts: Facts
  /** Builds the state and puts the first events on the agenda. */
  start(params: Params, engine: Engine<Facts, Event>): State
  /** Does what an event does, changing `state` in place. */
  handle(state: State, event: Event, engine: Engine<Facts, Event>): void
  /** Does what a person asked for, changing `state` in place. Must accept any well-formed input. */
  apply(state: State, input: Input, engine: Engine<Facts, Event>): void
}

/** The facts the kernel itself records. */
export const runFacts = {
  /** A person did something to the run. `input` counts from 0; `action` is the input's type. */
  'run.input': { input: 'number', action: 'text' },
  /** A limit ended the run. */
  'run.stopped': { limit: 'text', value: 'number' },
} as const

/** The part of the kernel a protocol model needs: to say what happened, and when. */
export type Recorder<Facts extends FactCatalogue> = Pick<
  Engine<Facts, never>,
  'now' | 'cause' | 'record'
>
