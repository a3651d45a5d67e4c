import { readUtf8, type Broker, type Message } from '#amqp'
import type { Engine, FactId, Instant, TimerId } from '#engine'
import type { CompleteBinding, CompleteNode } from '../definition.ts'
import type { CodePlayer } from './code-player.ts'
import type { ClientCommand, WorldEvent } from './event.ts'
import type { WorldFacts } from './world-facts.ts'

/** The kernel as the shop sees it. */
export interface WorldEngine extends Engine<WorldFacts, WorldEvent> {
  /** Who plays some of the processes with code; without it the shop plays all of them itself. */
  readonly player?: CodePlayer
}

/** The whole state of a running shop: plain data, copied for checkpoints. */
export interface World {
  readonly name: string
  readonly hopMs: number
  /** Nodes are frozen and replaced as a whole when somebody changes a field. */
  readonly nodes: Map<string, CompleteNode>
  readonly bindings: Map<string, CompleteBinding>
  readonly processes: Map<string, Process>
  readonly jobs: Map<number, Job>
  readonly cpu: Cpu
  readonly orders: Orders
  readonly database: DatabaseState
  /** The load that runs; null while none does. */
  load: LoadState | null
  nextLoad: number
  readonly sources: Map<string, OrderSource>
  readonly pollers: Map<string, PollerState>
  broker: Broker
  isBrokerRunning: boolean
  /** True when the broker has closed the channel the shop declares over. */
  isAdminClosed: boolean
  /** What clients have sent and the broker has stopped reading, by connection, oldest first. */
  readonly unread: Map<string, UnreadCommand[]>
  /** The broker's own next timer on the agenda; null when it has none. */
  brokerTimer: { readonly timer: TimerId; readonly at: Instant } | null
  nextPid: number
  nextJob: number
}

/** A unit that can be killed. It keeps its id over all its lives; each life has its own pid. */
export interface Process {
  readonly id: string
  readonly role: 'web' | 'worker' | 'producer'
  /** Code plays it: it does only what the code asks the shop for. */
  readonly isCode: boolean
  /** Messages the code has and has not settled, by {@link copyKey}. */
  readonly codeTasks: Map<string, CodeTask>
  pid: number
  state: 'running' | 'stopping' | 'exited'
  /** Changes whenever what is on the network for the process no longer concerns it. */
  epoch: number
  connection: 'none' | 'connecting' | 'open'
  /** Its consumer tag at the broker while it consumes. */
  consumer: string | null
  /** The last delivery tag it published under on a confirm channel; null on any other channel. */
  confirmTag: number | null
  /** Publishes the broker has not confirmed yet, by tag, oldest first. */
  readonly unconfirmed: Map<number, UnconfirmedPublish>
  /** Orders its background threads have not begun with, oldest first. */
  memory: Reserved[]
  /** True once it has a list in memory with threads of its own. */
  hasMemory: boolean
  /** Received and waiting for a free thread, oldest first. */
  reserved: Reserved[]
  /** Which thread works on which job; null for a free thread. */
  threads: (number | null)[]
  /** Jobs that wait for the process's turn to compute, oldest first. */
  readonly cpuQueue: number[]
}

/** A message in the hands of code. */
export interface CodeTask {
  readonly order: number
  readonly message: number
  readonly queue: string
  readonly startedAt: Instant
  readonly started: FactId
}

/** A command in a socket's buffer at the broker. */
export interface UnreadCommand {
  readonly epoch: number
  readonly command: ClientCommand
  readonly cause: FactId | null
}

/** A publish that waits for its confirm. */
export interface UnconfirmedPublish {
  readonly order: number
  /** The request that waits with it; null where nobody does. */
  readonly job: number | null
  /** Where it was sent: the exchange, or the queue behind the default one. */
  readonly to: string
  isReturned: boolean
}

/** An order in a process's memory that nobody works on yet. */
export interface Reserved {
  readonly order: number
  readonly message: number | null
  /** How often the order had been changed when it was copied; null when only its number is there. */
  readonly version: number | null
  readonly deliveryTag: number | null
  /** The connection the delivery came over: a tag means nothing on another one. */
  readonly epoch: number
  readonly cause: FactId
}

/** A thread of control: what one process is doing about one order (or one poll), step by step. */
export interface Job {
  readonly id: number
  /** call: code waits for the shop to do something. */
  readonly kind: 'request' | 'poll' | 'task' | 'call'
  /** The place that does it: a process, or the poller inside one. */
  readonly place: string
  /** The process it dies with. */
  readonly process: string
  readonly order: number | null
  readonly message: number | null
  readonly version: number | null
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

export type JobStep = 'look' | 'cpu' | 'wait' | 'query' | 'mail' | 'update' | 'confirm' | 'code'

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
  /** Orders with a body no handler can read. */
  readonly broken: Set<number>
  /** How often its customer has changed each order that was changed. */
  readonly changes: Map<number, number>
}

export interface DatabaseState {
  readonly newOrders: Set<number>
  readonly doneOrders: Set<number>
}

/** A load that runs: how many of its requests have left, and the orders of those without an end. */
export interface LoadState {
  readonly id: number
  readonly requests: number
  sent: number
  readonly open: Set<number>
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
  /** As in {@link Reserved}. */
  readonly version: number | null
}

/**
 * What a message of the shop carries, or null for a message of another kind. What code published is
 * bytes: a body that is JSON with the number of an order in `order` is about that order.
 */
export function payloadOf(message: Message): OrderPayload | null {
  const { payload } = message
  if (!(payload instanceof Uint8Array)) return payload as OrderPayload | null
  const order = orderInBody(payload)
  return order === null ? null : { order, version: null }
}

/** The order a message is about, or null for a message of another kind. */
export function orderOf(message: Message): number | null {
  return payloadOf(message)?.order ?? null
}

/** The order that the body of a message names, or null when it names none. */
export function orderInBody(body: Uint8Array): number | null {
  if (body.length > ORDER_BYTES_MAX) return null
  try {
    const { order } = JSON.parse(readUtf8(body, 0, body.length) ?? '') as {
      readonly order?: unknown
    }
    return Number.isSafeInteger(order) ? (order as number) : null
  } catch {
    // Not JSON, or null: a message about something else.
    return null
  }
}

/** No order is as long as that; looking into longer bodies would cost more than it tells. */
const ORDER_BYTES_MAX = 100_000

/** Names one copy of a message: the broker settles each queue's copy on its own. */
export function copyKey(message: number, queue: string): string {
  return `${message} ${queue}`
}
