import { deleteExchange, deleteQueue, setAlarm, tableOf, unbindExchange, unbindQueue } from '#amqp'
import { checkField } from '../field-problem.ts'
import { queueProblems } from '../shop-problems.ts'
import type { CompleteBinding, CompleteNode } from '../definition.ts'
import { brokerContext, openAdmin } from './broker-side.ts'
import { connect, loseConnection, selectConfirms, sendCommand } from './broker-link.ts'
import { declareBinding, declareExchangeNode, declareQueueNode } from './declare.ts'
import { isDeclared, nodeNamed } from './nodes.ts'
import { planPoll, startFound } from './poller.ts'
import { needsBroker } from './process.ts'
import { startSource } from './sources.ts'
import { startMemory } from './memory.ts'
import { startReserved } from './worker.ts'
import { startRequests } from './web.ts'
import type { Process, World, WorldEngine } from './world.ts'

/** Sets one field of one node and lets the running shop follow. Returns a reason when refused. */
export function configure(
  world: World,
  engine: WorldEngine,
  id: string,
  field: string,
  value: number | string | boolean | null,
): string | null {
  const node = world.nodes.get(id)
  if (node === undefined) return 'unknown-reference'
  if (isDeclared(node) && !world.isBrokerRunning) return 'broker-down'
  const problem = checkField(node, field, value)[0]
  if (problem !== undefined) return problem.key
  const changed = Object.freeze({ ...node, [field]: value }) as CompleteNode
  // What the broker would refuse to declare is refused before the old queue is gone.
  const refused = changed.kind === 'queue' ? queueProblems(changed, '')[0] : undefined
  if (refused !== undefined) return refused.key
  world.nodes.set(id, changed)
  engine.record('shop.configured', { node: id, field, value: JSON.stringify(value) })
  follow(world, engine, changed, field)
  return null
}

function follow(world: World, engine: WorldEngine, node: CompleteNode, field: string): void {
  switch (node.kind) {
    case 'customers':
      startSource(world, engine, node.id)
      return
    case 'producer':
      if (world.processes.get(node.id)?.state === 'running') startSource(world, engine, node.id)
      followConfirms(world, engine, node.id)
      return
    case 'poller':
      if (world.pollers.get(node.id)?.timer != null) planPoll(world, engine, node)
      startFound(world, engine, node.id)
      return
    case 'web':
      followProcess(world, engine, node.id)
      followConfirms(world, engine, node.id)
      return
    case 'worker':
      followProcess(world, engine, node.id)
      if (CONSUMER_FIELDS.has(field)) {
        resubscribe(world, engine, node.id)
      }
      return
    case 'queue':
      redeclareQueue(world, engine, node.id)
      return
    case 'exchange':
      redeclareExchange(world, engine, node.id)
      return
    case 'database':
    case 'mail':
      return
  }
}

/** What a consumer is started with. */
const CONSUMER_FIELDS: ReadonlySet<string> = new Set(['prefetch', 'queue', 'ack', 'priority'])

function followConfirms(world: World, engine: WorldEngine, id: string): void {
  const process = world.processes.get(id)
  if (process?.state === 'running') selectConfirms(world, engine, process)
}

function followProcess(world: World, engine: WorldEngine, id: string): void {
  const process = world.processes.get(id)
  if (process === undefined || process.state !== 'running') return
  if (process.role === 'web') {
    startRequests(world, engine, process)
    startMemory(world, engine, process)
  } else startReserved(world, engine, process)
  if (process.connection === 'none' && needsBroker(world, process)) connect(world, engine, process)
}

/** A prefetch holds for consumers started after it: the worker consumes anew. */
export function resubscribe(world: World, engine: WorldEngine, id: string): void {
  const process = world.processes.get(id)
  if (process === undefined || process.state !== 'running' || process.connection !== 'open') return
  if (process.consumer !== null) {
    const command = { type: 'cancel', consumer: process.consumer } as const
    sendCommand(world, engine, id, command, engine.cause)
  }
  sendCommand(world, engine, id, { type: 'subscribe' }, engine.cause)
}

/** Declares a queue of the shop and its bindings; workers that were waiting for it consume. */
export function addQueue(world: World, engine: WorldEngine, id: string): void {
  const context = brokerContext(world, engine)
  declareQueueNode(world, context, openAdmin(world, context), id)
  for (const process of world.processes.values()) {
    if (nodeNamed(world, 'worker', process.id)?.queue === id) resubscribe(world, engine, process.id)
  }
}

/** Declares an exchange of the shop and its bindings. */
export function addExchange(world: World, engine: WorldEngine, id: string): void {
  const context = brokerContext(world, engine)
  const at = openAdmin(world, context)
  declareExchangeNode(world, context, at, id)
  for (const binding of world.bindings.values()) {
    if (binding.exchange === id || binding.destination === id)
      declareBinding(world, context, at, binding)
  }
}

/** Binds, if both ends exist. */
export function addBinding(world: World, engine: WorldEngine, binding: CompleteBinding): void {
  const context = brokerContext(world, engine)
  declareBinding(world, context, openAdmin(world, context), binding)
}

/** Takes a binding away. */
export function removeBinding(world: World, engine: WorldEngine, binding: CompleteBinding): void {
  const { exchange, queue, destination, routingKey } = binding
  const context = brokerContext(world, engine)
  const rule = {
    ...openAdmin(world, context),
    routingKey,
    arguments: tableOf(binding.arguments ?? {}),
  }
  if (queue !== null) unbindQueue(world.broker, context, { ...rule, exchange, queue })
  if (destination !== null) {
    unbindExchange(world.broker, context, { ...rule, source: exchange, destination })
  }
}

/** Deletes a queue with its messages; its consumers are told. */
export function removeQueue(world: World, engine: WorldEngine, id: string): void {
  const context = brokerContext(world, engine)
  const at = openAdmin(world, context)
  deleteQueue(world.broker, context, { ...at, queue: id })
}

/** Deletes an exchange with its bindings. */
export function removeExchange(world: World, engine: WorldEngine, id: string): void {
  const context = brokerContext(world, engine)
  const at = openAdmin(world, context)
  deleteExchange(world.broker, context, { ...at, exchange: id })
}

// A broker refuses to redeclare with other properties: the only way is to delete first.
function redeclareQueue(world: World, engine: WorldEngine, id: string): void {
  removeQueue(world, engine, id)
  addQueue(world, engine, id)
}

function redeclareExchange(world: World, engine: WorldEngine, id: string): void {
  removeExchange(world, engine, id)
  addExchange(world, engine, id)
}

/** Tells the broker that it is short of memory, or has enough again. Returns a reason when refused. */
export function setMemoryAlarm(world: World, engine: WorldEngine, isOn: boolean): string | null {
  if (!world.isBrokerRunning) return 'broker-down'
  if (world.broker.alarms.has('memory') === isOn) return 'no-change'
  setAlarm(world.broker, brokerContext(world, engine), { alarm: 'memory', isOn })
  return null
}

/** Cuts a process off: both ends find the connection gone. */
export function disconnect(world: World, engine: WorldEngine, process: Process): void {
  sendCommand(world, engine, process.id, { type: 'socket-lost' }, engine.cause)
  loseConnection(world, engine, process)
}
