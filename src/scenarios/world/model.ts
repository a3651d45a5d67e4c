import { createBroker } from '#amqp'
import { ms, type Engine, type Model } from '#engine'
import { exhaustive } from '#std'
import type { ShopDefinition, ShopNode } from '../definition.ts'
import type { ShopInput } from '../input.ts'
import { completeShop } from '../complete.ts'
import { readNext } from './broker-side.ts'
import { planBrokerTimer, runBrokerTimers } from './broker-timer.ts'
import { changeOrder } from './change-order.ts'
import { configure, disconnect, setMemoryAlarm } from './configure.ts'
import {
  bringBrokerUp,
  connectAtOnce,
  handleConnection,
  restartBroker,
} from './connection-events.ts'
import { receiveByCode } from './code.ts'
import { endSlice } from './cpu.ts'
import { finishQuery, startQuery } from './database.ts'
import type { JobResult, WorldEvent } from './event.ts'
import { continueLoad, startLoad } from './load.ts'
import { acceptMail, finishMail } from './mail.ts'
import { memoryPlace } from '../memory-place.ts'
import { startMemory } from './memory.ts'
import { addNode, bind, bringUp, removeNode, unbind } from './nodes-change.ts'
import { continuePoll, finishFound, poll } from './poller.ts'
import {
  connectProcess,
  endProcess,
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
import type { Job, Process, World, WorldEngine } from './world.ts'

/** The shop as a model for the kernel: a definition in, facts out. */
export const shopModel: Model<ShopDefinition, World, WorldEvent, ShopInput, WorldFacts> = {
  facts: worldFacts,
  start,
  handle: (world, event, engine) => {
    handle(world, event, engine)
    planBrokerTimer(world, engine)
  },
  apply: (world, input, engine) => {
    apply(world, input, engine)
    planBrokerTimer(world, engine)
  },
}

function start(document: ShopDefinition, engine: Engine<WorldFacts, WorldEvent>): World {
  const definition = completeShop(document)
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
      broken: new Set(),
      changes: new Map(),
    },
    database: {
      newOrders: new Set(),
      doneOrders: new Set(),
    },
    load: null,
    nextLoad: 1,
    sources: new Map(),
    pollers: new Map(),
    broker: createBroker({ settings: { diskWriteTime: ms(definition.diskWriteMs) } }),
    isBrokerRunning: true,
    isAdminClosed: false,
    unread: new Map(),
    brokerTimer: null,
    nextPid: 101,
    nextJob: 1,
  }
  for (const node of definition.nodes) world.nodes.set(node.id, node)
  for (const binding of definition.bindings) world.bindings.set(binding.id, binding)
  // Queues before processes: a worker consumes from a queue that is there.
  const order = ['exchange', 'queue', 'database', 'mail', 'web', 'poller', 'worker', 'producer']
  for (const kind of [...order, 'customers']) {
    for (const node of definition.nodes) if (node.kind === kind) bringUp(world, engine, node)
  }
  for (const process of world.processes.values()) {
    if (needsBroker(world, process)) connectAtOnce(world, engine, process)
  }
  planBrokerTimer(world, engine)
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
    case 'load-continues':
      continueLoad(world, engine, event.load)
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
    case 'broker-timer':
      runBrokerTimers(world, engine)
      return
    case 'code-delivery':
      receiveByCode(world, engine, event.delivery)
      return
    case 'broker-reads': {
      const process = world.processes.get(event.process)
      if (process !== undefined) readNext(world, engine, process)
      return
    }
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
    case 'call':
      world.jobs.delete(job.id)
      engine.player?.resume(job.process, job.id, result, job.cause)
      return
    case 'poll':
      continuePoll(world, engine, job, result)
      return
    case 'task':
      continueWork(world, engine, process, job, result)
      return
    default:
      exhaustive(job.kind)
  }
}

function continueWork(
  world: World,
  engine: WorldEngine,
  process: Process,
  job: Job,
  result: JobResult,
): void {
  const outcome = continueTask(world, engine, job, result)
  if (outcome === 'going') return
  if (outcome === 'crashed') {
    // An exception nobody catches ends the process with code 1.
    endProcess(world, engine, process, { signal: null, code: 1 }, job.cause)
  } else if (job.place === memoryPlace(job.process)) startMemory(world, engine, process)
  else if (job.place === job.process) startReserved(world, engine, process)
  else if (job.order !== null) {
    finishFound(world, engine, job.place, job.order)
    return
  }
  exitWhenDone(world, engine, process)
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
    case 'load':
      return startLoad(world, engine, input)
    case 'configure':
      return configure(world, engine, input.node, input.field, input.value)
    case 'restart-broker':
      if (!world.isBrokerRunning) return 'broker-down'
      restartBroker(world, engine, input.how)
      return null
    case 'memory-alarm':
      return setMemoryAlarm(world, engine, input.isOn)
    case 'change-order':
      return changeOrder(world, engine, input.order)
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
