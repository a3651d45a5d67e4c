import type { FactId } from '#engine'
import { bindExchange, bindQueue, unbindExchange, unbindQueue } from '../commands/bindings.ts'
import { closeChannel, closeConnection } from '../commands/connect.ts'
import { cancel, consume } from '../commands/consume.ts'
import { declareExchange } from '../commands/declare-exchange.ts'
import { declareQueue } from '../commands/declare-queue.ts'
import { deleteExchange } from '../commands/delete-exchange.ts'
import { deleteQueue, purgeQueue } from '../commands/delete-queue.ts'
import { get } from '../commands/get.ts'
import { publish } from '../commands/publish.ts'
import { recover } from '../commands/recover.ts'
import { setPrefetch } from '../commands/set-prefetch.ts'
import { ack, nack, reject } from '../commands/settle.ts'
import { commit, rollback, selectConfirms, selectTransactions } from '../commands/transaction.ts'
import type { BrokerContext, ServerMethod } from '../server-method.ts'
import type { ChannelAddress } from '../state/address.ts'
import type { Broker } from '../state/broker.ts'
import type { MessageProperties } from '../state/message.ts'
import { EMPTY_TABLE, plainOf, tableOf } from '../state/table.ts'

/** A method as it left the broker. */
export interface SentMethod {
  readonly connection: string
  readonly method: ServerMethod
  readonly cause: FactId
}

interface Surroundings {
  readonly broker: Broker
  readonly context: BrokerContext
  readonly sent: readonly SentMethod[]
}

/** Arguments and headers as a client library takes them; they get their types from `tableOf`. */
type Plain = Readonly<Record<string, unknown>>

interface QueueOptions {
  readonly durable?: boolean
  readonly passive?: boolean
  readonly exclusive?: boolean
  readonly autoDelete?: boolean
  readonly arguments?: Plain
}

interface ExchangeOptions {
  readonly durable?: boolean
  readonly passive?: boolean
  readonly autoDelete?: boolean
  readonly internal?: boolean
  readonly arguments?: Plain
}

interface PublishOptions extends Omit<MessageProperties, 'headers'> {
  readonly persistent?: boolean
  readonly mandatory?: boolean
  readonly immediate?: boolean
  readonly bytes?: number
  readonly headers?: Plain
}

interface ConsumeOptions {
  readonly autoAck?: boolean
  readonly exclusive?: boolean
  readonly priority?: number
  readonly arguments?: Plain
}

/** A message as the reader of a queue sees it. */
interface SeenMessage {
  readonly message: number
  readonly exchange: string
  readonly routingKey: string
  readonly redelivered: boolean
  readonly headers: Record<string, unknown>
  readonly properties: MessageProperties
  readonly left: number
}

interface NackOptions {
  readonly requeue?: boolean
  readonly multiple?: boolean
}

interface DeleteOptions {
  readonly ifEmpty?: boolean
  readonly ifUnused?: boolean
}

/**
 * One channel of one client. Answers are text: what was asked for, or `404 NOT_FOUND - …`. Where a
 * method takes a message, the message's newest delivery on this channel is meant.
 */
export class Client {
  readonly at: ChannelAddress
  readonly #broker: Broker
  readonly #context: BrokerContext
  readonly #sent: readonly SentMethod[]
  /** The delivery tags of messages taken with `get`. */
  readonly #gotten = new Map<number, number>()

  constructor({ broker, context, sent }: Surroundings, at: ChannelAddress) {
    this.at = at
    this.#broker = broker
    this.#context = context
    this.#sent = sent
  }

  queue(queue: string, options: QueueOptions = {}): string {
    const table = tableOf(options.arguments ?? {})
    const command = { ...this.at, durable: true, ...options, queue, arguments: table }
    const reply = declareQueue(this.#broker, this.#context, command)
    if (!reply.ok) return text(reply)
    const { messageCount, consumerCount } = reply
    return `${reply.queue} messages=${String(messageCount)} consumers=${String(consumerCount)}`
  }

  exchange(exchange: string, type: string, options: ExchangeOptions = {}): string {
    const table = tableOf(options.arguments ?? {})
    const command = { ...this.at, durable: true, ...options, exchange, type, arguments: table }
    return text(declareExchange(this.#broker, this.#context, command))
  }

  /** Answers with the binding's id. */
  bind(exchange: string, queue: string, routingKey: string = '', binding?: string): string {
    const ends = { ...this.at, exchange, queue, routingKey }
    const command = binding === undefined ? ends : { ...ends, binding }
    const reply = bindQueue(this.#broker, this.#context, command)
    return reply.ok ? reply.binding : text(reply)
  }

  /** Binds with what a headers exchange compares; answers with the binding's id. */
  bindHeaders(exchange: string, queue: string, wanted: Plain, routingKey: string = ''): string {
    const command = { ...this.at, exchange, queue, routingKey, arguments: tableOf(wanted) }
    const reply = bindQueue(this.#broker, this.#context, command)
    return reply.ok ? reply.binding : text(reply)
  }

  unbind(exchange: string, queue: string, routingKey: string = '', wanted: Plain = {}): string {
    const command = { ...this.at, exchange, queue, routingKey, arguments: tableOf(wanted) }
    return text(unbindQueue(this.#broker, this.#context, command))
  }

  /** Answers with the binding's id. */
  bindExchange(
    source: string,
    destination: string,
    routingKey: string = '',
    wanted: Plain = {},
  ): string {
    const command = { ...this.at, source, destination, routingKey, arguments: tableOf(wanted) }
    const reply = bindExchange(this.#broker, this.#context, command)
    return reply.ok ? reply.binding : text(reply)
  }

  unbindExchange(source: string, destination: string, routingKey: string = ''): string {
    const command = { ...this.at, source, destination, routingKey }
    return text(unbindExchange(this.#broker, this.#context, command))
  }

  publish(exchange: string, routingKey: string, options: PublishOptions = {}): number | null {
    const {
      persistent = true,
      mandatory = false,
      immediate = false,
      bytes = 2,
      ...others
    } = options
    const { headers, ...rest } = others
    const properties = headers === undefined ? rest : { ...rest, headers: tableOf(headers) }
    const how = { persistent, mandatory, immediate, bodyBytes: bytes, payload: null, properties }
    return publish(this.#broker, this.#context, { ...this.at, exchange, routingKey, ...how })
  }

  /** Puts so many messages into a queue, through the default exchange. */
  fill(queue: string, count: number, options: PublishOptions = {}): void {
    for (let index = 0; index < count; index++) this.publish('', queue, options)
  }

  confirms(): string {
    return text(selectConfirms(this.#broker, this.#context, this.at))
  }

  transactions(): string {
    return text(selectTransactions(this.#broker, this.#context, this.at))
  }

  commit(): string {
    return text(commit(this.#broker, this.#context, this.at))
  }

  rollback(): string {
    return text(rollback(this.#broker, this.#context, this.at))
  }

  prefetch(count: number, isGlobal: boolean = false): string {
    return text(setPrefetch(this.#broker, this.#context, { ...this.at, count, isGlobal }))
  }

  /** Answers with the consumer tag; `options` true means automatic acknowledgement. */
  consume(queue: string, consumerTag: string = '', options: ConsumeOptions | boolean = {}): string {
    const wanted = typeof options === 'boolean' ? { autoAck: options } : options
    const { autoAck = false, exclusive = false, priority } = wanted
    const table = tableOf({ 'x-priority': priority, ...wanted.arguments })
    const command = { ...this.at, queue, consumerTag, autoAck, exclusive, arguments: table }
    const reply = consume(this.#broker, this.#context, command)
    return reply.ok ? reply.consumerTag : text(reply)
  }

  cancel(consumerTag: string): string {
    return text(cancel(this.#broker, this.#context, { ...this.at, consumerTag }))
  }

  /** Takes one message: '3', or '3r' when it is redelivered, or 'empty'. */
  get(queue: string, autoAck: boolean = false): string {
    const seen = this.#take(queue, autoAck)
    if (typeof seen === 'string') return seen
    return `${String(seen.message)}${seen.redelivered ? 'r' : ''}`
  }

  /** Takes one message and shows all of it; there must be one. */
  see(queue: string): SeenMessage {
    const seen = this.#take(queue, false)
    if (typeof seen === 'string') throw new Error(`no message to see: ${seen}`)
    return seen
  }

  #take(queue: string, autoAck: boolean): SeenMessage | string {
    const reply = get(this.#broker, this.#context, { ...this.at, queue, autoAck })
    if (!reply.ok) return text(reply)
    if (reply.delivery === null) return 'empty'
    const { message, deliveryTag, redelivered, messageCount: left } = reply.delivery
    this.#gotten.set(message.id, deliveryTag)
    const { id, exchange, routingKey, properties } = message
    const headers = plainOf(properties.headers ?? EMPTY_TABLE)
    return { message: id, exchange, routingKey, redelivered, headers, properties, left }
  }

  /** Takes messages until the queue is empty: '1 2r 3'; an error ends it and is its last word. */
  drain(queue: string): string {
    const texts: string[] = []
    for (let next = this.get(queue); next !== 'empty'; next = this.get(queue)) {
      texts.push(next)
      if (!/^\d+r?$/u.test(next)) break
    }
    return texts.join(' ')
  }

  /** The newest delivery tag of a message on this channel; 0 when it was never delivered here. */
  tagOf(message: number): number {
    let tag = this.#gotten.get(message) ?? 0
    for (const { connection, method } of this.#sent) {
      if (connection !== this.at.connection || method.method !== 'basic.deliver') continue
      const isMine = method.channel === this.at.channel && method.message.id === message
      if (isMine) tag = Math.max(tag, method.deliveryTag)
    }
    return tag
  }

  ack(message: number, multiple: boolean = false): string {
    return this.ackTag(this.tagOf(message), multiple)
  }

  ackTag(deliveryTag: number, multiple: boolean = false): string {
    return text(ack(this.#broker, this.#context, { ...this.at, deliveryTag, multiple }))
  }

  nack(message: number, how: NackOptions = {}): string {
    return this.nackTag(this.tagOf(message), how)
  }

  nackTag(deliveryTag: number, { requeue = true, multiple = false }: NackOptions = {}): string {
    const command = { ...this.at, deliveryTag, requeue, multiple }
    return text(nack(this.#broker, this.#context, command))
  }

  reject(message: number, requeue: boolean = true): string {
    return this.rejectTag(this.tagOf(message), requeue)
  }

  rejectTag(deliveryTag: number, requeue: boolean = true): string {
    return text(reject(this.#broker, this.#context, { ...this.at, deliveryTag, requeue }))
  }

  recover(requeue: boolean = true): string {
    return text(recover(this.#broker, this.#context, { ...this.at, requeue }))
  }

  purge(queue: string): string {
    const reply = purgeQueue(this.#broker, this.#context, { ...this.at, queue })
    return reply.ok ? `${String(reply.messageCount)} messages` : text(reply)
  }

  deleteQueue(queue: string, conditions: DeleteOptions = {}): string {
    const reply = deleteQueue(this.#broker, this.#context, { ...this.at, queue, ...conditions })
    return reply.ok ? `${String(reply.messageCount)} messages` : text(reply)
  }

  deleteExchange(exchange: string, ifUnused: boolean = false): string {
    return text(deleteExchange(this.#broker, this.#context, { ...this.at, exchange, ifUnused }))
  }

  close(): void {
    closeChannel(this.#broker, this.#context, this.at)
  }

  disconnect(reason: 'client' | 'socket-lost' | 'forced' = 'client'): void {
    closeConnection(this.#broker, this.#context, { connection: this.at.connection, reason })
  }
}

type Answer =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: { readonly code: number; readonly text: string } }

function text(answer: Answer): string {
  return answer.ok ? 'ok' : `${String(answer.error.code)} ${answer.error.text}`
}
