import {
  ack,
  cancel,
  closeConnection,
  consume,
  hasConnection,
  nack,
  openChannel,
  openConnection,
  publish,
  setPrefetch,
  type BrokerContext,
  type ChannelAddress,
  type ServerMethod,
} from '#amqp'
import { exhaustive } from '#std'
import { RECONNECT_DELAY } from './broker-link.ts'
import type { ClientCommand } from './event.ts'
import { sendOver } from './network.ts'
import { declareExchangeNode, declareQueueNode } from './declare.ts'
import { nodeNamed } from './nodes.ts'
import { orderOf, type Process, type World, type WorldEngine } from './world.ts'

/** Every process of the shop uses one channel. */
export const CHANNEL = 1

/** What the broker model needs of the world: to write facts, and to send methods to clients. */
export function brokerContext(world: World, engine: WorldEngine): BrokerContext {
  return {
    recorder: engine,
    send(connection, method, cause) {
      const process = world.processes.get(connection)
      if (process === undefined) return
      const { epoch } = process
      const order = 'message' in method ? orderOf(method.message) : null
      const message = 'message' in method ? method.message.id : null
      const from = sourceOf(world, method)
      const hop = { what: WHAT_OF_METHOD[method.method], from, to: connection, order, message }
      const event = { type: 'at-client', process: connection, epoch, method, order, from } as const
      sendOver(world, engine, hop, event, cause)
    },
  }
}

/** A client's command is at the broker. */
export function receiveCommand(
  world: World,
  engine: WorldEngine,
  process: Process,
  epoch: number,
  command: ClientCommand,
): void {
  const context = brokerContext(world, engine)
  const connection = process.id
  if (command.type === 'socket-lost') {
    if (world.isBrokerRunning)
      closeConnection(world.broker, context, { connection, reason: 'socket-lost' })
    return
  }
  if (
    !world.isBrokerRunning ||
    (command.type !== 'connect' && !hasConnection(world.broker, connection))
  ) {
    refuseCommand(engine, process, epoch, command)
    return
  }
  executeCommand(world, context, engine, process, command)
}

function executeCommand(
  world: World,
  context: BrokerContext,
  engine: WorldEngine,
  process: Process,
  command: Exclude<ClientCommand, { type: 'socket-lost' }>,
): void {
  const { broker } = world
  const connection = process.id
  switch (command.type) {
    case 'connect':
      acceptConnection(world, context, engine, process)
      return
    case 'subscribe':
      subscribe(world, context, process)
      return
    case 'reopen-channel':
      openChannel(broker, context, { connection, channel: CHANNEL })
      subscribe(world, context, process)
      return
    case 'publish':
      publishCommand(world, context, engine, process, command)
      return
    case 'ack':
      ack(broker, context, { connection, channel: CHANNEL, deliveryTag: command.deliveryTag })
      return
    case 'requeue': {
      const { deliveryTag } = command
      nack(broker, context, { connection, channel: CHANNEL, deliveryTag, requeue: true })
      return
    }
    case 'cancel':
      cancel(broker, context, { connection, channel: CHANNEL, consumerTag: command.consumer })
      return
    case 'close':
      closeConnection(broker, context, { connection, reason: 'client' })
      return
    default:
      exhaustive(command)
  }
}

function publishCommand(
  world: World,
  context: BrokerContext,
  engine: WorldEngine,
  process: Process,
  command: Extract<ClientCommand, { type: 'publish' }>,
): void {
  const { exchange, routingKey, mandatory, persistent, order } = command
  const message = publish(world.broker, context, {
    connection: process.id,
    channel: CHANNEL,
    exchange,
    routingKey,
    mandatory,
    persistent,
    bodyBytes: BODY_BYTES,
    payload: Object.freeze({ order }),
  })
  // No such exchange, or the channel was closed for that just before: nobody has the message.
  if (message === null) refuseCommand(engine, process, process.epoch, command)
}

/** The size of an order as JSON, for the counters. */
const BODY_BYTES = 200

function acceptConnection(
  world: World,
  context: BrokerContext,
  engine: WorldEngine,
  process: Process,
): void {
  const connection = process.id
  // It would not connect if the old socket were not gone: a slow network is late to say so.
  if (hasConnection(world.broker, connection)) {
    closeConnection(world.broker, context, { connection, reason: 'socket-lost' })
  }
  openOnBroker(world, context, process)
  const hop = { what: 'connect', from: 'broker', to: process.id, order: null, message: null }
  const { id, epoch } = process
  sendOver(world, engine, hop, { type: 'connected', process: id, epoch }, engine.cause)
}

/** The connection over which the shop's own queues, exchanges and bindings are declared. */
const ADMIN = 'admin'
const ADMIN_CHANNEL: ChannelAddress = { connection: ADMIN, channel: CHANNEL }

/** Opens the connection for declarations, unless it is open; a shop without queues needs none. */
export function openAdmin(world: World, context: BrokerContext): ChannelAddress {
  if (!hasConnection(world.broker, ADMIN)) {
    openConnection(world.broker, context, { connection: ADMIN })
    openChannel(world.broker, context, ADMIN_CHANNEL)
  }
  return ADMIN_CHANNEL
}

/** Opens connection and channel at the broker, as the first two methods of every client do. */
export function openOnBroker(world: World, context: BrokerContext, process: Process): void {
  openConnection(world.broker, context, { connection: process.id })
  openChannel(world.broker, context, { connection: process.id, channel: CHANNEL })
}

/**
 * Declares what the client uses, as clients do whenever they connect; a worker then sets its
 * prefetch and consumes. Without a queue to consume from it stays idle.
 */
export function subscribe(world: World, context: BrokerContext, process: Process): void {
  const at = { connection: process.id, channel: CHANNEL }
  const node = world.nodes.get(process.id)
  if (node?.kind === 'web' || node?.kind === 'producer') {
    declareExchangeNode(world, context, at, node.exchange)
  }
  if (node?.kind !== 'worker' || nodeNamed(world, 'queue', node.queue) === null) return
  const { prefetch, queue, ack: mode } = node
  declareQueueNode(world, context, at, queue)
  setPrefetch(world.broker, context, { ...at, count: prefetch, isGlobal: false })
  process.consumer = process.id
  const consumerTag = process.id
  consume(world.broker, context, { ...at, queue, autoAck: mode === 'automatic', consumerTag })
}

function refuseCommand(
  engine: WorldEngine,
  process: Process,
  epoch: number,
  command: ClientCommand,
): void {
  const order = command.type === 'publish' ? command.order : null
  const message = 'message' in command ? command.message : null
  engine.record('net.refused', {
    what: command.type,
    from: process.id,
    to: 'broker',
    order,
    message,
  })
  if (command.type === 'connect') {
    if (process.epoch === epoch) process.connection = 'none'
    engine.schedule(RECONNECT_DELAY, { type: 'connect-due', process: process.id, epoch })
  }
}

const WHAT_OF_METHOD: Readonly<Record<ServerMethod['method'], string>> = {
  'basic.deliver': 'deliver',
  'basic.return': 'return',
  'basic.cancel': 'cancel',
  'channel.close': 'close',
  'connection.close': 'close',
}

function sourceOf(world: World, method: ServerMethod): string {
  if (method.method === 'basic.deliver') return method.queue
  if (method.method === 'basic.return' && world.nodes.has(method.exchange)) return method.exchange
  return 'broker'
}
