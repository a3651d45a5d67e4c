import { bindingProblems, queueProblems } from '../shop-problems.ts'
import { completeBinding, completeNode } from '../complete.ts'
import type { BindingDefinition, CompleteNode, PollerNode, ShopNode } from '../definition.ts'
import {
  addBinding,
  addExchange,
  addQueue,
  removeBinding,
  removeExchange,
  removeQueue,
} from './configure.ts'
import { isDeclared } from './nodes.ts'
import { createPollerState, planPoll } from './poller.ts'
import { connectProcess, createProcess, endThread, killProcess, startProcess } from './process.ts'
import { startSource, stopSource } from './sources.ts'
import type { World, WorldEngine } from './world.ts'

/** Puts a node into the running shop. Returns a reason when refused. */
export function addNode(world: World, engine: WorldEngine, added: ShopNode): string | null {
  const node = completeNode(added)
  if (world.nodes.has(node.id)) return 'name-taken'
  if (isDeclared(node) && !world.isBrokerRunning) return 'broker-down'
  const [problem] = node.kind === 'queue' ? queueProblems(node, '') : []
  if (problem !== undefined) return problem.key
  world.nodes.set(node.id, node)
  engine.record('shop.node-added', { node: node.id, definition: JSON.stringify(node) })
  bringUp(world, engine, node)
  const process = world.processes.get(node.id)
  if (process !== undefined) connectProcess(world, engine, process)
  return null
}

/** Lets a node of the shop begin: a process starts, a queue is declared, orders begin to come. */
export function bringUp(world: World, engine: WorldEngine, node: CompleteNode): void {
  switch (node.kind) {
    case 'customers':
      startSource(world, engine, node.id)
      return
    case 'web':
    case 'worker':
    case 'producer': {
      // What is still on the network for a namesake that was taken out stays its own.
      const epoch = world.processes.get(node.id)?.epoch ?? 0
      const isCode = engine.player?.plays(node.id) ?? false
      const process = createProcess(node.id, node.kind, epoch, isCode)
      world.processes.set(node.id, process)
      startProcess(world, engine, process)
      return
    }
    case 'poller': {
      const web = world.processes.get(node.web)
      // A web process that is started takes the pollers it knows of along.
      if (world.pollers.has(node.id)) return
      world.pollers.set(node.id, createPollerState(engine))
      if (web === undefined || web.state !== 'running') return
      engine.record('process.started', { process: node.id, pid: web.pid, role: 'thread' })
      planPoll(world, engine, node)
      return
    }
    case 'queue':
      addQueue(world, engine, node.id)
      return
    case 'exchange':
      addExchange(world, engine, node.id)
      return
    case 'database':
    case 'mail':
      return
  }
}

/** Takes a node out of the shop; a process is killed, a queue goes with its messages. */
export function removeNode(world: World, engine: WorldEngine, id: string): string | null {
  const node = world.nodes.get(id)
  if (node === undefined) return 'no-such-node'
  if (isDeclared(node) && !world.isBrokerRunning) return 'broker-down'
  takeDown(world, engine, node)
  world.nodes.delete(id)
  for (const binding of [...world.bindings.values()]) {
    const { exchange, queue, destination } = binding
    if ([exchange, queue, destination].includes(id)) world.bindings.delete(binding.id)
  }
  engine.record('shop.node-removed', { node: id })
  return null
}

function takeDown(world: World, engine: WorldEngine, node: CompleteNode): void {
  const process = world.processes.get(node.id)
  if (process !== undefined && process.state !== 'exited') {
    killProcess(world, engine, process, 'SIGKILL', engine.cause)
  }
  if (node.kind === 'customers') stopSource(world, engine, node.id)
  if (node.kind === 'poller') removePoller(world, engine, node)
  if (node.kind === 'queue') removeQueue(world, engine, node.id)
  if (node.kind === 'exchange') removeExchange(world, engine, node.id)
}

/** The thread ends, and what it was doing with it. */
function removePoller(world: World, engine: WorldEngine, poller: PollerNode): void {
  const web = world.processes.get(poller.web)
  if (web !== undefined && web.state !== 'exited') {
    endThread(world, engine, web, poller, { signal: null, code: 0 }, engine.cause)
  }
  world.pollers.delete(poller.id)
}

/** Binds a queue or an exchange to an exchange under the binding's own id. */
export function bind(world: World, engine: WorldEngine, added: BindingDefinition): string | null {
  const binding = completeBinding(added)
  if (world.bindings.has(binding.id)) return 'name-taken'
  const [problem] = bindingProblems({ nodes: [...world.nodes.values()] }, binding, '')
  if (problem !== undefined) return problem.key
  if (!world.isBrokerRunning) return 'broker-down'
  world.bindings.set(binding.id, binding)
  const fields = { binding: binding.id, definition: JSON.stringify(binding) }
  engine.record('shop.binding-added', fields)
  addBinding(world, engine, binding)
  return null
}

/** Takes one binding away; others between the same two stay. */
export function unbind(world: World, engine: WorldEngine, id: string): string | null {
  const binding = world.bindings.get(id)
  if (binding === undefined) return 'no-such-binding'
  if (!world.isBrokerRunning) return 'broker-down'
  world.bindings.delete(id)
  removeBinding(world, engine, binding)
  return null
}
