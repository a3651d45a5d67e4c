import { seconds, us, type FactId } from '#engine'
import type { PollerNode } from '../definition.ts'
import type { Signal } from '../input.ts'
import { connect, dropSocket, sendCommand } from './broker-link.ts'
import { leaveCpu, stopComputing } from './cpu.ts'
import { memoryPlace } from '../memory-place.ts'
import { memoryJobs } from './memory.ts'
import { nodeNamed } from './nodes.ts'
import { createPollerState, planPoll, stopPoller } from './poller.ts'
import { cutOffRequest, refuseOrder } from './request-end.ts'
import { startSource, stopSource } from './sources.ts'
import type { Process, World, WorldEngine } from './world.ts'

/** A parent process looks after its children this often (C-52). */
const SUPERVISION_INTERVAL = seconds(5)

/** A process that is in the shop but has not been started yet. */
export function createProcess(
  id: string,
  role: Process['role'],
  epoch: number,
  isCode: boolean,
): Process {
  return {
    id,
    role,
    isCode,
    codeTasks: new Map(),
    pid: 0,
    state: 'exited',
    epoch,
    connection: 'none',
    consumer: null,
    confirmTag: null,
    unconfirmed: new Map(),
    memory: [],
    hasMemory: false,
    reserved: [],
    threads: [],
    cpuQueue: [],
  }
}

/** Starts a process: a new pid, its threads and loops from the beginning. */
export function startProcess(world: World, engine: WorldEngine, process: Process): void {
  process.pid = world.nextPid++
  process.state = 'running'
  process.epoch++
  const { id, pid, role } = process
  engine.record('process.started', { process: id, pid, role })
  for (const poller of pollersIn(world, id)) {
    world.pollers.set(poller.id, createPollerState(engine))
    engine.record('process.started', { process: poller.id, pid, role: 'thread' })
    planPoll(world, engine, poller)
  }
  if (process.isCode) engine.player?.start(id, pid)
  else startSource(world, engine, id)
}

/** Lets a started process connect to the broker, if it talks to it. */
export function connectProcess(world: World, engine: WorldEngine, process: Process): void {
  if (needsBroker(world, process)) connect(world, engine, process)
}

/** True when the process talks to the broker. */
export function needsBroker(world: World, process: Process): boolean {
  // Code opens its connections itself.
  if (process.isCode) return false
  if (process.role !== 'web') return true
  return nodeNamed(world, 'web', process.id)?.then === 'publish'
}

/** Delivers a signal. SIGTERM is caught by web and worker, which finish what they run; the rest kills. */
export function signalProcess(
  world: World,
  engine: WorldEngine,
  process: Process,
  signal: Signal,
): void {
  const { id, pid, isCode } = process
  const cause = engine.record('process.signalled', { process: id, pid, signal })
  if (signal !== 'SIGTERM' || process.role === 'producer') {
    killProcess(world, engine, process, signal, cause)
    return
  }
  if (isCode) {
    // What it does about it, if anything, stands in the code.
    engine.player?.signal(id, pid, signal)
    return
  }
  if (process.state === 'stopping') return
  process.state = 'stopping'
  engine.record('process.stopping', { process: id, pid }, cause)
  if (process.consumer !== null) {
    sendCommand(world, engine, id, { type: 'cancel', consumer: process.consumer }, cause)
    process.consumer = null
  }
  exitWhenDone(world, engine, process)
}

/** A stopping process ends once nothing runs in it any more. */
export function exitWhenDone(world: World, engine: WorldEngine, process: Process): void {
  const isBusy = process.threads.some((job) => job !== null)
  const hasBacklog = process.role === 'web' && process.reserved.length > 0
  const hasMemory = process.memory.length > 0 || memoryJobs(world, process).length > 0
  if (process.state !== 'stopping' || isBusy || hasBacklog || hasMemory) return
  if (process.connection === 'open') {
    sendCommand(world, engine, process.id, { type: 'close' }, engine.cause)
    process.connection = 'none'
  }
  endProcess(world, engine, process, { signal: null, code: 0 }, engine.cause)
}

/** A thread's loop ends with its process (or because it is taken out), cut off in its work (P-10). */
export function endThread(
  world: World,
  engine: WorldEngine,
  process: Process,
  poller: PollerNode,
  ending: Ending,
  cause: FactId | null,
): void {
  const { id } = poller
  const fields = { process: id, pid: process.pid, ...ending }
  const exited = engine.record('process.exited', fields, cause)
  for (const job of [...world.jobs.values()]) {
    if (job.place !== id) continue
    stopComputing(world, engine, job)
    world.jobs.delete(job.id)
    if (job.order !== null) dropTask(engine, job.order, null, id, 'running', exited)
  }
  for (const { order } of world.pollers.get(id)?.found ?? []) {
    dropTask(engine, order, null, id, 'reserved', exited)
  }
  stopPoller(world, engine, id)
}

interface Ending {
  readonly signal: Signal | null
  readonly code: number | null
}

/** Ends a process by a signal that it cannot catch. */
export function killProcess(
  world: World,
  engine: WorldEngine,
  process: Process,
  signal: Signal,
  cause: FactId | null,
): void {
  if (process.isCode) engine.player?.signal(process.id, process.pid, signal)
  else endProcess(world, engine, process, { signal, code: null }, cause)
}

/** The process is gone, with its threads, its memory and its sockets. */
export function endProcess(
  world: World,
  engine: WorldEngine,
  process: Process,
  ending: Ending,
  cause: FactId | null,
): void {
  const { id, pid } = process
  leaveCpu(world, engine, id)
  const exited = engine.record('process.exited', { process: id, pid, ...ending }, cause)
  dropMemory(world, engine, process, exited)
  if (process.hasMemory) endMemory(world, engine, process, ending, exited)
  for (const poller of pollersIn(world, id)) {
    endThread(world, engine, process, poller, ending, exited)
  }
  stopSource(world, engine, id)
  dropSocket(world, engine, process, exited)
  process.state = 'exited'
  process.connection = 'none'
  process.consumer = null
  process.confirmTag = null
  process.unconfirmed.clear()
  process.epoch++
  planSupervision(world, engine, process, exited)
}

/** The parent's next look at its children: whoever is dead by then is replaced. */
function planSupervision(world: World, engine: WorldEngine, process: Process, cause: FactId): void {
  if (nodeNamed(world, 'worker', process.id)?.supervised !== true) return
  const delay = us(SUPERVISION_INTERVAL - (engine.now % SUPERVISION_INTERVAL))
  const { id, epoch } = process
  engine.schedule(delay, { type: 'supervisor-looks', process: id, epoch }, { cause })
}

/** Everything the process was working on or had in memory. A cut-off request is an error page. */
function dropMemory(world: World, engine: WorldEngine, process: Process, exited: FactId): void {
  for (const job of [...world.jobs.values()]) {
    if (job.place !== process.id) continue
    world.jobs.delete(job.id)
    // What code asked for goes on without it, and is no order of its own.
    if (job.order === null || job.kind === 'call') continue
    dropTask(engine, job.order, job.message, job.place, 'running', exited)
    if (job.kind === 'request') cutOff(world, engine, job.order, exited)
  }
  for (const { order, message } of process.reserved) {
    dropTask(engine, order, message, process.id, 'reserved', exited)
    if (process.role === 'web') cutOff(world, engine, order, exited)
  }
  for (const { order, message } of process.codeTasks.values()) {
    dropTask(engine, order, message, process.id, 'running', exited)
  }
  process.codeTasks.clear()
  process.reserved = []
  process.threads = []
}

/** The list in memory is gone, and with it what its threads were doing (W-36, W-39). */
function endMemory(
  world: World,
  engine: WorldEngine,
  process: Process,
  ending: Ending,
  cause: FactId,
): void {
  const place = memoryPlace(process.id)
  const fields = { process: place, pid: process.pid, ...ending }
  const exited = engine.record('process.exited', fields, cause)
  for (const { id, order } of memoryJobs(world, process)) {
    world.jobs.delete(id)
    if (order !== null) dropTask(engine, order, null, place, 'running', exited)
  }
  for (const { order } of process.memory) dropTask(engine, order, null, place, 'reserved', exited)
  process.memory = []
  process.hasMemory = false
}

function dropTask(
  engine: WorldEngine,
  order: number,
  message: number | null,
  place: string,
  state: 'running' | 'reserved',
  cause: FactId,
): void {
  engine.record('task.dropped', { order, message, process: place, state }, cause)
}

/** The customer whose order is not stored sees an error and knows it; a stored order goes on. */
function cutOff(world: World, engine: WorldEngine, order: number, cause: FactId): void {
  const { newOrders, doneOrders } = world.database
  const isStored = newOrders.has(order) || doneOrders.has(order)
  if (isStored) cutOffRequest(world, engine, order, cause)
  else refuseOrder(world, engine, order, 'web-killed', cause)
}

function pollersIn(world: World, web: string): readonly PollerNode[] {
  const pollers: PollerNode[] = []
  for (const node of world.nodes.values()) {
    if (node.kind === 'poller' && node.web === web) pollers.push(node)
  }
  return pollers
}
