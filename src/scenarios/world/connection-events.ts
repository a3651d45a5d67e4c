import { selectConfirms, startBroker, stopBroker, type ServerMethod } from '#amqp'
import { seconds, type Duration } from '#engine'
import { exhaustive } from '#std'
import {
  brokerContext,
  CHANNEL,
  dropUnread,
  openOnBroker,
  receiveCommand,
  subscribe,
} from './broker-side.ts'
import {
  connect,
  loseChannel,
  loseConnection,
  selectConfirms as sendSelect,
  sendCommand,
} from './broker-link.ts'
import { noteReturn, settleConfirms } from './confirms.ts'
import type { WorldEvent } from './event.ts'
import { hopTime } from './network.ts'
import { nodeNamed } from './nodes.ts'
import { connectProcess, startProcess } from './process.ts'
import { orderOf, payloadOf, type Process, type World, type WorldEngine } from './world.ts'
import { receiveOrder } from './worker.ts'

/** How long a broker is away when it is restarted. */
const BROKER_RESTART: Duration = seconds(3)

/** The events about connections, in both directions. */
export type ConnectionEvent = Extract<
  WorldEvent,
  {
    type:
      | 'at-broker'
      | 'at-client'
      | 'connected'
      | 'connection-lost'
      | 'connect-due'
      | 'supervisor-looks'
  }
>

/** Does what a connection event does to the process it is about. */
export function handleConnection(world: World, event: ConnectionEvent, engine: WorldEngine): void {
  const process = world.processes.get(event.process)
  if (process === undefined) return
  const isCurrent = event.epoch === process.epoch
  switch (event.type) {
    case 'at-broker':
      receiveCommand(world, engine, process, event.epoch, event.command)
      return
    case 'at-client': {
      // Until the broker learns that a socket is gone it goes on sending: nobody reads that.
      const isRead = isCurrent && process.connection === 'open'
      if (isRead) receiveMethod(world, engine, process, event.method)
      else refuseMethod(engine, event)
      return
    }
    case 'connected':
      if (!isCurrent) return
      process.connection = 'open'
      if (hasToDeclare(world, process)) {
        sendCommand(world, engine, process.id, { type: 'subscribe' }, engine.cause)
      }
      sendSelect(world, engine, process)
      return
    case 'connection-lost':
      if (isCurrent) loseConnection(world, engine, process)
      return
    case 'connect-due':
      // A change to the process may have made it connect meanwhile.
      if (!isCurrent || process.state !== 'running' || process.connection !== 'none') return
      connect(world, engine, process)
      return
    case 'supervisor-looks':
      // Its node may have been taken out of the shop meanwhile.
      if (!isCurrent || !world.nodes.has(process.id)) return
      startProcess(world, engine, process)
      connectProcess(world, engine, process)
      return
    default:
      exhaustive(event)
  }
}

/** A worker needs its queue, a publisher the exchange of the shop it publishes to. */
function hasToDeclare(world: World, process: Process): boolean {
  const node = world.nodes.get(process.id)
  if (node?.kind !== 'web' && node?.kind !== 'producer') return process.role === 'worker'
  return nodeNamed(world, 'exchange', node.exchange) !== null
}

function receiveMethod(
  world: World,
  engine: WorldEngine,
  process: Process,
  method: ServerMethod,
): void {
  switch (method.method) {
    case 'basic.deliver': {
      const { deliveryTag, message } = method
      const payload = payloadOf(message)
      if (payload === null) return
      receiveOrder(world, engine, process, { ...payload, message: message.id, deliveryTag })
      return
    }
    case 'basic.cancel':
      process.consumer = null
      return
    case 'channel.close':
      loseChannel(world, engine, process)
      return
    case 'connection.close':
      loseConnection(world, engine, process)
      return
    case 'basic.return':
      noteReturn(process, orderOf(method.message))
      return
    case 'basic.ack':
      settleConfirms(world, engine, process, method, null)
      return
    case 'basic.nack':
      settleConfirms(world, engine, process, method, 'nacked')
      return
    case 'connection.blocked':
    case 'connection.unblocked':
      // What a client library does with it is up to the client; this one goes on publishing.
      return
    default:
      exhaustive(method)
  }
}

function refuseMethod(
  engine: WorldEngine,
  event: Extract<ConnectionEvent, { type: 'at-client' }>,
): void {
  if (event.method.method !== 'basic.deliver') return
  const { order, from, process: to } = event
  engine.record('net.refused', {
    what: 'deliver',
    from,
    to,
    order,
    message: event.method.message.id,
  })
}

/** Connects a process without the network's delay: the shop is open when the run begins. */
export function connectAtOnce(world: World, engine: WorldEngine, process: Process): void {
  const context = brokerContext(world, engine)
  openOnBroker(world, context, process)
  process.connection = 'open'
  subscribe(world, context, process)
  const node = world.nodes.get(process.id)
  if ((node?.kind !== 'web' && node?.kind !== 'producer') || !node.confirm) return
  process.confirmTag = 0
  selectConfirms(world.broker, context, { connection: process.id, channel: CHANNEL })
}

/** Ends the broker; it comes back by itself. Every client finds its connection gone. */
export function restartBroker(world: World, engine: WorldEngine, how: 'clean' | 'killed'): void {
  world.isBrokerRunning = false
  if (engine.player === undefined) stopBroker(world.broker, brokerContext(world, engine), { how })
  else engine.player.stopBroker(how)
  for (const process of world.processes.values()) {
    const { id, epoch } = process
    dropUnread(world, engine, id)
    if (process.connection === 'none') continue
    engine.schedule(hopTime(world), { type: 'connection-lost', process: id, epoch })
  }
  engine.schedule(BROKER_RESTART, { type: 'broker-comes-up' })
}

/** The broker is back with what it had on disk. */
export function bringBrokerUp(world: World, engine: WorldEngine): void {
  world.isBrokerRunning = true
  if (engine.player === undefined) startBroker(world.broker, brokerContext(world, engine))
  else engine.player.startBroker()
}
