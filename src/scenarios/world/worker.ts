import { nodeNamed } from './nodes.ts'
import { freeThread } from './jobs.ts'
import { startTask } from './task.ts'
import type { Process, Reserved, World, WorldEngine } from './world.ts'

/** A delivery is in the worker's memory. */
export function receiveOrder(
  world: World,
  engine: WorldEngine,
  process: Process,
  delivery: Pick<Reserved, 'order' | 'version' | 'message' | 'deliveryTag'>,
): void {
  const { order, message } = delivery
  const cause = engine.record('task.received', { order, message, process: process.id })
  process.reserved.push({ ...delivery, epoch: process.epoch, cause })
  startReserved(world, engine, process)
}

/** Starts work on what waits in memory while threads are free. A stopping worker starts nothing. */
export function startReserved(world: World, engine: WorldEngine, process: Process): void {
  const worker = nodeNamed(world, 'worker', process.id)
  if (worker === null || process.state !== 'running') return
  for (;;) {
    const thread = process.reserved.length === 0 ? null : freeThread(process, worker.threads)
    if (thread === null) return
    const next = process.reserved.shift()
    if (next === undefined) return
    const { id } = process
    const job = startTask(world, engine, { place: id, process: id, thread, ...next })
    process.threads[thread] = job.id
  }
}
