import { after, ms, type Duration, type FactId } from '#engine'
import type { WorldEvent } from './event.ts'
import type { World, WorldEngine } from './world.ts'

/** What goes over the network, between which nodes, and what it is about. */
export interface Hop {
  readonly what: string
  readonly from: string
  readonly to: string
  readonly order: number | null
  readonly message: number | null
}

/** The time anything takes from one process to another. */
export function hopTime(world: World): Duration {
  return ms(world.hopMs)
}

/** Sends something; `event` happens when it is there. Returns the fact that it left. */
export function sendOver(
  world: World,
  engine: WorldEngine,
  hop: Hop,
  event: WorldEvent,
  cause: FactId | null,
): FactId {
  const delay = hopTime(world)
  const fact = engine.record('net.sent', { ...hop, arrival: after(engine.now, delay) }, cause)
  engine.schedule(delay, event, { cause: fact })
  return fact
}
