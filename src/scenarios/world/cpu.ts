import { assert } from '#std'
import { after, between, ms, us, type Duration, type Instant } from '#engine'
import type { Job, World, WorldEngine } from './world.ts'

/** How long a thread keeps the interpreter while another one wants it: CPython's switch interval. */
const SWITCH_INTERVAL: Duration = ms(5)

/**
 * Gives a job CPU time. Threads of one process take turns (one interpreter lock, P-08), processes
 * share the machine's cores; with nobody else waiting, a job computes without interruption.
 */
export function useCpu(world: World, engine: WorldEngine, job: Job, time: Duration): void {
  job.step = 'cpu'
  job.cpuLeft = time
  const process = world.processes.get(job.process)
  assert(process !== undefined, 'a job runs in a process of the shop')
  if (time === 0) {
    const done = { type: 'job-continues', job: job.id, result: { type: 'done' } } as const
    engine.schedule(us(0), done, { cause: job.cause })
    return
  }
  process.cpuQueue.push(job.id)
  shortenSlice(world, engine, job.process)
  if (!world.cpu.running.has(job.process) && !world.cpu.waiting.includes(job.process)) {
    world.cpu.waiting.push(job.process)
  }
  assignCores(world, engine)
  if (world.cpu.waiting.length > 0) {
    for (const busy of world.cpu.running.keys()) shortenSlice(world, engine, busy)
  }
}

/** The end of a turn on a core: the job goes on, or waits for its next turn. */
export function endSlice(world: World, engine: WorldEngine, processId: string): Job | null {
  const slice = world.cpu.running.get(processId)
  assert(slice !== undefined, 'a slice ends on a busy core')
  accountSlice(world, engine, processId)
  const job = world.jobs.get(slice.job)
  const process = world.processes.get(processId)
  assert(job !== undefined && process !== undefined, 'the job of a slice is alive')
  if (job.cpuLeft > 0) process.cpuQueue.push(job.id)
  if (process.cpuQueue.length > 0) world.cpu.waiting.push(processId)
  assignCores(world, engine)
  return job.cpuLeft > 0 ? null : job
}

/** Takes one job off its core and out of its process's line: its thread is gone. */
export function stopComputing(world: World, engine: WorldEngine, job: Job): void {
  const process = world.processes.get(job.process)
  assert(process !== undefined, 'a job runs in a process of the shop')
  const index = process.cpuQueue.indexOf(job.id)
  if (index >= 0) process.cpuQueue.splice(index, 1)
  const slice = world.cpu.running.get(process.id)
  if (slice?.job !== job.id) return
  engine.cancel(slice.timer)
  accountSlice(world, engine, process.id)
  if (process.cpuQueue.length > 0) world.cpu.waiting.push(process.id)
  assignCores(world, engine)
}

/** Takes a process off the cores and out of the line: it is dead. */
export function leaveCpu(world: World, engine: WorldEngine, processId: string): void {
  const slice = world.cpu.running.get(processId)
  if (slice !== undefined) {
    engine.cancel(slice.timer)
    accountSlice(world, engine, processId)
  }
  const index = world.cpu.waiting.indexOf(processId)
  if (index >= 0) world.cpu.waiting.splice(index, 1)
  world.processes.get(processId)?.cpuQueue.splice(0)
  assignCores(world, engine)
}

function accountSlice(world: World, engine: WorldEngine, processId: string): void {
  const slice = world.cpu.running.get(processId)
  assert(slice !== undefined, 'a busy core is accounted for')
  world.cpu.running.delete(processId)
  const duration = between(slice.from, engine.now)
  const job = world.jobs.get(slice.job)
  if (job !== undefined) job.cpuLeft -= duration
  if (duration > 0) engine.record('process.cpu-used', { process: processId, duration }, job?.cause)
}

function assignCores(world: World, engine: WorldEngine): void {
  const { cpu } = world
  while (cpu.running.size < cpu.cores && cpu.waiting.length > 0) {
    const processId = cpu.waiting.shift()
    const process = processId === undefined ? undefined : world.processes.get(processId)
    const jobId = process?.cpuQueue.shift()
    const job = jobId === undefined ? undefined : world.jobs.get(jobId)
    if (process === undefined || job === undefined) continue
    const isContended = process.cpuQueue.length > 0 || cpu.waiting.length > 0
    const length = isContended ? Math.min(job.cpuLeft, SWITCH_INTERVAL) : job.cpuLeft
    startSlice(world, engine, process.id, job, engine.now, after(engine.now, us(length)))
  }
}

/** Somebody else wants the core: the turn ends at the next switch interval instead of the job's end. */
function shortenSlice(world: World, engine: WorldEngine, processId: string): void {
  const slice = world.cpu.running.get(processId)
  if (slice === undefined) return
  const turns = Math.ceil(between(slice.from, engine.now) / SWITCH_INTERVAL)
  const cut = after(slice.from, us(Math.max(turns, 1) * SWITCH_INTERVAL))
  if (cut >= slice.to) return
  const job = world.jobs.get(slice.job)
  assert(job !== undefined, 'the job of a slice is alive')
  engine.cancel(slice.timer)
  startSlice(world, engine, processId, job, slice.from, cut)
}

function startSlice(
  world: World,
  engine: WorldEngine,
  process: string,
  job: Job,
  from: Instant,
  to: Instant,
): void {
  const event = { type: 'cpu-slice-ended', process, job: job.id } as const
  const timer = engine.schedule(between(engine.now, to), event, { cause: job.cause })
  world.cpu.running.set(process, { job: job.id, from, to, timer })
}
