import { exhaustive } from '#std'
import type { TraceSlice } from '#engine'
import type { RunSource } from '#scenarios'
import type { FromModel, ToModel } from './messages.ts'
import { ModelRun, type DrivenSimulation } from './model-run.ts'

/** How long the thread computes before it listens again. */
const TURN_MS = 10

/** What the thread needs from the place it runs in. */
export interface ModelThreadPorts {
  createSimulation(source: RunSource): DrivenSimulation
  /** Sends to the page; the buffers change hands. */
  post(message: FromModel, transfer: readonly ArrayBuffer[]): void
  /** Calls back soon, but after the messages that have already arrived. */
  defer(callback: () => void): void
  nowMs(): number
}

/** The model's thread: hears the page, runs the simulation in short turns, reports after each. */
export interface ModelThread {
  handle(message: ToModel): void
}

/** Creates the thread's logic; it does nothing until it is told to open a run. */
export function createModelThread(ports: ModelThreadPorts): ModelThread {
  let run: ModelRun | null = null
  let isTurnPlanned = false

  function handle(message: ToModel): void {
    if (message.type === 'open') {
      run = null
      guard(message.run, () => {
        const { source } = message
        run = new ModelRun(message.run, ports.createSimulation(source), source.at)
      })
    } else if (run === null || message.run !== run.id) {
      // About a run that is over.
      return
    } else {
      const current = run
      guard(message.run, () => {
        obey(current, message)
      })
    }
    planTurn()
  }

  function obey(current: ModelRun, message: Exclude<ToModel, { type: 'open' }>): void {
    switch (message.type) {
      case 'run-to':
      case 'run-to-next':
        current.aim(message)
        return
      case 'input':
        current.input(message)
        return
      case 'close':
        run = null
        return
      default:
        exhaustive(message)
    }
  }

  function planTurn(): void {
    if (run === null || isTurnPlanned) return
    isTurnPlanned = true
    ports.defer(() => {
      isTurnPlanned = false
      const current = run
      if (current === null) return
      guard(current.id, () => {
        takeTurn(current)
      })
    })
  }

  function takeTurn(current: ModelRun): void {
    const end = ports.nowMs() + TURN_MS
    while (!current.isResting && ports.nowMs() < end) current.advance()
    const report = current.report()
    const transfer = report.slice === null ? [] : buffersOf(report.slice)
    ports.post({ type: 'report', run: current.id, report }, transfer)
    if (!current.isResting) planTurn()
  }

  function guard(id: number, work: () => void): void {
    try {
      work()
    } catch (error) {
      run = null
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
      ports.post({ type: 'failed', run: id, detail }, [])
    }
  }

  return { handle }
}

function buffersOf(slice: TraceSlice): ArrayBuffer[] {
  return [slice.kinds.buffer, slice.ats.buffer, slice.causes.buffer, slice.values.buffer]
}
