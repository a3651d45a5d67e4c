import type { FactId } from '#engine'
import { bindQueue, unbindQueue } from '../bind-queue.ts'
import type { Broker } from '../broker.ts'
import type { ChannelAddress } from '../channel.ts'
import { closeChannel, closeConnection } from '../connect.ts'
import { cancel, consume } from '../consume.ts'
import { declareExchange } from '../declare-exchange.ts'
import { declareQueue } from '../declare-queue.ts'
import { deleteExchange } from '../delete-exchange.ts'
import { deleteQueue, purgeQueue } from '../delete-queue.ts'
import { get } from '../get.ts'
import { publish } from '../publish.ts'
import type { BrokerContext, ServerMethod } from '../server-method.ts'
import { setPrefetch } from '../set-prefetch.ts'
import { ack, nack, reject } from '../settle.ts'

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

interface DeclareOptions {
  readonly durable?: boolean
  readonly passive?: boolean
}

interface PublishOptions {
  readonly persistent?: boolean
  readonly mandatory?: boolean
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

  queue(queue: string, { durable = true, passive = false }: DeclareOptions = {}): string {
    const command = { ...this.at, queue, durable, passive }
    const reply = declareQueue(this.#broker, this.#context, command)
    if (!reply.ok) return text(reply)
    const { messageCount, consumerCount } = reply
    return `${reply.queue} messages=${String(messageCount)} consumers=${String(consumerCount)}`
  }

  exchange(
    exchange: string,
    type: string,
    { durable = true, passive = false }: DeclareOptions = {},
  ): string {
    const command = { ...this.at, exchange, type, durable, passive }
    return text(declareExchange(this.#broker, this.#context, command))
  }

  /** Answers with the binding's id. */
  bind(exchange: string, queue: string, routingKey: string = '', binding?: string): string {
    const ends = { ...this.at, exchange, queue, routingKey }
    const command = binding === undefined ? ends : { ...ends, binding }
    const reply = bindQueue(this.#broker, this.#context, command)
    return reply.ok ? reply.binding : text(reply)
  }

  unbind(exchange: string, queue: string, routingKey: string = ''): string {
    const command = { ...this.at, exchange, queue, routingKey }
    return text(unbindQueue(this.#broker, this.#context, command))
  }

  publish(
    exchange: string,
    routingKey: string,
    { persistent = true, mandatory = false }: PublishOptions = {},
  ): number | null {
    const order = { exchange, routingKey, persistent, mandatory, bodyBytes: 2, payload: null }
    return publish(this.#broker, this.#context, { ...this.at, ...order })
  }

  /** Puts so many messages into a queue, through the default exchange. */
  fill(queue: string, count: number, options: PublishOptions = {}): void {
    for (let index = 0; index < count; index++) this.publish('', queue, options)
  }

  prefetch(count: number, isGlobal: boolean = false): string {
    return text(setPrefetch(this.#broker, this.#context, { ...this.at, count, isGlobal }))
  }

  /** Answers with the consumer tag. */
  consume(queue: string, consumerTag: string = '', autoAck: boolean = false): string {
    const command = { ...this.at, queue, consumerTag, autoAck }
    const reply = consume(this.#broker, this.#context, command)
    return reply.ok ? reply.consumerTag : text(reply)
  }

  cancel(consumerTag: string): string {
    return text(cancel(this.#broker, this.#context, { ...this.at, consumerTag }))
  }

  /** Takes one message: '3', or '3r' when it is redelivered, or 'empty'. */
  get(queue: string, autoAck: boolean = false): string {
    const reply = get(this.#broker, this.#context, { ...this.at, queue, autoAck })
    if (!reply.ok) return text(reply)
    if (reply.delivery === null) return 'empty'
    const { message, deliveryTag, redelivered } = reply.delivery
    this.#gotten.set(message.id, deliveryTag)
    return `${String(message.id)}${redelivered ? 'r' : ''}`
  }

  /** Takes messages until the queue is empty: '1 2r 3'. */
  drain(queue: string): string {
    const texts: string[] = []
    for (let next = this.get(queue); next !== 'empty'; next = this.get(queue)) texts.push(next)
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
