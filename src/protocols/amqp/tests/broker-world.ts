import { START, type FactId } from '#engine'
import { createBroker, type Broker } from '../broker.ts'
import { openChannel, openConnection } from '../connect.ts'
import { startBroker, stopBroker } from '../restart.ts'
import type { BrokerContext, ServerMethod } from '../server-method.ts'
import { Client, type SentMethod } from './client.ts'

/** A fact as the tests see it. */
export interface ToldFact {
  readonly id: FactId
  readonly kind: string
  readonly fields: Readonly<Record<string, number | string | boolean | null>>
  readonly cause: FactId | null
}

/** A broker and everything it says, for tests: commands are short, what happened is text. */
export interface BrokerWorld {
  readonly broker: Broker
  readonly context: BrokerContext
  readonly facts: ToldFact[]
  readonly sent: SentMethod[]
  /** A client with one channel; connection and channel are opened when they are not yet. */
  client(connection: string, channel?: number): Client
  restart(how: 'clean' | 'killed'): void
  /** The facts since the last call as lines of text; only of the kinds that begin so, if given. */
  news(prefix?: string): string[]
  /** The messages a consumer was sent, `r` behind the redelivered ones: '1 2 2r'. */
  received(consumerTag: string): string
  /** The methods a connection was sent that are not deliveries, as text. */
  heard(connection: string): string[]
  /** The last fact of a kind. */
  last(kind: string): ToldFact
}

/** Starts a broker; `broker` continues one that exists. */
export function world(broker: Broker = createBroker()): BrokerWorld {
  const facts: ToldFact[] = []
  const sent: SentMethod[] = []
  let newsFrom = 0
  const context: BrokerContext = {
    recorder: {
      now: START,
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
    client(connection, channel = 1) {
      if (!broker.connections.has(connection)) openConnection(broker, context, { connection })
      const known = broker.connections.get(connection)?.channels.has(channel)
      if (known !== true)
        openChannel(broker, context, {
          connection,
          channel,
        })
      return new Client(
        {
          broker,
          context,
          sent,
        },
        {
          connection,
          channel,
        },
      )
    },
    restart(how) {
      stopBroker(broker, context, { how })
      startBroker(broker, context)
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
    case 'channel.close':
      return [`channel.close ${String(method.channel)} ${method.error.text}`]
    case 'connection.close':
      return [`connection.close ${String(method.error.code)} ${method.error.text}`]
  }
}
