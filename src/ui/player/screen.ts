import { START, type Instant, type Trace } from '#engine'
import type { PlayerState } from './player.ts'
import type { Recording } from './recording.ts'

/** Ledger and charts cost the whole run each time; seven times a second is enough to read them. */
const CHARTS_EVERY_MS = 150

/** The part of the player's state that is drawn from the run. */
export type Picture = Pick<
  PlayerState,
  | 'playhead'
  | 'head'
  | 'factCount'
  | 'view'
  | 'ledger'
  | 'series'
  | 'marks'
  | 'stoppedBy'
  | 'isQuiet'
>

/** How a picture is wanted. */
export interface PictureOrder {
  readonly playhead: Instant
  /** Keep the old picture where possible: the playhead is on its way to where it was sent. */
  readonly isQuiet: boolean
  /** The playhead rests, so the charts have time to be exact. */
  readonly isSettled: boolean
  readonly nowMs: number
}

/** Draws the state from the run, and only what has changed since the last picture. */
export class Screen {
  #shown: Recording | null = null
  #view = ''
  #charts = ''
  #marks = ''
  #chartsMs = Number.NEGATIVE_INFINITY

  /** The trace the picture was drawn from; null before the first. */
  get trace(): Trace | null {
    return this.#shown?.trace ?? null
  }

  /** True when ledger and charts are older than the stage. */
  isBehind(recording: Recording): boolean {
    return this.#shown === recording && this.#charts !== stateOf(recording)
  }

  /** The next picture, as changes to the one before. */
  draw(recording: Recording, before: Picture, order: PictureOrder): Partial<Picture> {
    if (order.isQuiet && this.#shown !== recording) return {}
    if (this.#shown !== recording) this.#begin(recording)
    const timeline = this.#drawTimeline(recording, before)
    // A picture of facts that no longer exist cannot be kept.
    const isKept = order.isQuiet && recording.trace.length >= before.factCount
    return isKept ? timeline : { ...timeline, ...this.#drawRun(recording, before, order) }
  }

  #begin(recording: Recording): void {
    this.#shown = recording
    this.#view = ''
    this.#charts = ''
    this.#marks = ''
  }

  #drawTimeline(recording: Recording, before: Picture): Partial<Picture> {
    const head = Math.max(START, recording.head) as Instant
    const count = recording.trace.countUntil(recording.head)
    const state = `${recording.version}:${count}`
    const marks = state === this.#marks ? before.marks : recording.views.marks(count)
    this.#marks = state
    const { stoppedBy } = recording
    const isAllShown = recording.views.count === recording.trace.length
    const isQuiet = recording.isComplete && stoppedBy === null && isAllShown
    return { head, marks, stoppedBy, isQuiet }
  }

  #drawRun(recording: Recording, before: Picture, order: PictureOrder): Partial<Picture> {
    const { views } = recording
    const { playhead } = order
    if (recording.head < START) {
      return { playhead, factCount: 0, view: null, ledger: null, series: [] }
    }
    const state = stateOf(recording)
    const view = state === this.#view ? before.view : views.view()
    this.#view = state
    const picture = { playhead, factCount: views.count, view }
    const areChartsDue = order.isSettled || order.nowMs - this.#chartsMs >= CHARTS_EVERY_MS
    if (state === this.#charts || !areChartsDue) return picture
    this.#charts = state
    this.#chartsMs = order.nowMs
    return { ...picture, ledger: views.ledger(), series: views.series() }
  }
}

function stateOf(recording: Recording): string {
  return `${recording.version}:${recording.views.count}`
}
