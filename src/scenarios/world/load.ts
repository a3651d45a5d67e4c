import type { FactId } from '#engine'
import { isLoadWithinLimits } from '../load-limits.ts'
import { nodeOfKind } from './nodes.ts'
import { placeOrder } from './sources.ts'
import type { World, WorldEngine } from './world.ts'

/**
 * Begins a load: a closed loop as ApacheBench's (S-28). Returns the reason when it makes no sense now.
 */
export function startLoad(
  world: World,
  engine: WorldEngine,
  load: { readonly requests: number; readonly concurrency: number },
): string | null {
  if (!isLoadWithinLimits(load)) return 'not-a-number'
  if (nodeOfKind(world, 'customers') === null) return 'no-customers'
  if (world.load !== null) return 'load-running'
  const { requests, concurrency } = load
  const id = world.nextLoad++
  world.load = { id, requests, sent: 0, open: new Set() }
  const started = engine.record('load.started', { load: id, requests, concurrency })
  for (let count = 0; count < concurrency; count++) sendNext(world, engine, started)
  return null
}

/** A request of the load has its end: the next one takes its place at this instant. */
export function continueLoad(world: World, engine: WorldEngine, id: number): void {
  const { load } = world
  if (load === null || load.id !== id) return
  if (sendNext(world, engine, engine.cause) || load.open.size > 0) return
  engine.record('load.finished', { load: id })
  world.load = null
}

/** Sends a request; false when there is none left to send, or nobody who sends it. */
function sendNext(world: World, engine: WorldEngine, cause: FactId | null): boolean {
  const { load } = world
  const customers = nodeOfKind(world, 'customers')
  if (load === null || customers === null || load.sent === load.requests) return false
  const order = world.orders.next
  load.sent++
  load.open.add(order)
  const sent = engine.record('load.sent', { load: load.id, order }, cause)
  placeOrder(world, engine, customers, sent)
  return true
}
