import { after, between, ms, us } from '#engine'
import type { PollerNode } from '../definition.ts'
import { useCpu } from './cpu.ts'
import { queryDatabase } from './database.ts'
import type { JobResult } from './event.ts'
import { createJob, endJob } from './jobs.ts'
import { nodeNamed } from './nodes.ts'
import { startTask } from './task.ts'
import type { Job, PollerState, World, WorldEngine } from './world.ts'

/** Plans the next turn of the loop: a fixed rhythm, counted from the last turn. */
export function planPoll(world: World, engine: WorldEngine, poller: PollerNode): void {
  const state = world.pollers.get(poller.id)
  if (state === undefined) return
  if (state.timer !== null) engine.cancel(state.timer)
  const due = after(state.lastTick, ms(poller.intervalMs))
  const delay = us(Math.max(0, between(engine.now, due)))
  state.timer = engine.schedule(delay, { type: 'poll-due', poller: poller.id }, { cause: null })
}

/** The process the thread lives in is gone, and the thread with it. */
export function stopPoller(world: World, engine: WorldEngine, pollerId: string): void {
  const state = world.pollers.get(pollerId)
  if (state === undefined) return
  if (state.timer !== null) engine.cancel(state.timer)
  world.pollers.set(pollerId, createPollerState(engine))
}

/** A thread that has just begun its loop. */
export function createPollerState(engine: WorldEngine): PollerState {
  return { timer: null, lastTick: engine.now, isBusy: false, found: [], working: new Set() }
}

/** One turn of the loop. A turn that falls into the last one's work is left out. */
export function poll(world: World, engine: WorldEngine, pollerId: string): void {
  const poller = nodeNamed(world, 'poller', pollerId)
  const state = world.pollers.get(pollerId)
  if (poller === null || state === undefined) return
  state.timer = null
  state.lastTick = engine.now
  planPoll(world, engine, poller)
  if (state.isBusy) return
  state.isBusy = true
  const job = createJob(world, engine, {
    kind: 'poll',
    place: pollerId,
    process: poller.web,
    order: null,
    message: null,
    version: null,
    deliveryTag: null,
    epoch: 0,
    thread: 0,
    cause: null,
  })
  useCpu(world, engine, job, ms(poller.cpuMs))
}

/** The next step of a poll: ask, then hand what was found to the threads. */
export function continuePoll(world: World, engine: WorldEngine, job: Job, result: JobResult): void {
  if (job.step === 'cpu') {
    job.step = 'query'
    queryDatabase(world, engine, job, 'select-new')
    return
  }
  const state = world.pollers.get(job.place)
  if (state === undefined || result.type !== 'rows') return
  const found = result.orders.filter((order) => !state.working.has(order))
  const cause = engine.record('poll.ran', { process: job.place, found: found.length }, job.cause)
  for (const order of found) {
    state.working.add(order)
    const fields = { order, message: null, process: job.place }
    const received = engine.record('task.received', fields, cause)
    const entry = { order, message: null, version: null, deliveryTag: null, epoch: 0 }
    state.found.push({ ...entry, cause: received })
  }
  endJob(world, job)
  startFound(world, engine, job.place)
}

/** Starts work on found orders while the poller has threads for it. */
export function startFound(world: World, engine: WorldEngine, pollerId: string): void {
  const poller = nodeNamed(world, 'poller', pollerId)
  const state = world.pollers.get(pollerId)
  if (poller === null || state === undefined) return
  const running = state.working.size - state.found.length
  const free = (poller.threads ?? Number.MAX_SAFE_INTEGER) - running
  for (const next of state.found.splice(0, free)) {
    startTask(world, engine, { place: pollerId, process: poller.web, thread: 0, ...next })
  }
  // A single loop cannot ask again before its work is done; with a thread an order it can.
  state.isBusy = poller.threads !== null && state.working.size > 0
}

/** An order is done, or has failed and stays new: the next one's turn. */
export function finishFound(
  world: World,
  engine: WorldEngine,
  pollerId: string,
  order: number,
): void {
  world.pollers.get(pollerId)?.working.delete(order)
  startFound(world, engine, pollerId)
}
