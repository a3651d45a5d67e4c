import type { ServerMethod } from '#amqp'
import type { FactId } from '#engine'
import { sendOver } from './network.ts'
import { orderOf, type World, type WorldEngine } from './world.ts'

/** The broker sends something over a connection of code: what it delivers is seen on its way. */
export function sendToCode(
  world: World,
  engine: WorldEngine,
  connection: string,
  method: ServerMethod,
  cause: FactId,
): void {
  const { player } = engine
  const process = world.processes.get(player?.processOf(connection) ?? '')
  if (player === undefined) return
  player.send(connection, method, cause)
  if (process === undefined || method.method !== 'basic.deliver') return
  const { message, queue } = method
  const order = orderOf(message)
  const { id, pid } = process
  const hop = { what: 'deliver', from: queue, to: id, order, message: message.id }
  if (order === null) return
  const delivery = { process: id, pid, queue, order, message: message.id }
  sendOver(world, engine, hop, { type: 'code-delivery', delivery }, cause)
}
