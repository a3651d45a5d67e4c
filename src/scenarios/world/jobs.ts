import { assert } from '#std'
import { us, type Duration } from '#engine'
import type { Spread } from '../definition.ts'
import type { JobResult } from './event.ts'
import type { Job, Process, World, WorldEngine } from './world.ts'

/** Begins a thread of control; it is in the world until it is ended. */
export function createJob(
  world: World,
  engine: WorldEngine,
  job: Omit<Job, 'id' | 'startedAt' | 'step' | 'cpuLeft'>,
): Job {
  const created: Job = {
    ...job,
    id: world.nextJob++,
    startedAt: engine.now,
    step: 'cpu',
    cpuLeft: 0,
  }
  world.jobs.set(created.id, created)
  return created
}

/** Lets a job go on after `time` without using the CPU meanwhile. */
export function waitFor(engine: WorldEngine, job: Job, time: Duration): void {
  const result: JobResult = { type: 'done' }
  engine.schedule(time, { type: 'job-continues', job: job.id, result }, { cause: job.cause })
}

/** A duration around `meanMs`, as the spread says. */
export function drawTime(
  engine: WorldEngine,
  purpose: string,
  meanMs: number,
  spread: Spread,
): Duration {
  const mean = us(meanMs * 1_000)
  if (mean === 0 || spread === 'constant') return mean
  return engine.random(purpose).exponential(mean)
}

/** Gives one of the process's free threads to a job, or returns null when none is free. */
export function freeThread(process: Process, threadsMax: number): number | null {
  const freed = process.threads.indexOf(null)
  if (freed >= 0 && freed < threadsMax) return freed
  return process.threads.length < threadsMax ? process.threads.push(null) - 1 : null
}

/** Gives a job's thread back and takes the job out of the world. */
export function endJob(world: World, job: Job): void {
  const process = world.processes.get(job.process)
  assert(process !== undefined, 'a job runs in a process of the shop')
  if (job.kind !== 'poll' && job.place === job.process) process.threads[job.thread] = null
  world.jobs.delete(job.id)
}
