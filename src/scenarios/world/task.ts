import { between, type FactId } from '#engine'
import { exhaustive } from '#std'
import type { NodeOf } from '../definition.ts'
import { sendCommand } from './broker-link.ts'
import { noticeStale } from './change-order.ts'
import { useCpu } from './cpu.ts'
import { queryDatabase } from './database.ts'
import type { ClientCommand, JobResult } from './event.ts'
import { createJob, drawTime, endJob, waitFor } from './jobs.ts'
import { sendMail } from './mail.ts'
import { nodeNamed } from './nodes.ts'
import type { Job, World, WorldEngine } from './world.ts'

/** An order to work on, and where. */
export interface TaskStart {
  readonly place: string
  readonly process: string
  readonly order: number
  readonly message: number | null
  readonly version: number | null
  readonly deliveryTag: number | null
  readonly epoch: number
  readonly thread: number
  readonly cause: FactId
}

/** Whether the work on an order goes on, has ended, or has ended its process as well. */
export type TaskOutcome = 'going' | 'over' | 'crashed'

/** Begins work on one order: look, compute, wait, e-mail, update the row. */
export function startTask(world: World, engine: WorldEngine, start: TaskStart): Job {
  const { order, message, place, thread } = start
  const fields = { order, message, process: place, thread }
  const cause = engine.record('task.started', fields, start.cause)
  const job = createJob(world, engine, { kind: 'task', ...start, cause })
  const worker = nodeNamed(world, 'worker', place)
  if (worker?.ack === 'early') acknowledge(world, engine, job)
  if (worker?.checksFirst) {
    job.step = 'look'
    queryDatabase(world, engine, job, 'select-order')
  } else compute(world, engine, job, worker)
  return job
}

/** The next step of the work on an order. */
export function continueTask(
  world: World,
  engine: WorldEngine,
  job: Job,
  result: JobResult,
): TaskOutcome {
  const worker = nodeNamed(world, 'worker', job.place)
  switch (job.step) {
    case 'look':
      if (result.type === 'rows' && result.orders.length > 0)
        return skip(world, engine, job, worker)
      compute(world, engine, job, worker)
      return 'going'
    case 'cpu':
      if (isBroken(world, job)) return fail(world, engine, job, worker, 'broken-order')
      job.step = 'wait'
      waitFor(
        engine,
        job,
        drawTime(engine, 'wait', worker?.waitMs ?? 0, worker?.spread ?? 'constant'),
      )
      return 'going'
    case 'wait':
      job.step = 'mail'
      noticeStale(world, engine, job)
      if (worker !== null && !worker.sendsMail) return continueTask(world, engine, job, result)
      sendMail(world, engine, job)
      return 'going'
    case 'mail':
      if (result.type === 'failed') return fail(world, engine, job, worker, result.reason)
      job.step = 'update'
      queryDatabase(world, engine, job, 'update-order')
      return 'going'
    case 'update':
      return finish(world, engine, job, worker)
    case 'query':
    case 'confirm':
    case 'code':
      return 'going'
    default:
      return exhaustive(job.step)
  }
}

function compute(
  world: World,
  engine: WorldEngine,
  job: Job,
  worker: NodeOf<'worker'> | null,
): void {
  const meanMs = worker?.cpuMs ?? nodeNamed(world, 'poller', job.place)?.cpuMs ?? 0
  const time = drawTime(engine, 'cpu', meanMs, worker?.spread ?? 'constant')
  useCpu(world, engine, job, time)
}

function finish(
  world: World,
  engine: WorldEngine,
  job: Job,
  worker: NodeOf<'worker'> | null,
): TaskOutcome {
  if (worker?.ack === 'late') acknowledge(world, engine, job)
  const { order, message, place: process } = job
  const duration = between(job.startedAt, engine.now)
  engine.record('task.finished', { order, message, process, duration }, job.cause)
  endJob(world, job)
  return 'over'
}

function skip(
  world: World,
  engine: WorldEngine,
  job: Job,
  worker: NodeOf<'worker'> | null,
): TaskOutcome {
  const { order, message, place: process } = job
  job.cause = engine.record('task.skipped', { order, message, process }, job.cause)
  if (worker?.ack === 'late') acknowledge(world, engine, job)
  endJob(world, job)
  return 'over'
}

function isBroken(world: World, { order }: Job): boolean {
  return order !== null && world.orders.broken.has(order)
}

/**
 * An exception in the handler: a late-acking worker gives the message back or away, the others have
 * none; a handler that lets it through takes the process along.
 */
function fail(
  world: World,
  engine: WorldEngine,
  job: Job,
  worker: NodeOf<'worker'> | null,
  reason: string,
): TaskOutcome {
  const { order, message, place: process, deliveryTag } = job
  job.cause = engine.record('task.failed', { order, message, process, reason }, job.cause)
  const reaction = worker?.onFailure ?? 'requeue'
  const isHeld = worker?.ack === 'late' && deliveryTag !== null && message !== null
  if (isHeld && reaction !== 'crash') {
    settle(world, engine, job, { type: reaction, deliveryTag, message, order })
  }
  endJob(world, job)
  return reaction === 'crash' ? 'crashed' : 'over'
}

function acknowledge(world: World, engine: WorldEngine, job: Job): void {
  const { deliveryTag, message, order } = job
  if (deliveryTag === null || message === null) return
  settle(world, engine, job, { type: 'ack', deliveryTag, message, order })
}

/** A delivery can only be settled on the channel it came over; that one may be gone. */
function settle(
  world: World,
  engine: WorldEngine,
  job: Job,
  command: Extract<ClientCommand, { type: 'ack' | 'requeue' | 'reject' }>,
): void {
  const { order, message, process: from } = job
  if (world.processes.get(from)?.epoch === job.epoch) {
    sendCommand(world, engine, from, command, job.cause)
    return
  }
  const hop = { what: 'ack', from, to: 'broker', order, message }
  engine.record('net.refused', hop, job.cause)
}
