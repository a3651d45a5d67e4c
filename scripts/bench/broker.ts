import {
  ack,
  amqpFacts,
  consume,
  createBroker,
  declareQueue,
  openChannel,
  openConnection,
  publish,
  setPrefetch,
  type AmqpFacts,
  type Broker,
  type BrokerContext,
} from '#amqp'
import { atSeconds, Simulation, us, type Engine, type Model } from '#engine'

interface Params {
  /** How many consumers take from the queue; 0 lets it fill. */
  readonly consumers: number
}

interface State {
  readonly broker: Broker
}

type Event = { readonly type: 'deliver'; readonly connection: string; readonly deliveryTag: number }
type Input =
  | { readonly type: 'publish'; readonly count: number }
  | { readonly type: 'consume'; readonly consumers: number }

type BenchEngine = Engine<AmqpFacts, Event>
type BenchRun = Simulation<Params, State, Event, Input, AmqpFacts>

const QUEUE = 'orders'
const PREFETCH = 20
const HOP = us(20)
const PUBLISHER = { connection: 'publisher', channel: 1 }
const BODY = Object.freeze({ order: 1 })

/** A broker, a publisher and consumers that acknowledge at once: nothing but the message's own way. */
export const brokerModel: Model<Params, State, Event, Input, AmqpFacts> = {
  facts: amqpFacts,
  start({ consumers }, engine) {
    const broker = createBroker()
    const context = contextOf(engine)
    openConnection(broker, context, { connection: PUBLISHER.connection })
    openChannel(broker, context, PUBLISHER)
    declareQueue(broker, context, { ...PUBLISHER, queue: QUEUE, durable: true })
    startConsumers(broker, context, consumers)
    return { broker }
  },
  handle({ broker }, { connection, deliveryTag }, engine) {
    ack(broker, contextOf(engine), { connection, channel: 1, deliveryTag })
  },
  apply({ broker }, input, engine) {
    const context = contextOf(engine)
    if (input.type === 'consume') {
      startConsumers(broker, context, input.consumers)
      return
    }
    for (let index = 0; index < input.count; index++) publishOne(broker, context)
  },
}

function contextOf(engine: BenchEngine): BrokerContext {
  return {
    recorder: engine,
    send(connection, method, cause) {
      if (method.method !== 'basic.deliver') return
      const { deliveryTag } = method
      engine.schedule(HOP, { type: 'deliver', connection, deliveryTag }, { cause })
    },
  }
}

function startConsumers(broker: Broker, context: BrokerContext, consumers: number): void {
  for (let index = 1; index <= consumers; index++) {
    const at = { connection: `consumer-${index}`, channel: 1 }
    openConnection(broker, context, { connection: at.connection })
    openChannel(broker, context, at)
    setPrefetch(broker, context, { ...at, count: PREFETCH, isGlobal: false })
    consume(broker, context, { ...at, queue: QUEUE, autoAck: false })
  }
}

function publishOne(broker: Broker, context: BrokerContext): void {
  publish(broker, context, {
    ...PUBLISHER,
    exchange: '',
    routingKey: QUEUE,
    mandatory: false,
    persistent: true,
    bodyBytes: 200,
    payload: BODY,
  })
}

/** Fills the queue with so many messages. */
export function queueUp(simulation: BenchRun, count: number): void {
  simulation.input({ type: 'publish', count })
}

/** Publishes all, then lets two consumers take and acknowledge all: messages per second for the whole way. */
export function brokerRun({ messages, trace }: { messages: number; trace: boolean }): {
  readonly perSecond: number
} {
  const limits = { facts: 100_000_000, eventsAtOneInstant: 100_000_000 }
  const settings = { params: { consumers: 0 }, seed: 1, trace, limits, checkpointEvery: 1e15 }
  const simulation: BenchRun = new Simulation(brokerModel, settings)
  const begin = performance.now()
  queueUp(simulation, messages)
  simulation.input({ type: 'consume', consumers: 2 })
  simulation.runUntil(atSeconds(1e6))
  return { perSecond: (messages * 1_000) / (performance.now() - begin) }
}
