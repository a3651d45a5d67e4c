import { after, ms, type FactId, type Trace } from '#engine'
import { processOfConnection } from '../connection-name.ts'
import {
  addDeclaredBinding,
  addDeclaredExchange,
  addDeclaredQueue,
  removeDeclared,
} from './declared-nodes.ts'
import { createQueueState, type QueueState, type StageState } from './stage-state.ts'
import type { CopyView, Flight, MessageView } from './stage-view.ts'

/** Folds one of the broker's facts into the stage. */
export function foldBrokerFact(state: StageState, trace: Trace, id: FactId): void {
  const kind = trace.kind(id)
  if (kind.startsWith('amqp.message-')) foldMessageFact(state, trace, id, kind)
  else foldTopologyFact(state, trace, id, kind)
}

function foldTopologyFact(state: StageState, trace: Trace, id: FactId, kind: string): void {
  switch (kind) {
    case 'amqp.connection-opened':
    case 'amqp.connection-closed': {
      const process = state.processes.get(processBehind(trace, id))
      if (process === undefined) return
      process.isConnected = kind === 'amqp.connection-opened'
      process.isBlocked = false
      return
    }
    case 'amqp.connection-blocked':
    case 'amqp.connection-unblocked': {
      const process = state.processes.get(processBehind(trace, id))
      if (process !== undefined) process.isBlocked = kind === 'amqp.connection-blocked'
      return
    }
    case 'amqp.alarm-changed': {
      const alarm = trace.text(id, 'alarm') ?? ''
      if (trace.flag(id, 'isOn')) state.broker.alarms.add(alarm)
      else state.broker.alarms.delete(alarm)
      return
    }
    case 'amqp.exchange-declared': {
      const name = trace.text(id, 'exchange') ?? ''
      const type = trace.text(id, 'type') ?? ''
      const durable = trace.flag(id, 'durable')
      const counts = { published: 0, unroutable: 0, returned: 0 }
      state.exchanges.set(name, { id: name, type, durable, ...counts })
      addDeclaredExchange(state, trace, id)
      return
    }
    case 'amqp.exchange-deleted':
      state.exchanges.delete(trace.text(id, 'exchange') ?? '')
      removeDeclared(state, trace.text(id, 'exchange') ?? '')
      return
    case 'amqp.queue-declared': {
      const name = trace.text(id, 'queue') ?? ''
      state.queues.set(name, createQueueState(name, trace.flag(id, 'durable')))
      addDeclaredQueue(state, trace, id)
      return
    }
    case 'amqp.queue-deleted':
      state.queues.delete(trace.text(id, 'queue') ?? '')
      removeDeclared(state, trace.text(id, 'queue') ?? '')
      return
    case 'amqp.binding-created': {
      // What a headers exchange compares is told as text only: the shop knows it as it was asked for.
      const binding = state.knownBindings.get(trace.text(id, 'binding') ?? '')
      if (binding !== undefined) state.bindings.set(binding.id, binding)
      else addDeclaredBinding(state, trace, id)
      return
    }
    case 'amqp.binding-removed':
      state.bindings.delete(trace.text(id, 'binding') ?? '')
      return
    case 'amqp.consumer-started':
    case 'amqp.consumer-cancelled':
    case 'amqp.consumer-activated':
      foldConsumer(state, trace, id, kind)
      return
    case 'amqp.broker-stopped':
      state.broker.isRunning = false
      state.broker.alarms.clear()
      return
    case 'amqp.broker-started':
      state.broker.isRunning = true
      state.broker.restarts++
      return
    default:
  }
}

function foldConsumer(state: StageState, trace: Trace, id: FactId, kind: string): void {
  const process = processBehind(trace, id)
  const tag = trace.text(id, 'consumer') ?? ''
  const key = `${process}/${tag}`
  if (kind === 'amqp.consumer-cancelled') {
    state.consumers.delete(key)
    return
  }
  if (kind === 'amqp.consumer-activated') {
    const queue = trace.text(id, 'queue')
    for (const consumer of state.consumers.values()) {
      if (consumer.queue === queue) consumer.isActive = `${consumer.process}/${consumer.id}` === key
    }
    return
  }
  state.consumers.set(key, {
    id: tag,
    process,
    unacked: 0,
    holding: new Set(),
    queue: trace.text(id, 'queue') ?? '',
    prefetch: trace.number(id, 'prefetch') ?? 0,
    autoAck: trace.flag(id, 'autoAck'),
    priority: trace.number(id, 'priority') ?? 0,
    isActive: false,
  })
}

function foldMessageFact(state: StageState, trace: Trace, id: FactId, kind: string): void {
  const message = trace.number(id, 'message') ?? 0
  if (kind === 'amqp.message-published') {
    publish(state, trace, id, message)
    return
  }
  if (kind === 'amqp.message-unroutable') {
    const exchange = state.exchanges.get(trace.text(id, 'exchange') ?? '')
    const isReturned = trace.flag(id, 'returned')
    if (exchange !== undefined) exchange.unroutable++
    if (exchange !== undefined && isReturned) exchange.returned++
    settle(state, message, isReturned ? 'returned' : 'unroutable')
    return
  }
  if (kind === 'amqp.message-confirmed') {
    const process = state.processes.get(processBehind(trace, id))
    if (process === undefined) return
    if (trace.text(id, 'outcome') === 'nack') process.confirmed.nacked++
    else process.confirmed.acked++
    return
  }
  const queue = state.queues.get(trace.text(id, 'queue') ?? '')
  if (kind === 'amqp.message-dead-lettered') goOn(state, trace, id, message)
  if (queue !== undefined) foldCopyFact(state, queue, trace, id, kind, message)
}

function publish(state: StageState, trace: Trace, id: FactId, message: number): void {
  const sent = trace.cause(id)
  const wasSent = sent !== null && trace.kind(sent) === 'net.sent'
  const exchange = trace.text(id, 'exchange') ?? ''
  const known = state.exchanges.get(exchange)
  if (known !== undefined) known.published++
  state.messages.set(
    message,
    Object.freeze({
      message,
      order: wasSent ? trace.number(sent, 'order') : null,
      exchange,
      routingKey: trace.text(id, 'routingKey') ?? '',
      persistent: trace.flag(id, 'persistent'),
      publishedAt: trace.at(id),
      state: 'ready',
      redelivered: false,
    } as const),
  )
}

function foldCopyFact(
  state: StageState,
  queue: QueueState,
  trace: Trace,
  id: FactId,
  kind: string,
  message: number,
): void {
  switch (kind) {
    case 'amqp.message-queued':
      queue.counts.queued++
      queue.ready.set(message, createCopy(state, trace, id, message))
      return
    case 'amqp.message-delivered':
      deliver(state, queue, trace, id, message)
      return
    case 'amqp.message-requeued':
      requeue(state, queue, trace, id, message)
      return
    case 'amqp.message-acked':
      queue.counts.acked++
      release(state, queue, message)
      settle(state, message, 'acked')
      return
    case 'amqp.message-discarded':
      queue.counts.discarded++
      release(state, queue, message)
      queue.ready.delete(message)
      settle(state, message, trace.text(id, 'reason') === 'expired' ? 'expired' : 'discarded')
      return
    case 'amqp.message-dead-lettered':
      queue.counts.deadLettered++
      release(state, queue, message)
      queue.ready.delete(message)
      settle(state, message, 'dead-lettered')
      return
    case 'amqp.message-refused':
      queue.counts.refused++
      settle(state, message, 'refused')
      return
    default:
  }
}

/** A dead letter is a new message about the same order; the wire it takes is shown for a hop. */
function goOn(state: StageState, trace: Trace, id: FactId, message: number): void {
  const known = state.messages.get(message)
  const as = trace.number(id, 'as') ?? 0
  const exchange = trace.text(id, 'exchange') ?? ''
  const routingKey = trace.text(id, 'routingKey') ?? ''
  const now = trace.at(id)
  const order = known?.order ?? null
  const persistent = known?.persistent ?? false
  const life = { publishedAt: now, state: 'ready', redelivered: false } as const
  state.messages.set(
    as,
    Object.freeze({ message: as, order, exchange, routingKey, persistent, ...life }),
  )
  const move: Flight = {
    fact: id,
    what: 'dead-letter',
    from: trace.text(id, 'queue') ?? '',
    to: exchange === '' ? routingKey : exchange,
    order,
    message: as,
    redelivered: false,
    departure: now,
    arrival: after(now, ms(state.hopMs)),
  }
  state.moves.push(Object.freeze(move))
}

function createCopy(state: StageState, trace: Trace, id: FactId, message: number): CopyView {
  const known = state.messages.get(message)
  return Object.freeze({
    message,
    order: known?.order ?? null,
    redelivered: false,
    priority: trace.number(id, 'priority') ?? 0,
    position: trace.number(id, 'position') ?? 0,
    persistent: known?.persistent ?? false,
    since: trace.at(id),
    consumer: null,
    process: null,
  })
}

function deliver(
  state: StageState,
  queue: QueueState,
  trace: Trace,
  id: FactId,
  message: number,
): void {
  const copy = queue.ready.get(message)
  queue.ready.delete(message)
  queue.counts.delivered++
  const redelivered = trace.flag(id, 'redelivered')
  if (redelivered) queue.counts.redelivered++
  if (copy === undefined || trace.flag(id, 'autoAck')) {
    settle(state, message, 'acked')
    return
  }
  const process = processBehind(trace, id)
  const consumer = trace.text(id, 'consumer')
  const since = trace.at(id)
  queue.unacked.set(message, Object.freeze({ ...copy, redelivered, since, consumer, process }))
  const known = state.consumers.get(`${process}/${consumer}`)
  if (known !== undefined) known.unacked = known.holding.add(message).size
  settle(state, message, 'unacked', redelivered)
}

function requeue(
  state: StageState,
  queue: QueueState,
  trace: Trace,
  id: FactId,
  message: number,
): void {
  const copy = release(state, queue, message)
  if (copy === null) return
  const position = trace.number(id, 'position') ?? copy.position
  const back = { redelivered: true, position, since: trace.at(id), consumer: null, process: null }
  queue.ready.set(message, Object.freeze({ ...copy, ...back }))
  settle(state, message, 'ready', true)
}

/** Takes a copy out of its consumer's hands. */
function release(state: StageState, queue: QueueState, message: number): CopyView | null {
  const copy = queue.unacked.get(message)
  if (copy === undefined) return null
  queue.unacked.delete(message)
  const consumer = state.consumers.get(`${copy.process}/${copy.consumer}`)
  if (consumer?.holding.delete(message) === true) consumer.unacked--
  return copy
}

function settle(
  state: StageState,
  message: number,
  to: MessageView['state'],
  redelivered?: boolean,
): void {
  const known = state.messages.get(message)
  if (known === undefined) return
  const changed = { ...known, state: to, redelivered: redelivered ?? known.redelivered }
  state.messages.set(message, Object.freeze(changed))
}

/** The process at the client's end of the connection a fact is about. */
function processBehind(trace: Trace, id: FactId): string {
  return processOfConnection(trace.text(id, 'connection') ?? '')
}
