import { between, ms, type FactId } from '#engine'
import { exhaustive } from '#std'
import type { NodeOf } from '../definition.ts'
import { publishOrder } from './broker-link.ts'
import { versionOf } from './change-order.ts'
import { useCpu } from './cpu.ts'
import { queryDatabase } from './database.ts'
import type { JobResult } from './event.ts'
import { createJob, endJob, freeThread } from './jobs.ts'
import { sendMail } from './mail.ts'
import { remember } from './memory.ts'
import { sendOver } from './network.ts'
import { nodeNamed, nodeOfKind } from './nodes.ts'
import { endOfRequest, refuseOrder } from './request-end.ts'
import type { Job, Process, World, WorldEngine } from './world.ts'

/** A customer's request is at the web process: a thread takes it, or it waits in the backlog. */
export function receiveRequest(
  world: World,
  engine: WorldEngine,
  webId: string,
  order: number,
): void {
  const process = world.processes.get(webId)
  if (process === undefined || process.state !== 'running') {
    refuseOrder(world, engine, order, 'web-down')
    return
  }
  const cause = engine.record('task.received', { order, message: null, process: webId })
  const request = { order, message: null, version: null, deliveryTag: null, epoch: 0, cause }
  process.reserved.push(request)
  startRequests(world, engine, process)
}

/** Starts waiting requests while threads are free. */
export function startRequests(world: World, engine: WorldEngine, process: Process): void {
  const web = nodeNamed(world, 'web', process.id)
  if (web === null) return
  for (;;) {
    const thread = process.reserved.length === 0 ? null : freeThread(process, web.threads)
    if (thread === null) return
    const request = process.reserved.shift()
    if (request === undefined) return
    startRequest(world, engine, process, web, request.order, thread, request.cause)
  }
}

function startRequest(
  world: World,
  engine: WorldEngine,
  process: Process,
  web: NodeOf<'web'>,
  order: number,
  thread: number,
  received: FactId,
): void {
  const fields = { order, message: null, process: process.id, thread }
  const cause = engine.record('task.started', fields, received)
  const place = process.id
  const job = createJob(world, engine, {
    kind: 'request',
    place,
    process: place,
    order,
    message: null,
    version: null,
    deliveryTag: null,
    epoch: 0,
    thread,
    cause,
  })
  process.threads[thread] = job.id
  useCpu(world, engine, job, ms(web.cpuMs))
}

/**
 * The next step of a request: compute, store, do what the shop's design says, answer. Returns true
 * when it was the last one.
 */
export function continueRequest(
  world: World,
  engine: WorldEngine,
  job: Job,
  result: JobResult,
): boolean {
  const web = nodeNamed(world, 'web', job.process)
  if (web === null) return false
  switch (job.step) {
    case 'cpu':
      job.step = 'query'
      queryDatabase(world, engine, job, 'insert-order')
      return false
    case 'query':
      return afterStored(world, engine, job, web)
    case 'mail':
      if (result.type === 'failed') return refuse(world, engine, job, result.reason)
      job.step = 'update'
      queryDatabase(world, engine, job, 'update-order')
      return false
    case 'confirm':
    case 'code':
      if (result.type === 'failed') return refuse(world, engine, job, result.reason)
      return answer(world, engine, job)
    case 'update':
      return answer(world, engine, job)
    case 'look':
    case 'wait':
      return false
    default:
      return exhaustive(job.step)
  }
}

function afterStored(world: World, engine: WorldEngine, job: Job, web: NodeOf<'web'>): boolean {
  const { order } = job
  if (order === null) return false
  if (world.processes.get(web.id)?.isCode === true) {
    job.step = 'code'
    engine.player?.request(web.id, order, job.id, job.cause)
    return false
  }
  const version = web.carries === 'copy' ? versionOf(world, order) : null
  switch (web.then) {
    case 'store':
      return answer(world, engine, job)
    case 'mail':
      job.step = 'mail'
      sendMail(world, engine, job)
      return false
    case 'publish':
      // The customer is promised something only when the broker has it, if the shop asks for that.
      if (web.confirm) job.step = 'confirm'
      publishOrder(
        world,
        engine,
        web,
        { order, version, job: web.confirm ? job.id : null },
        job.cause,
      )
      return web.confirm ? false : answer(world, engine, job)
    case 'memory': {
      const process = world.processes.get(job.process)
      if (process !== undefined) remember(world, engine, process, { order, version }, job.cause)
      return answer(world, engine, job)
    }
    default:
      return exhaustive(web.then)
  }
}

function answer(world: World, engine: WorldEngine, job: Job): boolean {
  const { order, cause, place } = job
  const to = nodeOfKind(world, 'customers')?.id ?? 'customers'
  const hop = { what: 'reply', from: place, to, order, message: null }
  if (order !== null) sendOver(world, engine, hop, { type: 'reply-arrived', order }, cause)
  return endRequest(world, engine, job)
}

function refuse(world: World, engine: WorldEngine, job: Job, reason: string): boolean {
  if (job.order !== null) refuseOrder(world, engine, job.order, reason)
  return endRequest(world, engine, job)
}

function endRequest(world: World, engine: WorldEngine, job: Job): true {
  const duration = between(job.startedAt, engine.now)
  const { order, place } = job
  engine.record('task.finished', { order, message: null, process: place, duration }, job.cause)
  endJob(world, job)
  return true
}

/** The customer sees the answer. */
export function receiveReply(world: World, engine: WorldEngine, order: number): void {
  const placedAt = world.orders.placedAt.get(order)
  if (placedAt === undefined) return
  const duration = between(placedAt, engine.now)
  const answered = engine.record('shop.order-answered', { order, duration })
  endOfRequest(world, engine, order, answered)
}
