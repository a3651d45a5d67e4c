import { seconds, type Duration, type FactId } from '#engine'
import type { NodeOf } from '../definition.ts'
import { fillRoutingKey, orderAttributes } from '../order-attributes.ts'
import { failUnconfirmed, finishPublish } from './confirms.ts'
import type { ClientCommand } from './event.ts'
import { hopTime, sendOver } from './network.ts'
import { nodeNamed } from './nodes.ts'
import type { Process, World, WorldEngine } from './world.ts'

/** How long a client waits before it tries to connect again. */
export const RECONNECT_DELAY: Duration = seconds(1)

/** What is published, and who waits for the confirm if there is one. */
export interface Publication {
  readonly order: number
  /** As in `Reserved`. */
  readonly version: number | null
  /** The request that waits; null where nobody does. */
  readonly job: number | null
}

/** Publishes an order the way the process is set up. Without confirms nobody hears how it went. */
export function publishOrder(
  world: World,
  engine: WorldEngine,
  publisher: NodeOf<'web' | 'producer'>,
  { order, version, job }: Publication,
  cause: FactId | null,
): void {
  const process = world.processes.get(publisher.id)
  if (process === undefined) return
  const command = publishCommand(publisher, order, version)
  if (process.connection !== 'open') {
    sendCommand(world, engine, process.id, command, cause)
    if (publisher.confirm) finishPublish(world, engine, { order, job }, 'not-connected', null)
    return
  }
  if (process.confirmTag !== null) {
    const tag = ++process.confirmTag
    const to = targetOf(world, process.id, command)
    if (publisher.confirm) process.unconfirmed.set(tag, { order, job, to, isReturned: false })
  }
  sendCommand(world, engine, process.id, command, cause)
}

function publishCommand(
  publisher: NodeOf<'web' | 'producer'>,
  order: number,
  version: number | null,
): Extract<ClientCommand, { type: 'publish' }> {
  const { exchange, persistent, mandatory, expirationMs, headers } = publisher
  const isExpress = orderAttributes(order).speed === 'express'
  return {
    type: 'publish',
    order,
    exchange,
    routingKey: fillRoutingKey(publisher.routingKey, order),
    persistent,
    mandatory,
    expirationMs,
    headers,
    version,
    priority: publisher.priority === 'none' ? null : isExpress ? EXPRESS_PRIORITY : 0,
  }
}

/** The priority of an order that is in a hurry, where publishers set one. */
const EXPRESS_PRIORITY = 9

/** Turns the publisher's channel into a confirm channel; there is no way back. */
export function selectConfirms(world: World, engine: WorldEngine, process: Process): void {
  const node = world.nodes.get(process.id)
  const wantsConfirms = (node?.kind === 'web' || node?.kind === 'producer') && node.confirm
  if (!wantsConfirms || process.connection !== 'open' || process.confirmTag !== null) return
  process.confirmTag = 0
  sendCommand(world, engine, process.id, { type: 'select-confirms' }, engine.cause)
}

/** Sends a command to the broker over the process's connection; without one it goes nowhere. */
export function sendCommand(
  world: World,
  engine: WorldEngine,
  processId: string,
  command: ClientCommand,
  cause: FactId | null,
): void {
  const process = world.processes.get(processId)
  if (process === undefined) return
  const hop = {
    what: WHAT[command.type],
    from: processId,
    to: targetOf(world, processId, command),
    order: 'order' in command ? command.order : null,
    message: 'message' in command ? command.message : null,
  }
  if (process.connection !== 'open' && command.type !== 'connect') {
    engine.record('net.refused', hop, cause)
    return
  }
  const { epoch } = process
  const event = { type: 'at-broker', process: processId, epoch, command } as const
  sendOver(world, engine, hop, event, cause)
}

/** Opens a connection: there and back, then the client may use it. */
export function connect(world: World, engine: WorldEngine, process: Process): void {
  process.connection = 'connecting'
  sendCommand(world, engine, process.id, { type: 'connect' }, engine.cause)
}

/** The client finds its connection gone; it tries again a little later, as long as it lives. */
export function loseConnection(world: World, engine: WorldEngine, process: Process): void {
  process.connection = 'none'
  process.consumer = null
  process.epoch++
  failUnconfirmed(world, engine, process, 'connection-lost')
  const { id, epoch } = process
  engine.schedule(RECONNECT_DELAY, { type: 'connect-due', process: id, epoch })
}

/** The broker closed the channel: the client opens another on the same connection. */
export function loseChannel(world: World, engine: WorldEngine, process: Process): void {
  process.consumer = null
  process.epoch++
  failUnconfirmed(world, engine, process, 'channel-closed')
  sendCommand(world, engine, process.id, { type: 'reopen-channel' }, engine.cause)
  selectConfirms(world, engine, process)
}

/** The broker learns that a socket is gone: the operating system says so, a hop later. */
export function dropSocket(
  world: World,
  engine: WorldEngine,
  process: Process,
  cause: FactId | null,
): void {
  if (process.connection === 'none') return
  const { id, epoch } = process
  const command = { type: 'socket-lost' } as const
  const event = { type: 'at-broker', process: id, epoch, command } as const
  engine.schedule(hopTime(world), event, { cause })
}

const WHAT: Readonly<Record<ClientCommand['type'], string>> = {
  connect: 'connect',
  subscribe: 'connect',
  'reopen-channel': 'connect',
  publish: 'publish',
  ack: 'ack',
  requeue: 'nack',
  reject: 'reject',
  'select-confirms': 'connect',
  cancel: 'cancel',
  close: 'close',
  'socket-lost': 'close',
}

/** Where on the stage a command goes: the exchange or queue it is about, else the broker. */
function targetOf(world: World, processId: string, command: ClientCommand): string {
  if (command.type === 'publish') {
    const name = command.exchange === '' ? command.routingKey : command.exchange
    return world.nodes.has(name) ? name : 'broker'
  }
  const queue = nodeNamed(world, 'worker', processId)?.queue
  return queue !== undefined && world.nodes.has(queue) ? queue : 'broker'
}
