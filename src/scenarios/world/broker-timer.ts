import { nextTimer, runTimers } from '#amqp'
import { between, us } from '#engine'
import { brokerContext } from './broker-side.ts'
import type { World, WorldEngine } from './world.ts'

/**
 * Keeps the broker's next timer on the agenda, and no other: asked for after everything that may
 * have touched the broker. A broker that is away keeps no time.
 */
export function planBrokerTimer(world: World, engine: WorldEngine): void {
  const at = world.isBrokerRunning ? nextTimer(world.broker) : null
  if (at === (world.brokerTimer?.at ?? null)) return
  if (world.brokerTimer !== null) engine.cancel(world.brokerTimer.timer)
  world.brokerTimer = null
  if (at === null) return
  const delay = us(Math.max(0, between(engine.now, at)))
  const timer = engine.schedule(delay, { type: 'broker-timer' }, { cause: null })
  world.brokerTimer = { timer, at }
}

/** Something of the broker's own is due: a message expires, a write to disk is done. */
export function runBrokerTimers(world: World, engine: WorldEngine): void {
  world.brokerTimer = null
  if (world.isBrokerRunning) runTimers(world.broker, brokerContext(world, engine))
}
