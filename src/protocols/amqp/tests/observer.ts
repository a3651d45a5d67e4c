import type { FactId } from '#engine'
import { assert } from '#std'
import type { BrokerWorld, ToldFact } from './broker-world.ts'
import type { SentMethod } from './client.ts'

/** A copy that is somewhere: the pair (message, queue). */
interface CopyState {
  position: number
  readonly priority: number
  readonly queue: string
  readonly isInStream: boolean
  isUnacked: boolean
}

/** What a channel that asked for confirms has published: the messages by tag. */
interface ConfirmState {
  next: number
  /** Told by facts, told by frames. */
  readonly waiting: { readonly facts: Map<number, number>; readonly frames: Set<number> }
}

/** A naive reader of the facts: what must be true of the broker if they are. */
export interface Observer {
  /** Ready or unacked; who is acked, discarded or dead-lettered leaves. */
  readonly copies: Map<string, CopyState>
  /** Every copy there has ever been. */
  readonly known: Set<string>
  readonly lastFirstDelivery: Map<string, number>
  readonly types: Map<string, string>
  /** By connection and channel. */
  readonly confirms: Map<string, ConfirmState>
  /** New messages of which nothing is known yet. */
  readonly homeless: Set<number>
  facts: number
  sent: number
}

export function createObserver(): Observer {
  return {
    copies: new Map(),
    known: new Set(),
    lastFirstDelivery: new Map(),
    types: new Map(),
    confirms: new Map(),
    homeless: new Set(),
    facts: 0,
    sent: 0,
  }
}

/** Reads the facts and the frames that are new; each has to fit what came before. */
export function follow(observer: Observer, w: BrokerWorld): void {
  for (; observer.facts < w.facts.length; observer.facts++) {
    const fact = w.facts[observer.facts] as ToldFact
    checkCause(w.facts, fact)
    followCopies(observer, fact)
    followMessages(observer, fact)
    followConfirms(observer, fact)
    // A frame leaves as soon as the fact is known that it tells of.
    let next = w.sent[observer.sent]
    for (; next !== undefined && next.cause <= fact.id; next = w.sent[observer.sent]) {
      followFrames(observer, next)
      observer.sent++
    }
  }
  assert(observer.homeless.size === 0, 'every message is somewhere, or a fact says why not')
  for (const { waiting } of observer.confirms.values()) {
    const isSame = [...waiting.frames].join() === [...waiting.facts.keys()].join()
    assert(isSame, 'facts and frames confirm the same')
  }
}

/** What must have come right before, by kind: the cause speaks of the same message. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  queued: ['published', 'dead-lettered', 'stalled'],
  delivered: ['queued', 'requeued'],
  unroutable: ['published', 'dead-lettered'],
  refused: ['published', 'dead-lettered', 'stalled'],
  confirmed: ['published'],
}

function checkCause(facts: readonly ToldFact[], fact: ToldFact): void {
  const [, kind = ''] = fact.kind.split('amqp.message-')
  const allowed = CAUSES[kind]
  if (allowed === undefined) return
  const cause = facts[fact.cause as FactId]
  const isAllowed = allowed.some((one) => cause?.kind === `amqp.message-${one}`)
  const isSame = fact.fields['message'] === (cause?.fields['as'] ?? cause?.fields['message'])
  assert(isAllowed && isSame, `${fact.kind} follows from ${cause?.kind ?? 'nothing'}`)
}

function followCopies(observer: Observer, fact: ToldFact): void {
  const { copies, known } = observer
  const queue = String(fact.fields['queue'])
  const key = `${String(fact.fields['message'])} in ${queue}`
  const copy = copies.get(key)
  switch (fact.kind) {
    case 'amqp.queue-declared':
      observer.types.set(queue, String(fact.fields['type']))
      observer.lastFirstDelivery.clear()
      return
    case 'amqp.message-queued': {
      const position = Number(fact.fields['position'])
      const priority = Number(fact.fields['priority'])
      const isInStream = observer.types.get(queue) === 'stream'
      assert(!known.has(key), `${key} is queued once`)
      known.add(key)
      copies.set(key, { position, priority, queue, isInStream, isUnacked: false })
      return
    }
    case 'amqp.message-delivered':
      return deliver(observer, key, copy, fact)
    case 'amqp.message-acked':
      if (copy?.isInStream === true) return
      assert(copy?.isUnacked === true, `${key} is unacked when it is acked`)
      copies.delete(key)
      return
    case 'amqp.message-requeued':
      assert(copy?.isUnacked === true, `${key} is unacked when it comes back`)
      if (copy === undefined) return
      copy.isUnacked = false
      copy.position = Number(fact.fields['position'])
      return
    case 'amqp.message-discarded':
    case 'amqp.message-dead-lettered':
      // What goes round for ever, waited for a majority or was refused was never in the queue.
      assert(copy !== undefined || !known.has(key), `${key} ends once`)
      copies.delete(key)
  }
}

function deliver(
  observer: Observer,
  key: string,
  copy: CopyState | undefined,
  fact: ToldFact,
): void {
  assert(copy?.isUnacked === false, `${key} is ready when it is delivered`)
  if (copy === undefined || copy.isInStream) return
  checkOrder(observer, fact, copy)
  if (fact.fields['autoAck'] === true) observer.copies.delete(key)
  else copy.isUnacked = true
}

/** A delivery takes the first of what is ready; first deliveries of one priority come in order. */
function checkOrder(observer: Observer, fact: ToldFact, copy: CopyState): void {
  for (const other of observer.copies.values()) {
    if (other.queue !== copy.queue || other.isUnacked) continue
    const isBefore =
      other.priority > copy.priority ||
      (other.priority === copy.priority && other.position < copy.position)
    assert(!isBefore, `${copy.queue} is served in order`)
  }
  if (fact.fields['redelivered'] === true) return
  const line = `${copy.queue}/${String(copy.priority)}`
  const last = observer.lastFirstDelivery.get(line) ?? 0
  assert(copy.position > last, `${line} comes in order`)
  observer.lastFirstDelivery.set(line, copy.position)
}

/** Every message, published or dead-lettered, is routed before the command is over. */
function followMessages({ homeless }: Observer, fact: ToldFact): void {
  const message = Number(fact.fields['message'])
  switch (fact.kind) {
    case 'amqp.message-published':
      homeless.add(message)
      return
    case 'amqp.message-dead-lettered':
      homeless.delete(message)
      homeless.add(Number(fact.fields['as']))
      return
    case 'amqp.message-queued':
    case 'amqp.message-unroutable':
    case 'amqp.message-refused':
    case 'amqp.message-stalled':
    case 'amqp.message-discarded':
      homeless.delete(message)
  }
}

/** What is published on a channel with confirms has the next tag, and is confirmed once. */
function followConfirms({ confirms }: Observer, fact: ToldFact): void {
  const { connection, channel, message, deliveryTag } = fact.fields
  const key = `${String(connection)}/${String(channel)}`
  const state = confirms.get(key)
  switch (fact.kind) {
    case 'amqp.confirms-selected':
      confirms.set(key, { next: 1, waiting: { facts: new Map(), frames: new Set() } })
      return
    case 'amqp.message-published': {
      if (state === undefined) return
      const tag = state.next++
      state.waiting.facts.set(tag, Number(message))
      state.waiting.frames.add(tag)
      return
    }
    case 'amqp.message-confirmed':
      assert(
        state?.waiting.facts.get(Number(deliveryTag)) === message,
        'a confirm names its message',
      )
      state?.waiting.facts.delete(Number(deliveryTag))
      return
    case 'amqp.channel-closed':
      confirms.delete(key)
      return
    case 'amqp.connection-closed':
      for (const one of confirms.keys()) {
        if (one.startsWith(`${String(connection)}/`)) confirms.delete(one)
      }
  }
}

function followFrames({ confirms }: Observer, { connection, method }: SentMethod): void {
  if (method.method !== 'basic.ack' && method.method !== 'basic.nack') return
  const { channel, deliveryTag, multiple } = method
  const frames = confirms.get(`${connection}/${String(channel)}`)?.waiting.frames
  assert(frames?.has(deliveryTag) === true, 'a frame confirms what still waits')
  for (const tag of [...(frames ?? [])]) {
    if (tag === deliveryTag || (multiple && tag < deliveryTag)) frames?.delete(tag)
  }
}
