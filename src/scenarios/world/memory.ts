import type { FactId } from '#engine'
import { memoryPlace } from '../memory-place.ts'
import { nodeNamed } from './nodes.ts'
import { startTask } from './task.ts'
import type { Job, Process, World, WorldEngine } from './world.ts'

/** Puts an order into the web process's own list; it is worked on when a background thread is free. */
export function remember(
  world: World,
  engine: WorldEngine,
  process: Process,
  { order, version }: { readonly order: number; readonly version: number | null },
  cause: FactId | null,
): void {
  openMemory(engine, process, cause)
  const place = memoryPlace(process.id)
  const received = engine.record('task.received', { order, message: null, process: place }, cause)
  const entry = { order, version, message: null, deliveryTag: null, epoch: 0, cause: received }
  process.memory.push(entry)
  startMemory(world, engine, process)
}

/** Starts work on what waits in the list while background threads are free. */
export function startMemory(world: World, engine: WorldEngine, process: Process): void {
  const web = nodeNamed(world, 'web', process.id)
  if (web === null || process.state === 'exited') return
  const place = memoryPlace(process.id)
  while (process.memory.length > 0 && memoryJobs(world, process).length < web.memoryThreads) {
    const next = process.memory.shift()
    if (next === undefined) return
    startTask(world, engine, { place, process: process.id, thread: 0, ...next })
  }
}

/** What the background threads of a process are working on. */
export function memoryJobs(world: World, process: Process): readonly Job[] {
  if (!process.hasMemory) return []
  const place = memoryPlace(process.id)
  return [...world.jobs.values()].filter((job) => job.place === place)
}

function openMemory(engine: WorldEngine, process: Process, cause: FactId | null): void {
  if (process.hasMemory) return
  process.hasMemory = true
  const { pid } = process
  engine.record('process.started', { process: memoryPlace(process.id), pid, role: 'memory' }, cause)
}
