import { after, ms, START, type FactId, type Instant } from '#engine'
import { mustHold, setAlarm } from '../commands/alarm.ts'
import { nextTimer, runTimers } from '../commands/clock.ts'
import { openChannel, openConnection, type OpenConnection } from '../commands/connect.ts'
import { startBroker, stopBroker } from '../commands/restart.ts'
import { clearPolicy, setPolicy } from '../commands/set-policy.ts'
import type { BrokerContext, ServerMethod } from '../server-method.ts'
import { createBroker, type Alarm, type Broker } from '../state/broker.ts'
import type { PolicyTarget } from '../state/policy.ts'
import { tableOf } from '../state/table.ts'
import { Client, type SentMethod } from './client.ts'

/** A fact as the tests see it. */
export interface ToldFact {
  readonly id: FactId
  readonly kind: string
  readonly fields: Readonly<Record<string, number | string | boolean | null>>
  readonly cause: FactId | null
}

/** What a policy's definition says, without types. */
type Plain = Readonly<Record<string, unknown>>

interface PolicyOptions {
  readonly applyTo?: PolicyTarget
  readonly priority?: number
}

/** A broker and everything it says, for tests: commands are short, what happened is text. */
export interface BrokerWorld {
  readonly broker: Broker
  readonly context: BrokerContext
  readonly facts: ToldFact[]
  readonly sent: SentMethod[]
  /** A client with one channel; connection and channel are opened when they are not yet. */
  client(connection: string, channel?: number, who?: Omit<OpenConnection, 'connection'>): Client
  /** Sets a policy for all queues and exchanges whose name fits the pattern. */
  policy(name: string, pattern: string, definition: Plain, options?: PolicyOptions): void
  clearPolicy(name: string): void
  alarm(isOn: boolean, alarm?: Alarm): void
  /** Whether a command of the connection has to wait because of an alarm. */
  holds(connection: string, isPublish: boolean): boolean
  stop(how: 'clean' | 'killed'): void
  start(): void
  restart(how: 'clean' | 'killed'): void
  /** Lets so many milliseconds pass; the broker is woken whenever it wants to be. */
  wait(milliseconds: number): void
  /** The facts since the last call as lines of text; only of the kinds that begin so, if given. */
  news(prefix?: string): string[]
  /** The messages a consumer was sent, `r` behind the redelivered ones: '1 2 2r'. */
  received(consumerTag: string): string
  /** The methods a connection was sent that are not deliveries, as text. */
  heard(connection: string): string[]
  /** The last fact of a kind. */
  last(kind: string): ToldFact
}

/** Starts a broker; with `broker` and `from` it continues one that exists. */
export function world(broker: Broker = createBroker(), from: Instant = START): BrokerWorld {
  const facts: ToldFact[] = []
  const sent: SentMethod[] = []
  let newsFrom = 0
  let now = from
  const context: BrokerContext = {
    recorder: {
      get now() {
        return now
      },
      cause: null,
      record(kind, fields, cause = null) {
        const id = facts.length as FactId
        facts.push({ id, kind, fields: fields, cause })
        return id
      },
    },
    send(connection, method, cause) {
      sent.push({ connection, method, cause })
    },
  }
  return {
    broker,
    context,
    facts,
    sent,
    client(connection, channel = 1, who = {}) {
      if (!broker.connections.has(connection)) {
        openConnection(broker, context, { connection, ...who })
      }
      const at = { connection, channel }
      const isOpen = broker.connections.get(connection)?.channels.has(channel) === true
      if (!isOpen) openChannel(broker, context, at)
      return new Client({ broker, context, sent }, at)
    },
    policy(name, pattern, definition, { applyTo = 'all', priority = 0 } = {}) {
      const policy = { name, pattern, applyTo, priority, definition: tableOf(definition) }
      setPolicy(broker, context, policy)
    },
    clearPolicy(name) {
      clearPolicy(broker, context, name)
    },
    alarm(isOn, alarm = 'memory') {
      setAlarm(broker, context, { alarm, isOn })
    },
    holds(connection, isPublish) {
      return mustHold(broker, context, { connection, isPublish })
    },
    stop(how) {
      stopBroker(broker, context, { how })
    },
    start() {
      startBroker(broker, context)
    },
    restart(how) {
      stopBroker(broker, context, { how })
      startBroker(broker, context)
    },
    wait(milliseconds) {
      const end = after(now, ms(milliseconds))
      for (let next = nextTimer(broker); next !== null && next <= end; next = nextTimer(broker)) {
        if (next > now) now = next
        runTimers(broker, context)
      }
      now = end
    },
    news(prefix = '') {
      const news = facts.slice(newsFrom)
      newsFrom = facts.length
      return news.map(formatLine).filter((line) => line.startsWith(prefix))
    },
    received(consumerTag) {
      const texts = sent.map(({ method }) =>
        method.method === 'basic.deliver' && method.consumerTag === consumerTag
          ? `${String(method.message.id)}${method.redelivered ? 'r' : ''}`
          : '',
      )
      return texts.filter((text) => text !== '').join(' ')
    },
    heard(connection) {
      return sent.filter((one) => one.connection === connection).flatMap((one) => tell(one.method))
    },
    last(kind) {
      const found = facts.findLast((fact) => fact.kind === `amqp.${kind}`)
      if (found === undefined) throw new Error(`no fact ${kind} was recorded`)
      return found
    },
  }
}

/** One fact as a line: what happened, then every field; `-` stands for none. */
export function formatLine(fact: ToldFact): string {
  const fields = Object.entries(fact.fields).map(
    ([name, value]) => `${name}=${String(value ?? '-')}`,
  )
  return [fact.kind.slice('amqp.'.length), ...fields].join(' ')
}

function tell(method: ServerMethod): string[] {
  switch (method.method) {
    case 'basic.deliver':
      return []
    case 'basic.return':
      return [`basic.return ${String(method.replyCode)} ${method.replyText} ${method.routingKey}`]
    case 'basic.cancel':
      return [`basic.cancel ${method.consumerTag}`]
    case 'basic.ack':
    case 'basic.nack':
      return [`${method.method} ${String(method.deliveryTag)}${method.multiple ? ' multiple' : ''}`]
    case 'connection.blocked':
      return [`connection.blocked ${method.reason}`]
    case 'connection.unblocked':
      return [method.method]
    case 'channel.close':
      return [`channel.close ${String(method.channel)} ${method.error.text}`]
    case 'connection.close':
      return [`connection.close ${String(method.error.code)} ${method.error.text}`]
  }
}
