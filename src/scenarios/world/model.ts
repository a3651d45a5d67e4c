import { createBroker } from '#amqp'
import type { Engine, Model } from '#engine'
import { exhaustive } from '#std'
import type { ShopDefinition, ShopNode } from '../definition.ts'
import type { ShopInput } from '../input.ts'
import { configure, disconnect } from './configure.ts'
import {
  bringBrokerUp,
  connectAtOnce,
  handleConnection,
  restartBroker,
} from './connection-events.ts'
import { endSlice } from './cpu.ts'
import { finishQuery, startQuery } from './database.ts'
import type { JobResult, WorldEvent } from './event.ts'
import { acceptMail, finishMail } from './mail.ts'
import { addNode, bind, bringUp, removeNode, unbind } from './nodes-change.ts'
import { continuePoll, finishFound, poll } from './poller.ts'
import {
  connectProcess,
  exitWhenDone,
  needsBroker,
  signalProcess,
  startProcess,
} from './process.ts'
import { handSource, placeNextOrder, placeOrder } from './sources.ts'
import { continueTask } from './task.ts'
import { continueRequest, receiveReply, receiveRequest, startRequests } from './web.ts'
import { startReserved } from './worker.ts'
import { worldFacts, type WorldFacts } from './world-facts.ts'
import type { Job, World, WorldEngine } from './world.ts'

/** The shop as a model for the kernel: a definition in, facts out. */
export const shopModel: Model<ShopDefinition, World, WorldEvent, ShopInput, WorldFacts> = {
  facts: worldFacts,
  start,
  handle,
  apply,
}

function start(definition: ShopDefinition, engine: Engine<WorldFacts, WorldEvent>): World {
  const world: World = {
    name: definition.name,
    hopMs: definition.hopMs,
    nodes: new Map(),
    bindings: new Map(),
    processes: new Map(),
    jobs: new Map(),
    cpu: {
      cores: definition.cores,
      running: new Map(),
      waiting: [],
    },
    orders: {
      next: 1,
      placedAt: new Map(),
    },
    database: {
      newOrders: new Set(),
      doneOrders: new Set(),
    },
    sources: new Map(),
    pollers: new Map(),
    broker: createBroker(),
    isBrokerRunning: true,
    nextPid: 101,
    nextJob: 1,
  }
  for (const node of definition.nodes) world.nodes.set(node.id, Object.freeze({ ...node }))
  for (const binding of definition.bindings) {
    world.bindings.set(binding.id, Object.freeze({ ...binding }))
  }
  // Queues before processes: a worker consumes from a queue that is there.
  const order = ['exchange', 'queue', 'database', 'mail', 'web', 'poller', 'worker', 'producer']
  for (const kind of [...order, 'customers']) {
    for (const node of definition.nodes) if (node.kind === kind) bringUp(world, engine, node)
  }
  for (const process of world.processes.values()) {
    if (needsBroker(world, process)) connectAtOnce(world, engine, process)
  }
  return world
}

function handle(world: World, event: WorldEvent, engine: WorldEngine): void {
  switch (event.type) {
    case 'order-due':
      placeNextOrder(world, engine, event.source)
      return
    case 'request-arrived':
      receiveRequest(world, engine, event.web, event.order)
      return
    case 'reply-arrived':
      receiveReply(world, engine, event.order)
      return
    case 'poll-due':
      poll(world, engine, event.poller)
      return
    case 'cpu-slice-ended': {
      const job = endSlice(world, engine, event.process)
      if (job !== null) continueJob(world, engine, job, { type: 'done' })
      return
    }
    case 'job-continues':
      continueNamedJob(world, engine, event.job, event.result)
      return
    case 'query-arrived':
      startQuery(world, engine, event.request)
      return
    case 'query-done':
      finishQuery(world, engine, event.request)
      return
    case 'mail-arrived':
      acceptMail(world, engine, event.mail)
      return
    case 'mail-done':
      finishMail(world, engine, event.mail, event.outcome)
      return
    case 'broker-comes-up':
      bringBrokerUp(world, engine)
      return
    default:
      handleConnection(world, event, engine)
  }
}

function continueNamedJob(
  world: World,
  engine: WorldEngine,
  jobId: number,
  result: JobResult,
): void {
  const job = world.jobs.get(jobId)
  // The process may have died while the job waited.
  if (job === undefined) return
  job.cause = engine.cause
  continueJob(world, engine, job, result)
}

function continueJob(world: World, engine: WorldEngine, job: Job, result: JobResult): void {
  const process = world.processes.get(job.process)
  if (process === undefined) return
  switch (job.kind) {
    case 'request':
      if (!continueRequest(world, engine, job, result)) return
      startRequests(world, engine, process)
      exitWhenDone(world, engine, process)
      return
    case 'poll':
      continuePoll(world, engine, job, result)
      return
    case 'task':
      if (!continueTask(world, engine, job, result)) return
      if (job.place !== job.process && job.order !== null) {
        finishFound(world, engine, job.place, job.order)
        return
      }
      startReserved(world, engine, process)
      exitWhenDone(world, engine, process)
      return
    default:
      exhaustive(job.kind)
  }
}

function apply(world: World, input: ShopInput, engine: WorldEngine): void {
  const reason = tryInput(world, input, engine)
  if (reason === null) return
  const node = 'process' in input ? input.process : 'node' in input ? nameOf(input.node) : null
  engine.record('shop.input-refused', { action: input.type, node, reason })
}

function nameOf(node: ShopNode | string): string {
  return typeof node === 'string' ? node : node.id
}

/** Does what was asked for; returns the reason when it makes no sense now. */
function tryInput(world: World, input: ShopInput, engine: WorldEngine): string | null {
  switch (input.type) {
    case 'place-orders':
      return placeOrders(world, engine, input.count)
    case 'configure':
      return configure(world, engine, input.node, input.field, input.value)
    case 'restart-broker':
      if (!world.isBrokerRunning) return 'broker-down'
      restartBroker(world, engine, input.how)
      return null
    case 'add':
      return addNode(world, engine, input.node)
    case 'remove':
      return removeNode(world, engine, input.node)
    case 'bind':
      return bind(world, engine, input.binding)
    case 'unbind':
      return unbind(world, engine, input.binding)
    case 'signal':
    case 'start':
    case 'disconnect':
      return tryProcessInput(world, engine, input)
    default:
      return exhaustive(input)
  }
}

function tryProcessInput(
  world: World,
  engine: WorldEngine,
  input: Extract<ShopInput, { readonly process: string }>,
): string | null {
  const process = world.processes.get(input.process)
  if (process === undefined || !world.nodes.has(process.id)) return 'no-such-process'
  const isAlive = process.state !== 'exited'
  switch (input.type) {
    case 'signal':
      if (!isAlive) return 'not-running'
      signalProcess(world, engine, process, input.signal)
      return null
    case 'start':
      if (isAlive) return 'already-running'
      startProcess(world, engine, process)
      connectProcess(world, engine, process)
      return null
    case 'disconnect':
      if (process.connection !== 'open') return 'not-connected'
      disconnect(world, engine, process)
      return null
    default:
      return exhaustive(input)
  }
}

/** So many orders at one instant, as a queue of customers at the door would place them. */
function placeOrders(world: World, engine: WorldEngine, count: number): string | null {
  if (!Number.isInteger(count) || count < 1 || count > 100_000) return 'not-a-number'
  const source = handSource(world)
  if (source === null) return 'nobody-orders'
  for (let index = 0; index < count; index++) placeOrder(world, engine, source, engine.cause)
  return null
}
