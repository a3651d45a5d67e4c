import { assert } from '#std'
import { Simulation, type Instant, type Trace } from '#engine'
import type { ShopInput, World } from '#scenarios'
import { advance } from '../advance.ts'
import { exerciseModel, type ExerciseMachines } from './exercise-model.ts'
import type { ExerciseSettings } from './exercise-settings.ts'

/** Something a process waits for that will not come by itself. */
export interface Waiting {
  readonly process: string
  /**
   * handler: nobody has called onOrder. answer: the handler's promise has not settled.
   * acknowledgement: messages it has are not settled. main: the promise at its top level.
   */
  readonly what: 'handler' | 'answer' | 'acknowledgement' | 'main'
  /** The orders it is about. */
  readonly orders: readonly number[]
}

/** How a run came to its end, and what was waited for then. */
export interface ExerciseEnd {
  /** idle: nothing more can happen. time: its time is over. limit: it was too much. */
  readonly how: 'idle' | 'time' | 'limit'
  readonly at: Instant
  readonly waiting: readonly Waiting[]
}

/** A run of an exercise: it goes forward only, and back by running again. */
export interface ExerciseRun {
  readonly trace: Trace
  readonly now: Instant
  readonly stoppedBy: string | null
  /** True when nothing will happen any more without an input, but the broker losing its patience. */
  readonly isIdle: boolean
  /** Runs up to an instant; see {@link advance}. */
  runUntil(at: Instant, mayGoOn?: () => boolean): Promise<boolean>
  /** Runs until nothing more can happen, or `latest` is reached. */
  runToEnd(latest: Instant): Promise<ExerciseEnd>
  /** Plans an input for this instant. */
  plan(input: ShopInput): void
  /** What processes wait for now, in the order of the shop. */
  waiting(): readonly Waiting[]
  /** Ends what runs; the trace stays. */
  close(): void
}

/** Makes a run; nothing happens before it is told to. */
export function createExerciseRun(settings: ExerciseSettings): ExerciseRun {
  const made: ExerciseMachines[] = []
  const { definition, seed, inputs = [], limits = {} } = settings
  const run = new Simulation(exerciseModel(settings, made), {
    params: definition,
    seed,
    inputs,
    limits,
    // Client code cannot be copied, so there is nothing to go back to.
    checkpointEvery: Number.MAX_SAFE_INTEGER,
  })
  const [machines] = made
  assert(machines !== undefined, 'a model starts once')
  const { host } = machines
  machines.fetches.readFrom(run.trace)
  const isIdle = () => {
    if (run.stoppedBy !== null) return true
    if (machines.pending.count > 0 || machines.inputCount < run.inputs.length) return false
    return run.state.broker.timers.heap.every(({ task }) => task.type === 'ack-timeout')
  }
  const waiting = () => waitingIn(run.state, machines)
  return {
    trace: run.trace,
    get now() {
      return run.now
    },
    get stoppedBy() {
      return run.stoppedBy
    },
    get isIdle() {
      return isIdle()
    },
    runUntil: (at, mayGoOn) => advance(run, host, at, mayGoOn),
    async runToEnd(latest) {
      await advance(run, host, latest, () => !isIdle())
      const how = run.stoppedBy !== null ? 'limit' : isIdle() ? 'idle' : 'time'
      return { how, at: run.now, waiting: waiting() }
    },
    plan(input) {
      run.plan(input)
    },
    waiting,
    close() {
      host.close()
    },
  }
}

function waitingIn(world: World, { host, shop, copies }: ExerciseMachines): Waiting[] {
  const found: Waiting[] = []
  for (const { id: process, pid, isCode, codeTasks } of world.processes.values()) {
    const alive = host.find(pid)
    if (!isCode || alive === null) continue
    const { unhandled, unanswered } = shop.openOrders(process)
    const unsettled = [...codeTasks.values()].filter((task) => !copies.isAutomatic(task))
    const orders = unsettled.map(({ order }) => order)
    if (unhandled.length > 0) found.push({ process, what: 'handler', orders: unhandled })
    if (unanswered.length > 0) found.push({ process, what: 'answer', orders: unanswered })
    if (orders.length > 0) found.push({ process, what: 'acknowledgement', orders })
    if (alive.isMainPending) found.push({ process, what: 'main', orders: [] })
  }
  return found
}
