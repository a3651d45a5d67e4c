import {
  bindQueue,
  createBroker,
  declareExchange,
  declareQueue,
  openChannel,
  openConnection,
  publish,
  tableOf,
  type AmqpFacts,
  type Broker,
  type BrokerContext,
  type MessageProperties,
} from '#amqp'
import { START, type FactId, type Recorder } from '#engine'
import { median } from './table.ts'

const SIZES = [10, 1_000, 100_000]
const RUNS = 3
const AT = { connection: 'c', channel: 1 }
const EXCHANGE = 'x'
const QUEUE = 'q'

/** Kinds of exchange, and how many messages are enough to measure one. */
const KINDS = [
  { type: 'direct', messages: 50_000 },
  { type: 'topic', messages: 50_000 },
  // It has to look at every binding: fewer messages take as long.
  { type: 'headers', messages: 50 },
] as const
type Kind = (typeof KINDS)[number]

/** What it costs to route one message, by kind of exchange and number of bindings, as lines. */
export function routingLines(): string {
  return KINDS.map((kind) => {
    const costs = SIZES.map((bindings) => measure(kind, bindings))
    const texts = costs.map((cost, index) => {
      const ratio = (cost / (costs[0] ?? cost)).toFixed(2)
      return `${(SIZES[index] ?? 0).toLocaleString('en')}: ${cost.toFixed(2)} µs (${ratio} ×)`
    })
    return `routing, ${kind.type.padEnd(7)} bindings ${texts.join(', ')}`
  }).join('\n')
}

/** Microseconds for a publish that one binding of so many wants, another one every time. */
function measure({ type, messages }: Kind, bindings: number): number {
  const context = silentContext()
  const broker = brokerWith(context, type, bindings)
  return median(RUNS, () => {
    const begin = performance.now()
    for (let index = 0; index < messages; index++) {
      // A step that is prime to the sizes: neighbours are not asked for one after the other.
      publishOne(broker, context, (index * 7_919) % bindings)
    }
    return ((performance.now() - begin) * 1_000) / messages
  })
}

function brokerWith(context: BrokerContext, type: string, bindings: number): Broker {
  const broker = createBroker()
  openConnection(broker, context, { connection: AT.connection })
  openChannel(broker, context, AT)
  declareExchange(broker, context, { ...AT, exchange: EXCHANGE, type, durable: true })
  // It keeps nothing, so that only the way there is measured.
  const full = tableOf({ 'x-max-length': 0, 'x-overflow': 'reject-publish' })
  declareQueue(broker, context, { ...AT, queue: QUEUE, durable: true, arguments: full })
  for (let index = 0; index < bindings; index++) {
    const wanted = tableOf(type === 'headers' ? { 'x-match': 'all', shop: index } : {})
    const routingKey = type === 'topic' ? patternOf(index) : keyOf(index)
    bindQueue(broker, context, {
      ...AT,
      exchange: EXCHANGE,
      queue: QUEUE,
      routingKey,
      arguments: wanted,
    })
  }
  return broker
}

function keyOf(index: number): string {
  return `shop-${index}.order.placed`
}

/** Both kinds of wildcard, each in half of the patterns. */
function patternOf(index: number): string {
  return index % 2 === 0 ? `shop-${index}.*.placed` : `shop-${index}.#`
}

function publishOne(broker: Broker, context: BrokerContext, index: number): void {
  publish(broker, context, {
    ...AT,
    exchange: EXCHANGE,
    routingKey: keyOf(index),
    mandatory: false,
    persistent: false,
    bodyBytes: 200,
    payload: null,
    properties: headersOf(index),
  })
}

function headersOf(index: number): MessageProperties {
  return { headers: new Map([['shop', { type: 'signedint', value: index }]]) }
}

function silentContext(): BrokerContext {
  let facts = 0
  const recorder: Recorder<AmqpFacts> = {
    now: START,
    cause: null,
    record: () => facts++ as FactId,
  }
  return { recorder, send: () => undefined }
}
