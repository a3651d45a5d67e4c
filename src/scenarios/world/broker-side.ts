import {
  ack,
  cancel,
  closeConnection,
  consume,
  hasConnection,
  mustHold,
  nack,
  openChannel,
  openConnection,
  publish,
  reject,
  selectConfirms,
  setPrefetch,
  tableOf,
  type BrokerContext,
  type ChannelAddress,
  type MessageProperties,
  type ServerMethod,
} from '#amqp'
import { us } from '#engine'
import { exhaustive } from '#std'
import { orderAttributes } from '../order-attributes.ts'
import { RECONNECT_DELAY } from './broker-link.ts'
import { sendToCode } from './code-link.ts'
import type { ClientCommand } from './event.ts'
import { sendOver } from './network.ts'
import { declareExchangeNode, declareQueueNode } from './declare.ts'
import { nodeNamed } from './nodes.ts'
import {
  orderOf,
  type Process,
  type UnconfirmedPublish,
  type UnreadCommand,
  type World,
  type WorldEngine,
} from './world.ts'

/** Every process of the shop uses one channel. */
export const CHANNEL = 1

/** What the broker model needs of the world: to write facts, and to send methods to clients. */
export function brokerContext(world: World, engine: WorldEngine): BrokerContext {
  return {
    recorder: engine,
    send(connection, method, cause) {
      if (connection === ADMIN && method.method === 'channel.close') world.isAdminClosed = true
      const process = world.processes.get(connection)
      if (process === undefined) {
        sendToCode(world, engine, connection, method, cause)
        return
      }
      const { epoch } = process
      const order = orderOfMethod(process, method)
      const message = 'message' in method ? method.message.id : null
      const from = sourceOf(world, process, method)
      const hop = { what: WHAT_OF_METHOD[method.method], from, to: connection, order, message }
      const event = { type: 'at-client', process: connection, epoch, method, order, from } as const
      sendOver(world, engine, hop, event, cause)
      if (method.method === 'connection.unblocked') planReading(world, engine, connection)
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
    dropUnread(world, engine, connection)
    if (world.isBrokerRunning)
      closeConnection(world.broker, context, { connection, reason: 'socket-lost' })
    return
  }
  if (command.type === 'connect') dropUnread(world, engine, connection)
  else if (isHeld(world, context, connection, command)) {
    const unread = world.unread.get(connection) ?? []
    world.unread.set(connection, unread)
    unread.push({ epoch, command, cause: engine.cause })
    return
  }
  execute(world, context, engine, process, { epoch, command })
}

function execute(
  world: World,
  context: BrokerContext,
  engine: WorldEngine,
  process: Process,
  { epoch, command }: Pick<UnreadCommand, 'epoch' | 'command'>,
): void {
  const isReachable =
    world.isBrokerRunning && (command.type === 'connect' || hasConnection(world.broker, process.id))
  if (isReachable && command.type !== 'socket-lost') {
    executeCommand(world, context, engine, process, command)
  } else refuseCommand(engine, process, epoch, command)
}

/** The broker reads a connection again, one command after the other, each for its own reason. */
export function readNext(world: World, engine: WorldEngine, process: Process): void {
  const connection = process.id
  const unread = world.unread.get(connection)
  if (unread === undefined) return
  if (!world.isBrokerRunning || !hasConnection(world.broker, connection)) {
    dropUnread(world, engine, connection)
    return
  }
  const context = brokerContext(world, engine)
  const isPublish = unread[0]?.command.type === 'publish'
  // The alarm may be on again: the next end of it goes on here.
  if (mustHold(world.broker, context, { connection, isPublish })) return
  const next = unread.shift()
  if (next !== undefined) execute(world, context, engine, process, next)
  if (unread.length === 0) world.unread.delete(connection)
  else planReading(world, engine, connection)
}

function planReading(world: World, engine: WorldEngine, process: string): void {
  const next = world.unread.get(process)?.[0]
  if (next === undefined) return
  engine.schedule(us(0), { type: 'broker-reads', process }, { cause: next.cause })
}

/** True when an alarm has stopped the broker from reading this connection. */
function isHeld(
  world: World,
  context: BrokerContext,
  connection: string,
  { type }: ClientCommand,
): boolean {
  if (!world.isBrokerRunning || !hasConnection(world.broker, connection)) return false
  if (world.unread.has(connection)) return true
  return mustHold(world.broker, context, { connection, isPublish: type === 'publish' })
}

/** The socket is gone, and what was in it has never been read. */
export function dropUnread(world: World, engine: WorldEngine, connection: string): void {
  const unread = world.unread.get(connection) ?? []
  world.unread.delete(connection)
  for (const { command, cause } of unread) {
    if (command.type !== 'publish') continue
    const hop = { what: 'publish', from: connection, to: 'broker', order: command.order }
    engine.record('net.refused', { ...hop, message: null }, cause)
  }
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
    case 'reject': {
      const { deliveryTag } = command
      reject(broker, context, { connection, channel: CHANNEL, deliveryTag, requeue: false })
      return
    }
    case 'select-confirms':
      selectConfirms(broker, context, { connection, channel: CHANNEL })
      return
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
  const { exchange, routingKey, mandatory, persistent, order, version } = command
  const message = publish(world.broker, context, {
    connection: process.id,
    channel: CHANNEL,
    exchange,
    routingKey,
    mandatory,
    persistent,
    bodyBytes: BODY_BYTES,
    payload: Object.freeze({ order, version }),
    properties: propertiesOf(command),
  })
  // No such exchange, or the channel was closed for that just before: nobody has the message.
  if (message === null) refuseCommand(engine, process, process.epoch, command)
}

function propertiesOf(command: Extract<ClientCommand, { type: 'publish' }>): MessageProperties {
  const { persistent, priority, expirationMs, order } = command
  const { city, dish, speed } = orderAttributes(order)
  return Object.freeze({
    deliveryMode: persistent ? 2 : 1,
    ...(priority === null ? {} : { priority }),
    ...(expirationMs === null ? {} : { expiration: String(expirationMs) }),
    ...(command.headers ? { headers: tableOf({ city, dish, express: speed === 'express' }) } : {}),
  })
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
  const isNew = !hasConnection(world.broker, ADMIN)
  if (isNew) openConnection(world.broker, context, { connection: ADMIN })
  if (isNew || world.isAdminClosed) openChannel(world.broker, context, ADMIN_CHANNEL)
  world.isAdminClosed = false
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
  const { prefetch, queue, ack: mode, priority } = node
  declareQueueNode(world, context, at, queue)
  setPrefetch(world.broker, context, { ...at, count: prefetch, isGlobal: false })
  process.consumer = process.id
  const consumerTag = process.id
  consume(world.broker, context, {
    ...at,
    queue,
    autoAck: mode === 'automatic',
    consumerTag,
    ...(priority === 0 ? {} : { arguments: tableOf({ 'x-priority': priority }) }),
  })
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
  'basic.ack': 'confirm',
  'basic.nack': 'confirm-nack',
  'connection.blocked': 'blocked',
  'connection.unblocked': 'unblocked',
  'channel.close': 'close',
  'connection.close': 'close',
}

function orderOfMethod(process: Process, method: ServerMethod): number | null {
  if ('message' in method) return orderOf(method.message)
  return confirmedBy(process, method)?.order ?? null
}

/** The publish a confirm answers for, the last one if there are several. */
function confirmedBy(process: Process, method: ServerMethod): UnconfirmedPublish | undefined {
  const isConfirm = method.method === 'basic.ack' || method.method === 'basic.nack'
  return isConfirm ? process.unconfirmed.get(method.deliveryTag) : undefined
}

function sourceOf(world: World, process: Process, method: ServerMethod): string {
  const confirmed = confirmedBy(process, method)
  if (confirmed !== undefined) return confirmed.to
  if (method.method === 'basic.deliver') return method.queue
  if (method.method === 'basic.return' && world.nodes.has(method.exchange)) return method.exchange
  return 'broker'
}
