import type { Broker, Message } from '#amqp'
import type { Engine, FactId, Instant, TimerId } from '#engine'
import type { BindingDefinition, ShopNode } from '../definition.ts'
import type { WorldEvent } from './event.ts'
import type { WorldFacts } from './world-facts.ts'

/** The kernel as the shop sees it. */
export type WorldEngine = Engine<WorldFacts, WorldEvent>

/** The whole state of a running shop: plain data, copied for checkpoints. */
export interface World {
  readonly name: string
  readonly hopMs: number
  /** Nodes are frozen and replaced as a whole when somebody changes a field. */
  readonly nodes: Map<string, ShopNode>
  readonly bindings: Map<string, BindingDefinition>
  readonly processes: Map<string, Process>
  readonly jobs: Map<number, Job>
  readonly cpu: Cpu
  readonly orders: Orders
  readonly database: DatabaseState
  readonly sources: Map<string, OrderSource>
  readonly pollers: Map<string, PollerState>
  broker: Broker
  isBrokerRunning: boolean
  nextPid: number
  nextJob: number
}

/** A unit that can be killed. It keeps its id over all its lives; each life has its own pid. */
export interface Process {
  readonly id: string
  readonly role: 'web' | 'worker' | 'producer'
  pid: number
  state: 'running' | 'stopping' | 'exited'
  /** Changes whenever what is on the network for the process no longer concerns it. */
  epoch: number
  connection: 'none' | 'connecting' | 'open'
  /** Its consumer tag at the broker while it consumes. */
  consumer: string | null
  /** Received and waiting for a free thread, oldest first. */
  reserved: Reserved[]
  /** Which thread works on which job; null for a free thread. */
  threads: (number | null)[]
  /** Jobs that wait for the process's turn to compute, oldest first. */
  readonly cpuQueue: number[]
}

/** An order in a process's memory that nobody works on yet. */
export interface Reserved {
  readonly order: number
  readonly message: number | null
  readonly deliveryTag: number | null
  /** The connection the delivery came over: a tag means nothing on another one. */
  readonly epoch: number
  readonly cause: FactId
}

/** A thread of control: what one process is doing about one order (or one poll), step by step. */
export interface Job {
  readonly id: number
  readonly kind: 'request' | 'poll' | 'task'
  /** The place that does it: a process, or the poller inside one. */
  readonly place: string
  /** The process it dies with. */
  readonly process: string
  readonly order: number | null
  readonly message: number | null
  readonly deliveryTag: number | null
  readonly epoch: number
  readonly thread: number
  readonly startedAt: Instant
  step: JobStep
  /** The last fact about this job: the cause of the next one; null for a poll, which begins by itself. */
  cause: FactId | null
  /** CPU time still to be used in the step `cpu`, µs. */
  cpuLeft: number
}

export type JobStep = 'look' | 'cpu' | 'wait' | 'query' | 'mail' | 'update'

/** Who computes now, and who waits for a core. */
export interface Cpu {
  readonly cores: number
  /** By process: the job on a core, since when, and until when unless it is cut short. */
  readonly running: Map<string, CpuSlice>
  /** Processes with something to compute that have no core, in order of waiting. */
  readonly waiting: string[]
}

export interface CpuSlice {
  readonly job: number
  readonly from: Instant
  readonly to: Instant
  readonly timer: TimerId
}

export interface Orders {
  next: number
  /** When each order that is not done yet was placed. */
  readonly placedAt: Map<number, Instant>
}

export interface DatabaseState {
  readonly newOrders: Set<number>
  readonly doneOrders: Set<number>
}

/** Customers or a producer: when the next order comes by itself. */
export interface OrderSource {
  timer: TimerId | null
  placed: number
}

export interface PollerState {
  timer: TimerId | null
  lastTick: Instant
  isBusy: boolean
  /** Orders found that wait for one of the poller's threads, oldest first. */
  found: Reserved[]
  /** Orders it is working on. */
  readonly working: Set<number>
}

/** What a message of the shop carries. */
export interface OrderPayload {
  readonly order: number
}

/** The order a message is about, or null for a message of another kind. */
export function orderOf(message: Message): number | null {
  return (message.payload as OrderPayload | null)?.order ?? null
}
