import type { Duration, FactId } from '#engine'
import { completeShop } from '../complete.ts'
import type { CompleteBinding, CompleteNode, ShopDefinition } from '../definition.ts'
import type {
  ConsumerView,
  CopyView,
  ExchangeView,
  Flight,
  MessageView,
  ProcessView,
  QueueView,
  TaskView,
} from './stage-view.ts'

type Changeable<View> = { -readonly [Field in keyof View]: View[Field] }

/** A {@link ProcessView} while it is folded. */
export interface ProcessState extends Changeable<
  Omit<ProcessView, 'running' | 'reserved' | 'confirmed'>
> {
  readonly confirmed: Changeable<ProcessView['confirmed']>
  readonly running: Map<FactId, TaskView>
  readonly reserved: Map<FactId, TaskView>
}

/** A {@link QueueView} while it is folded. */
export interface QueueState extends Changeable<Omit<QueueView, 'ready' | 'unacked' | 'counts'>> {
  readonly ready: Map<number, CopyView>
  readonly unacked: Map<number, CopyView>
  readonly counts: Changeable<QueueView['counts']>
}

/** A {@link ConsumerView} while it is folded. */
export interface ConsumerState extends Changeable<ConsumerView> {
  /** The messages it holds: one held by an earlier consumer of the same tag is not among them. */
  readonly holding: Set<number>
}

/** Everything the stage shows, while it is folded. */
export interface StageState {
  name: string
  hopMs: number
  cores: number
  diskWriteMs: number
  readonly nodes: Map<string, CompleteNode>
  /** Those of the nodes that are there only because the broker has them. */
  readonly declared: Set<string>
  readonly processes: Map<string, ProcessState>
  readonly exchanges: Map<string, Changeable<ExchangeView>>
  readonly queues: Map<string, QueueState>
  readonly bindings: Map<string, CompleteBinding>
  /** Every binding the shop has asked for, whether or not the broker has it now. */
  readonly knownBindings: Map<string, CompleteBinding>
  readonly consumers: Map<string, ConsumerState>
  readonly database: {
    readonly newOrders: Set<number>
    done: number
    queries: number
    emptyQueries: number
  }
  readonly mail: { readonly inProgress: Map<FactId, number>; sent: number; failed: number }
  readonly broker: { isRunning: boolean; restarts: number; readonly alarms: Set<string> }
  flights: Flight[]
  moves: Flight[]
  readonly messages: Map<number, MessageView>
}

/** The stage before anything has happened. */
export function createStageState(definition: ShopDefinition): StageState {
  const { name, hopMs, cores, diskWriteMs, nodes, bindings } = completeShop(definition)
  return {
    name,
    hopMs,
    cores,
    diskWriteMs,
    nodes: new Map(nodes.map((node) => [node.id, node])),
    declared: new Set(),
    bindings: new Map(bindings.map((binding) => [binding.id, binding])),
    knownBindings: new Map(bindings.map((binding) => [binding.id, binding])),
    processes: new Map(),
    exchanges: new Map(),
    queues: new Map(),
    consumers: new Map(),
    database: {
      newOrders: new Set(),
      done: 0,
      queries: 0,
      emptyQueries: 0,
    },
    mail: {
      inProgress: new Map(),
      sent: 0,
      failed: 0,
    },
    broker: {
      isRunning: true,
      restarts: 0,
      alarms: new Set(),
    },
    flights: [],
    moves: [],
    messages: new Map(),
  }
}

/** A process as it is when it is first heard of. */
export function createProcessState(id: string, role: string): ProcessState {
  return {
    id,
    role,
    pid: 0,
    state: 'running',
    signal: null,
    code: null,
    cpuUs: 0 as Duration,
    running: new Map(),
    reserved: new Map(),
    finished: 0,
    isConnected: false,
    isBlocked: false,
    confirmed: { acked: 0, nacked: 0 },
  }
}

/** A queue as it is when it is declared. */
export function createQueueState(id: string, durable: boolean): QueueState {
  const counts = {
    queued: 0,
    delivered: 0,
    redelivered: 0,
    acked: 0,
    discarded: 0,
    deadLettered: 0,
    refused: 0,
  }
  return { id, durable, ready: new Map(), unacked: new Map(), counts }
}
