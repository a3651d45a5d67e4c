import { memoryPlace } from '../memory-place.ts'
import { orderOf, type Job, type Process, type World } from '../world/world.ts'
import { byPlace, type StageView } from '../view/stage-view.ts'

/** What both the stage and the world can be asked for, in one form. */
interface Stage {
  readonly nodes: readonly unknown[]
  readonly processes: readonly unknown[]
  /** By process or thread that has any: what it works on and since when, and what waits in its memory. */
  readonly work: readonly unknown[]
  readonly queues: readonly unknown[]
  readonly consumers: readonly unknown[]
  readonly exchanges: readonly unknown[]
  readonly bindings: readonly string[]
  readonly database: readonly unknown[]
  readonly isBrokerRunning: boolean
  /** The alarms that are on, and the processes the broker does not read from. */
  readonly alarms: readonly string[]
  readonly blocked: readonly string[]
}

/** The stage as it is shown. */
export function stageOfView(view: StageView): Stage {
  const processes = sorted([...view.processes.values()])
  const consumers = [...view.consumers.values()]
  return {
    nodes: view.definition.nodes,
    processes: processes
      .filter(({ role }) => role !== 'thread' && role !== 'memory')
      .map(({ id, role, state, pid }) => [id, role, state, pid]),
    work: processes
      .filter(({ running, reserved }) => running.size + reserved.size > 0)
      .map(({ id, running, reserved }) => [
        id,
        [...running.values()].map(({ order, message, since }) => [order, message, since]),
        [...reserved.values()].map(({ order, message }) => [order, message]),
      ]),
    queues: [...view.queues.values()].map(({ id, durable, ready, unacked }) => [
      id,
      durable,
      [...ready.values()].sort(byPlace).map(({ message, order }) => [message, order]),
      [...unacked.values()].sort(byPlace).map(({ message, order }) => [message, order]),
    ]),
    consumers: consumers
      .map((one) => [
        one.queue,
        one.process,
        one.prefetch,
        one.autoAck,
        one.unacked,
        one.priority,
        one.isActive,
      ])
      .toSorted(byText),
    exchanges: [...view.exchanges.values()].map(({ id, type, durable }) => [id, type, durable]),
    bindings: [...view.bindings.keys()].toSorted(byText),
    database: [[...view.database.newOrders], view.database.done],
    isBrokerRunning: view.broker.isRunning,
    alarms: [...view.broker.alarms],
    blocked: processes.filter(({ isBlocked }) => isBlocked).map(({ id }) => id),
  }
}

/** The stage as it ought to be shown: asked of the world itself instead of its facts. */
export function stageOfWorld(world: World): Stage {
  const { broker, database } = world
  const queues = [...broker.queues.values()]
  const exchanges = [...broker.exchanges.values()]
  const processes = sorted([...world.processes.values()]).filter(({ id }) => world.nodes.has(id))
  return {
    nodes: [...world.nodes.values()],
    processes: processes.map(({ id, role, state, pid }) => [id, role, state, pid]),
    work: sorted([...processes, ...threadsOf(world)])
      .map(({ id, reserved }) => ({ id, running: runningIn(world, id), reserved }))
      .filter(({ running, reserved }) => running.length + reserved.length > 0)
      .map(({ id, running, reserved }) => [
        id,
        running.map(({ order, message, startedAt }) => [order, message, startedAt]),
        reserved.map(({ order, message }) => [order, message]),
      ]),
    queues: queues.map((queue) => [
      queue.name,
      queue.durable,
      readyOf(queue).map(describe),
      unackedOf(world, queue).map(describe),
    ]),
    consumers: queues
      .flatMap((queue) =>
        [...queue.consumers.values()].map((one) => [
          queue.name,
          one.connection,
          one.prefetch,
          one.autoAck,
          one.unackedCount,
          one.priority,
          queue.activeConsumer === one.serial,
        ]),
      )
      .toSorted(byText),
    exchanges: exchanges
      .filter(({ name }) => world.nodes.has(name))
      .map(({ name, type, durable }) => [name, type, durable]),
    bindings: exchanges
      .flatMap(({ bindings }) => [...bindings.values()].map(({ id }) => id))
      .toSorted(byText),
    database: [[...database.newOrders], database.doneOrders.size],
    isBrokerRunning: world.isBrokerRunning,
    alarms: [...broker.alarms],
    blocked: [...broker.connections.values()]
      .filter(({ isBlocked }) => isBlocked)
      .map(({ id }) => id)
      .toSorted(byText),
  }
}

type Queue = World['broker']['queues'] extends Map<string, infer Value> ? Value : never
type Copy = Queue['ready']['lines'][number]['returned'][number]

function runningIn(world: World, place: string): readonly Job[] {
  return [...world.jobs.values()].filter((job) => job.place === place && job.kind !== 'poll')
}

function threadsOf(world: World): readonly Pick<Process, 'id' | 'reserved'>[] {
  const pollers = [...world.pollers].map(([id, { found }]) => ({ id, reserved: found }))
  const memories = [...world.processes.values()].map(({ id, memory }) => ({
    id: memoryPlace(id),
    reserved: memory,
  }))
  return [...pollers, ...memories]
}

function readyOf({ ready }: Queue): readonly Copy[] {
  const copies = ready.lines.flatMap(({ chunks, head, returned }) => [
    ...returned,
    ...chunks.flatMap((chunk, index) => (index === 0 ? chunk.slice(head) : chunk)),
  ])
  return copies.sort(byLevel)
}

function unackedOf(world: World, { serial }: Queue): readonly Copy[] {
  const channels = [...world.broker.connections.values()].flatMap((one) => [
    ...one.channels.values(),
  ])
  return channels
    .flatMap(({ unacked }) => [...unacked.values()])
    .filter(({ queueSerial }) => queueSerial === serial)
    .map(({ copy }) => copy)
    .sort(byLevel)
}

function describe({ message }: Copy): readonly unknown[] {
  return [message.id, orderOf(message)]
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}

function byLevel(one: Copy, other: Copy): number {
  return other.level - one.level || one.position - other.position
}

function sorted<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}
