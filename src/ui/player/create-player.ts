import { after, between, START, type Duration, type Instant, type Trace } from '#engine'
import type { RunSource, ShopDefinition, ShopInput } from '#scenarios'
import { assert } from '#std'
import { createActor } from 'xstate'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { foldTowards } from './fold-towards.ts'
import type { FrameClock } from './frame-clock.ts'
import type { ModelFailure, ModelPort, ModelReport } from './model-port.ts'
import { lookAhead, STEP_REACH, toReachable, toSpeed, virtualElapsed } from './playback.ts'
import { playerMachine } from './player-machine.ts'
import type { Player, PlayerState } from './player.ts'
import { Recording } from './recording.ts'
import type { RunViews } from './run-views.ts'
import { Screen, type Picture } from './screen.ts'

/** What the player needs from outside. */
export interface PlayerPorts {
  readonly model: ModelPort
  readonly clock: FrameClock
  /** An empty trace with the catalogue of the model that plays this run; null: of any. */
  createTrace(source: RunSource | null): Trace
  /** The folds over a run that has just been opened. */
  createViews(trace: Trace, definition: ShopDefinition): RunViews
}

/** Folding takes at most about this long of a frame's sixteen milliseconds. */
const FOLD_MS_MAX = 6

/** Where a seek goes: an instant, or so many instants on at which something happens. */
type SeekGoal =
  | { readonly type: 'instant'; readonly at: Instant }
  | { readonly type: 'steps'; readonly count: number; readonly after: Instant }

function stepLimit(from: Instant): Instant {
  return toReachable(from + STEP_REACH)
}

/** Creates a player with no run in it. */
export function createPlayer(ports: PlayerPorts): Player {
  return new RunPlayer(ports)
}

const EMPTY: PlayerState = {
  status: 'empty',
  playhead: START,
  head: START,
  speed: 1,
  factCount: 0,
  view: null,
  ledger: null,
  series: [],
  marks: [],
  canUndo: false,
  isQuiet: false,
  stoppedBy: null,
  failure: null,
  failureDetail: null,
}

class RunPlayer implements Player {
  readonly store: StoreApi<PlayerState> = createStore<PlayerState>(() => EMPTY)
  readonly #ports: PlayerPorts
  readonly #actor = createActor(playerMachine)
  #recording: Recording | null = null
  readonly #screen = new Screen()
  #reports: ModelReport[] = []
  #playhead: Instant = START
  #goal: SeekGoal = { type: 'instant', at: START }
  /** While true the picture stands still until the playhead has arrived. */
  #isQuiet = false
  #speed = 1
  #failure: ModelFailure | null = null
  #isFoldDue = false
  #frame: number | null = null
  #lastFrameMs: number | null = null
  readonly #emptyTrace: Trace

  constructor(ports: PlayerPorts) {
    this.#ports = ports
    this.#emptyTrace = ports.createTrace(null)
    this.#actor.start()
    ports.model.listen({
      onReport: (report) => {
        // Taken in with the next frame, so that trace and store always change together.
        this.#reports.push(report)
        this.#wake()
      },
      onFailure: (failure) => {
        this.#failure = failure
        this.#actor.send({ type: 'FAIL' })
        this.#wake()
      },
    })
  }

  get trace(): Trace {
    return this.#screen.trace ?? this.#emptyTrace
  }

  get isCurrent(): boolean {
    return this.#reports.length === 0 && (this.#recording?.isCurrent ?? true)
  }

  open(source: RunSource): void {
    this.#open(source)
    this.#isQuiet = false
  }

  play(): void {
    this.#actor.send({ type: 'PLAY' })
    this.#wake()
  }

  pause(): void {
    this.#actor.send({ type: 'PAUSE' })
    this.#wake()
  }

  step(): void {
    this.pause()
    const goal = this.#goal
    const isStepping = this.#status === 'seeking' && goal.type === 'steps'
    if (isStepping) this.#seek({ ...goal, count: goal.count + 1 })
    else this.#seek({ type: 'steps', count: 1, after: this.#target() })
  }

  stepBack(): void {
    this.pause()
    const before = this.#recording?.instantBefore(this.#target()) ?? START
    this.#seek({ type: 'instant', at: before })
  }

  seek(at: Instant): void {
    if (Number.isNaN(at)) return
    this.#seek({ type: 'instant', at: toReachable(at) })
  }

  setSpeed(speed: number): void {
    if (Number.isNaN(speed)) return
    this.#speed = toSpeed(speed)
    this.#wake()
  }

  input(input: ShopInput): void {
    const recording = this.#recording
    if (recording === null || !this.#isOpen()) return
    const at = this.#inputInstant(recording)
    const isPlaying = this.#status === 'playing'
    // While time runs, a few frames later is the same moment; when it stands still it is not.
    const slack = isPlaying ? ((2 * lookAhead(this.#speed)) as Duration) : (0 as Duration)
    recording.give({ at, input })
    this.#ports.model.input(at, input, slack)
    if (this.#status === 'seeking') this.#askForGoal()
    this.#wake()
  }

  undo(): void {
    if (this.#recording === null || this.#recording.inputs.length === 0) return
    const source = this.source()
    this.#open({ ...source, inputs: source.inputs.slice(0, -1) })
    this.#isQuiet = true
  }

  reset(): void {
    if (this.#recording === null) return
    this.#open({ ...this.source(), inputs: [], at: START })
    this.#isQuiet = true
  }

  source(): RunSource {
    assert(this.#recording !== null, 'a player has a source once a run is opened')
    return this.#recording.source(this.#target())
  }

  dispose(): void {
    if (this.#frame !== null) this.#ports.clock.cancel(this.#frame)
    this.#actor.stop()
    this.#ports.model.close()
  }

  get #status(): PlayerState['status'] {
    return this.#actor.getSnapshot().value
  }

  #open(source: RunSource): void {
    const trace = this.#ports.createTrace(source)
    const views = this.#ports.createViews(trace, source.definition)
    this.#recording = new Recording(source, trace, views)
    this.#reports = []
    this.#playhead = START
    this.#goal = { type: 'instant', at: source.at }
    this.#failure = null
    this.#actor.send({ type: 'OPEN' })
    this.#ports.model.open(source)
    this.#wake()
  }

  /** Where the playhead stands, or will stand when the seek under way arrives there. */
  #target(): Instant {
    const isUnderWay = this.#status === 'loading' || this.#status === 'seeking'
    if (!isUnderWay || this.#goal.type === 'steps') return this.#playhead
    return this.#goal.at
  }

  /** The playhead; on the way back to a recorded instant, that instant. */
  #inputInstant(recording: Recording): Instant {
    const target = this.#target()
    const at = target <= recording.reach ? target : Math.min(this.#playhead, recording.reach)
    return Math.max(START, at) as Instant
  }

  /** True when there is a run in which things can be done. */
  #isOpen(): boolean {
    return ['paused', 'playing', 'seeking'].includes(this.#status)
  }

  #seek(goal: SeekGoal): void {
    if (!this.#isOpen() && this.#status !== 'loading') return
    this.#goal = goal
    // On the way back the stage would pass through an earlier picture than the one that is asked for.
    this.#isQuiet = goal.type === 'instant' && goal.at < this.#playhead
    this.#actor.send({ type: 'SEEK' })
    this.#askForGoal()
    this.#wake()
  }

  #askForGoal(): void {
    const goal = this.#goal
    if (goal.type === 'instant') this.#ports.model.runTo(goal.at)
    else this.#ports.model.runToNext(goal.after, stepLimit(goal.after))
  }

  #wake(): void {
    this.#frame ??= this.#ports.clock.request((nowMs) => {
      this.#frame = null
      this.#onFrame(nowMs)
    })
  }

  #onFrame(nowMs: number): void {
    const recording = this.#recording
    if (recording !== null && this.#status !== 'failed') {
      for (const report of this.#reports) recording.accept(report)
      this.#reports = []
      if (this.#status === 'loading' && recording.isCurrent) this.#actor.send({ type: 'LOADED' })
      this.#move(recording, nowMs)
    }
    this.#lastFrameMs = this.#status === 'playing' ? nowMs : null
    this.#publish(nowMs)
    if (this.#isBusy()) this.#wake()
  }

  /** Moves the playhead as the status asks for, and the stage with it. */
  #move(recording: Recording, nowMs: number): void {
    switch (this.#status) {
      case 'playing':
        this.#playOn(recording, nowMs)
        return
      case 'seeking':
        this.#seekOn(recording)
        return
      case 'paused':
        // An input may have made something happen at the instant that is already shown.
        this.#fold(recording, this.#playhead)
        return
      default:
    }
  }

  #playOn(recording: Recording, nowMs: number): void {
    const look = lookAhead(this.#speed)
    const elapsed = virtualElapsed(nowMs - (this.#lastFrameMs ?? nowMs), this.#speed)
    const wanted = Math.min(after(this.#playhead, elapsed), recording.reach)
    this.#fold(recording, Math.max(wanted, this.#playhead) as Instant)
    const hasShownAll = recording.views.count === recording.trace.length
    if (recording.isComplete && hasShownAll) this.#actor.send({ type: 'ENDED' })
    else if (between(this.#playhead, recording.head) < look) {
      this.#ports.model.runTo(after(this.#playhead, look))
    }
  }

  #seekOn(recording: Recording): void {
    const target = this.#resolveGoal(recording)
    if (target === null || recording.reach < START) return
    this.#fold(recording, Math.min(target, recording.reach) as Instant)
    if (!recording.isCurrent || this.#playhead !== target) return
    this.#isQuiet = false
    this.#actor.send({ type: 'ARRIVED' })
  }

  /** The instant the seek goes to, or null while it is not known. */
  #resolveGoal(recording: Recording): Instant | null {
    const goal = this.#goal
    const { head, isComplete, isCurrent, stoppedBy } = recording
    // Beyond the end of a run that a limit ended there is nothing to go to.
    if (goal.type === 'instant') return stoppedBy !== null && goal.at > head ? head : goal.at
    const limit = stepLimit(goal.after)
    const next = isCurrent ? recording.instantAfter(goal.after) : null
    if (next === null && !isComplete && (!isCurrent || head < limit)) return null
    if (next !== null && goal.count > 1) {
      this.#goal = { type: 'steps', count: goal.count - 1, after: next }
      this.#askForGoal()
      return this.#resolveGoal(recording)
    }
    const at = next ?? (isComplete ? goal.after : limit)
    this.#goal = { type: 'instant', at }
    // Nothing happens up to there, but the step began where a seek had not arrived yet.
    if (at > head) this.#askForGoal()
    return at
  }

  #fold(recording: Recording, until: Instant): void {
    const { clock } = this.#ports
    const end = clock.now() + FOLD_MS_MAX
    const isDue = () => clock.now() >= end
    this.#playhead = foldTowards(recording.views, recording.trace, until, isDue)
    this.#isFoldDue = this.#playhead !== until
  }

  /** True when the next frame has something to do even if nobody says anything. */
  #isBusy(): boolean {
    if (this.#status === 'playing') return true
    const recording = this.#recording
    if (recording === null || !this.#isOpen()) return false
    return this.#isFoldDue || (!this.#isQuiet && this.#screen.isBehind(recording))
  }

  #publish(nowMs: number): void {
    const before = this.store.getState()
    const next: PlayerState = { ...before, ...this.#flow(), ...this.#picture(before, nowMs) }
    const names = Object.keys(next) as (keyof PlayerState)[]
    if (names.some((name) => next[name] !== before[name])) this.store.setState(next, true)
  }

  #flow(): Partial<PlayerState> {
    return {
      status: this.#status,
      speed: this.#speed,
      canUndo: (this.#recording?.inputs.length ?? 0) > 0,
      failure: this.#failure?.reason ?? null,
      failureDetail: this.#failure?.detail ?? null,
    }
  }

  #picture(before: PlayerState, nowMs: number): Partial<Picture> {
    if (this.#recording === null) return {}
    return this.#screen.draw(this.#recording, before, {
      playhead: this.#playhead,
      isQuiet: this.#isQuiet,
      isSettled: this.#status === 'paused',
      nowMs,
    })
  }
}
