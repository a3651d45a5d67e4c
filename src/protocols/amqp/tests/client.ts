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
import type { BrokerContext } from '../server-method.ts'
import { setPrefetch } from '../set-prefetch.ts'
import { ack, nack, reject } from '../settle.ts'
import type { SentMethod } from './broker-world.ts'

/** One channel of one client. Answers are text: what was asked for, or `404 NOT_FOUND - …`. */
export type Client = ReturnType<typeof createClient>

interface Surroundings {
  readonly broker: Broker
  readonly context: BrokerContext
  readonly sent: readonly SentMethod[]
}

interface Options {
  readonly durable?: boolean
  readonly passive?: boolean
}

type Answer = { readonly ok: true } | { readonly ok: false; readonly error: BrokerErrorText }

interface BrokerErrorText {
  readonly code: number
  readonly text: string
}

export function createClient({ broker, context, sent }: Surroundings, at: ChannelAddress) {
  const gotten = new Map<number, number>()

  /** The newest delivery tag of a message on this channel. */
  function tagOf(message: number): number {
    const delivery = sent.findLast(
      ({ connection, method }) =>
        connection === at.connection &&
        method.method === 'basic.deliver' &&
        method.channel === at.channel &&
        method.message.id === message,
    )
    const pushed = delivery?.method.method === 'basic.deliver' ? delivery.method.deliveryTag : 0
    return Math.max(gotten.get(message) ?? 0, pushed)
  }

  return {
    at,
    tagOf,
    queue(queue: string, { durable = true, passive = false }: Options = {}) {
      const reply = declareQueue(broker, context, { ...at, queue, durable, passive })
      if (!reply.ok) return text(reply)
      return `${reply.queue} messages=${String(reply.messageCount)} consumers=${String(reply.consumerCount)}`
    },
    exchange(exchange: string, type: string, { durable = true, passive = false }: Options = {}) {
      return text(declareExchange(broker, context, { ...at, exchange, type, durable, passive }))
    },
    bind(exchange: string, queue: string, routingKey = '', binding?: string) {
      const ends = { ...at, exchange, queue, routingKey }
      const reply = bindQueue(broker, context, binding === undefined ? ends : { ...ends, binding })
      return reply.ok ? reply.binding : text(reply)
    },
    unbind(exchange: string, queue: string, routingKey = '') {
      return text(unbindQueue(broker, context, { ...at, exchange, queue, routingKey }))
    },
    publish(exchange: string, routingKey: string, { persistent = true, mandatory = false } = {}) {
      const order = { exchange, routingKey, persistent, mandatory, bodyBytes: 2, payload: null }
      return publish(broker, context, { ...at, ...order })
    },
    /** Puts so many messages into a queue, through the default exchange. */
    fill(queue: string, count: number, { persistent = true } = {}) {
      const order = { routingKey: queue, persistent, mandatory: false, bodyBytes: 2, payload: null }
      for (let index = 0; index < count; index++) {
        publish(broker, context, { ...at, exchange: '', ...order })
      }
    },
    prefetch(count: number, isGlobal = false) {
      return text(setPrefetch(broker, context, { ...at, count, isGlobal }))
    },
    consume(queue: string, consumerTag = '', autoAck = false) {
      const reply = consume(broker, context, { ...at, queue, consumerTag, autoAck })
      return reply.ok ? reply.consumerTag : text(reply)
    },
    cancel(consumerTag: string) {
      return text(cancel(broker, context, { ...at, consumerTag }))
    },
    /** Takes one message: '3', or '3r' when it is redelivered, or 'empty'. */
    get(queue: string, autoAck = false) {
      const reply = get(broker, context, { ...at, queue, autoAck })
      if (!reply.ok) return text(reply)
      if (reply.delivery === null) return 'empty'
      const { message, deliveryTag, redelivered } = reply.delivery
      gotten.set(message.id, deliveryTag)
      return `${String(message.id)}${redelivered ? 'r' : ''}`
    },
    /** Takes messages until the queue is empty: '1 2r 3'. */
    drain(queue: string) {
      const texts: string[] = []
      for (let next = this.get(queue); next !== 'empty'; next = this.get(queue)) texts.push(next)
      return texts.join(' ')
    },
    ack(message: number, multiple = false) {
      return this.ackTag(tagOf(message), multiple)
    },
    ackTag(deliveryTag: number, multiple = false) {
      return text(ack(broker, context, { ...at, deliveryTag, multiple }))
    },
    nack(message: number, { requeue = true, multiple = false } = {}) {
      const deliveryTag = tagOf(message)
      return text(nack(broker, context, { ...at, deliveryTag, requeue, multiple }))
    },
    reject(message: number, requeue = true) {
      return text(reject(broker, context, { ...at, deliveryTag: tagOf(message), requeue }))
    },
    purge(queue: string) {
      const reply = purgeQueue(broker, context, { ...at, queue })
      return reply.ok ? `${String(reply.messageCount)} messages` : text(reply)
    },
    deleteQueue(queue: string, conditions: { ifEmpty?: boolean; ifUnused?: boolean } = {}) {
      const reply = deleteQueue(broker, context, { ...at, queue, ...conditions })
      return reply.ok ? `${String(reply.messageCount)} messages` : text(reply)
    },
    deleteExchange(exchange: string, ifUnused = false) {
      return text(deleteExchange(broker, context, { ...at, exchange, ifUnused }))
    },
    close() {
      closeChannel(broker, context, at)
    },
    disconnect(reason: 'client' | 'socket-lost' | 'forced' = 'client') {
      closeConnection(broker, context, { connection: at.connection, reason })
    },
  }
}

function text(answer: Answer): string {
  return answer.ok ? 'ok' : `${String(answer.error.code)} ${answer.error.text}`
}
