import { ms, type FactId } from '#engine'
import type { Query, QueryRequest } from './event.ts'
import { sendOver } from './network.ts'
import { nodeOfKind } from './nodes.ts'
import type { Job, World, WorldEngine } from './world.ts'

/** Sends a query; the job continues when the rows are back. Without a database it goes on at once. */
export function queryDatabase(world: World, engine: WorldEngine, job: Job, query: Query): void {
  const request: QueryRequest = { job: job.id, query, order: job.order, place: job.place }
  const database = nodeOfKind(world, 'database')
  if (database === null) {
    const result = { type: 'rows', orders: rowsOf(world, request) } as const
    takeEffect(world, engine, request, job.cause)
    const event = { type: 'job-continues', job: job.id, result } as const
    engine.schedule(ms(0), event, { cause: job.cause })
    return
  }
  const hop = { what: 'query', from: job.place, to: database.id, order: job.order, message: null }
  sendOver(world, engine, hop, { type: 'query-arrived', request }, job.cause)
}

/** The query is at the database: it takes its time there. */
export function startQuery(world: World, engine: WorldEngine, request: QueryRequest): void {
  const database = nodeOfKind(world, 'database')
  if (database !== null) engine.schedule(ms(database.queryMs), { type: 'query-done', request })
}

/**
 * The query takes effect and its rows go back. A process that died meanwhile has no use for the
 * rows, but what its query changed stays changed.
 */
export function finishQuery(world: World, engine: WorldEngine, request: QueryRequest): void {
  const database = nodeOfKind(world, 'database')
  if (database === null) return
  const { query, order, place } = request
  const orders = rowsOf(world, request)
  const fact = engine.record('db.queried', { process: place, query, rows: orders.length, order })
  takeEffect(world, engine, request, fact)
  const hop = { what: 'rows', from: database.id, to: place, order, message: null }
  const result = { type: 'rows', orders } as const
  sendOver(world, engine, hop, { type: 'job-continues', job: request.job, result }, fact)
}

/** The rows a query finds or changes, by order number. */
function rowsOf(world: World, { query, order }: QueryRequest): readonly number[] {
  if (query === 'select-new') return [...world.database.newOrders]
  if (order === null) return []
  const isDone = world.database.doneOrders.has(order)
  const fits = { 'insert-order': true, 'select-order': isDone, 'update-order': !isDone }[query]
  return fits ? [order] : []
}

function takeEffect(
  world: World,
  engine: WorldEngine,
  { query, order, place }: QueryRequest,
  cause: FactId | null,
): void {
  const { newOrders, doneOrders } = world.database
  if (order === null) return
  if (query === 'insert-order') {
    newOrders.add(order)
    engine.record('shop.order-stored', { order, process: place }, cause)
  }
  // The row changes once; a second worker's update finds nothing to change.
  if (query !== 'update-order' || doneOrders.has(order)) return
  newOrders.delete(order)
  doneOrders.add(order)
  const placedAt = world.orders.placedAt.get(order)
  // An order counts as processed when its row says so; without a database, when the work is done.
  const duration = placedAt === undefined ? null : engine.now - placedAt
  engine.record('shop.order-processed', { order, process: place, duration }, cause)
}
