import { us, type Duration, type FactId } from '#engine'
import type { NodeOf } from '../definition.ts'
import { publishOrder } from './broker-link.ts'
import { sendOver } from './network.ts'
import { nodeOfKind } from './nodes.ts'
import { refuseOrder } from './request-end.ts'
import type { World, WorldEngine } from './world.ts'

/** Lets orders come by themselves from customers or a producer, the first one a whole gap from now. */
export function startSource(world: World, engine: WorldEngine, id: string): void {
  const source = sourceNode(world, id)
  if (source === null) return
  const state = world.sources.get(id) ?? { timer: null, placed: 0 }
  world.sources.set(id, state)
  if (state.timer !== null) engine.cancel(state.timer)
  state.timer = null
  const isSpent = source.ordersMax !== null && state.placed >= source.ordersMax
  if (source.ordersPerSecond <= 0 || isSpent) return
  const event = { type: 'order-due', source: id } as const
  state.timer = engine.schedule(gapBefore(engine, source), event, { cause: null })
}

/** No more orders from there. */
export function stopSource(world: World, engine: WorldEngine, id: string): void {
  const state = world.sources.get(id)
  if (state === undefined || state.timer === null) return
  engine.cancel(state.timer)
  state.timer = null
}

/** The next order is due; the one after it is planned. */
export function placeNextOrder(world: World, engine: WorldEngine, id: string): void {
  const source = sourceNode(world, id)
  const state = world.sources.get(id)
  if (source === null || state === undefined) return
  state.timer = null
  state.placed++
  placeOrder(world, engine, source, null)
  startSource(world, engine, id)
}

/** Places one order: customers ask the web process, a producer publishes. */
export function placeOrder(
  world: World,
  engine: WorldEngine,
  source: NodeOf<'customers' | 'producer'>,
  cause: FactId | null,
): void {
  const { orders } = world
  const order = orders.next++
  orders.placedAt.set(order, engine.now)
  const broken = source.poisonEvery !== null && order % source.poisonEvery === 0
  if (broken) orders.broken.add(order)
  const placed = engine.record('shop.order-placed', { order, broken }, cause)
  if (source.kind === 'producer') {
    publishOrder(world, engine, source, { order, version: null, job: null }, placed)
    return
  }
  const web = nodeOfKind(world, 'web')
  if (web === null) {
    refuseOrder(world, engine, order, 'web-down', placed)
    return
  }
  const hop = { what: 'request', from: source.id, to: web.id, order, message: null }
  const event = { type: 'request-arrived', web: web.id, order } as const
  sendOver(world, engine, hop, event, placed)
}

/** Where an order placed by hand comes from: customers if there are any, else a living producer. */
export function handSource(world: World): NodeOf<'customers' | 'producer'> | null {
  const customers = nodeOfKind(world, 'customers')
  if (customers !== null) return customers
  for (const node of world.nodes.values()) {
    if (node.kind === 'producer' && world.processes.get(node.id)?.state === 'running') return node
  }
  return null
}

function sourceNode(world: World, id: string): NodeOf<'customers' | 'producer'> | null {
  const node = world.nodes.get(id)
  return node?.kind === 'customers' || node?.kind === 'producer' ? node : null
}

function gapBefore(engine: WorldEngine, source: NodeOf<'customers' | 'producer'>): Duration {
  const gap = us(1_000_000 / source.ordersPerSecond)
  if (source.arrivals === 'regular') return gap
  return engine.random(`arrivals:${source.id}`).exponential(gap)
}
