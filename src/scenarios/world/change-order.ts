import type { Job, World, WorldEngine } from './world.ts'

/** The customer changes the address of an order; the row has it at once. Returns a reason when refused. */
export function changeOrder(world: World, engine: WorldEngine, order: number): string | null {
  const { changes, next } = world.orders
  if (order >= next) return 'no-such-order'
  if (world.database.doneOrders.has(order)) return 'already-done'
  changes.set(order, versionOf(world, order) + 1)
  engine.record('shop.order-changed', { order })
  return null
}

/** How often an order has been changed. */
export function versionOf(world: World, order: number): number {
  return world.orders.changes.get(order) ?? 0
}

/** A handler that works with a copy does not see what was changed after it was made (W-35). */
export function noticeStale(world: World, engine: WorldEngine, job: Job): void {
  const { order, message, place: process, version } = job
  if (order === null || version === null || version >= versionOf(world, order)) return
  job.cause = engine.record('shop.order-stale', { order, message, process }, job.cause)
}
