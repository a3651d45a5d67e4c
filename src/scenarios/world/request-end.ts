import { us, type FactId } from '#engine'
import type { World, WorldEngine } from './world.ts'

/** A customer is refused: nobody is promised anything about the order. */
export function refuseOrder(
  world: World,
  engine: WorldEngine,
  order: number,
  reason: string,
  cause: FactId | null = engine.cause,
): void {
  endOfRequest(world, engine, order, engine.record('shop.order-refused', { order, reason }, cause))
}

/** A request that the process takes along although its order is stored: the load has no answer to it. */
export function cutOffRequest(
  world: World,
  engine: WorldEngine,
  order: number,
  cause: FactId,
): void {
  const { load } = world
  if (load === null || !load.open.has(order)) return
  endOfRequest(world, engine, order, engine.record('load.cut-off', { load: load.id, order }, cause))
}

/**
 * A customer waits no longer for an answer. A load goes on after what is under way now, so that
 * refusals that follow one another at once do not call each other.
 */
export function endOfRequest(
  world: World,
  engine: WorldEngine,
  order: number,
  cause: FactId,
): void {
  const { load } = world
  if (load === null || !load.open.delete(order)) return
  engine.schedule(us(0), { type: 'load-continues', load: load.id }, { cause })
}
