import { between, type FactId } from '#engine'
import type { Signal } from '../input.ts'
import { queryDatabase } from './database.ts'
import type { CodeDelivery, Query } from './event.ts'
import { createJob } from './jobs.ts'
import { sendMail } from './mail.ts'
import { endProcess } from './process.ts'
import { copyKey, type Process, type World, type WorldEngine } from './world.ts'

/** What code asks the shop for. */
export interface CodeCall {
  readonly process: string
  readonly what: 'mail' | Query
  /** Null where no single order is meant. */
  readonly order: number | null
}

/** Begins to do what code asked for; the player is told of the end under the number that is returned. */
export function startCall(
  world: World,
  engine: WorldEngine,
  { process, what, order }: CodeCall,
): number {
  const job = createJob(world, engine, {
    kind: 'call',
    place: process,
    process,
    order,
    message: null,
    version: null,
    deliveryTag: null,
    epoch: 0,
    thread: 0,
    cause: engine.cause,
  })
  if (what === 'mail') sendMail(world, engine, job)
  else queryDatabase(world, engine, job, what)
  return job.id
}

/** The code of a process has come to its end, by itself or by a signal. */
export function endCode(
  world: World,
  engine: WorldEngine,
  { process: id, pid }: Pick<Process, 'pid'> & { readonly process: string },
  ending: { readonly signal: Signal | null; readonly code: number | null },
  cause: FactId | null,
): void {
  const process = world.processes.get(id)
  if (process === undefined || process.pid !== pid || process.state === 'exited') return
  endProcess(world, engine, process, ending, cause)
}

/** A delivery is in the hands of code: an order it works on until it settles the message. */
export function receiveByCode(
  world: World,
  engine: WorldEngine,
  { process: id, pid, queue, order, message }: CodeDelivery,
): void {
  const process = world.processes.get(id)
  if (process === undefined || process.pid !== pid || process.state === 'exited') {
    engine.record('net.refused', { what: 'deliver', from: queue, to: id, order, message })
    return
  }
  const received = engine.record('task.received', { order, message, process: id })
  const fields = { order, message, process: id, thread: null }
  const started = engine.record('task.started', fields, received)
  const task = Object.freeze({ order, message, queue, startedAt: engine.now, started })
  process.codeTasks.set(copyKey(message, queue), task)
}

/** The broker has settled a copy: the work of code on it counts as done, or as given up. */
export function settleByCode(
  world: World,
  engine: WorldEngine,
  { message, queue }: { readonly message: number; readonly queue: string },
  failure: string | null,
): void {
  for (const process of world.processes.values()) {
    const task = process.codeTasks.get(copyKey(message, queue))
    if (task === undefined) continue
    process.codeTasks.delete(copyKey(message, queue))
    const { order, started, startedAt } = task
    const about = { order, message, process: process.id }
    if (failure !== null) engine.record('task.failed', { ...about, reason: failure }, started)
    else {
      const duration = between(startedAt, engine.now)
      engine.record('task.finished', { ...about, duration }, started)
    }
    return
  }
}
