// The shop's side of the broker: its exchanges, queues and bindings, and what is left in them.

import amqp from 'amqplib'
import { brokerAddress } from './broker-address.js'
import { bind, declareExchange, declareQueue } from './declare.js'

/** @throws an Error when no RabbitMQ answers. */
export async function connectToBroker(settings) {
  const address = brokerAddress('amqp://localhost')
  const connection = await amqp.connect(address).catch((error) => {
    const { host } = new URL(address)
    throw new Error(
      `No RabbitMQ answers at ${host} (${error.message}). ` +
        'Start one with "docker compose up -d" and give it half a minute, or set AMQP_URL.',
    )
  })
  connection.on('error', () => undefined)
  return createBroker(connection, settings)
}

function createBroker(connection, { nodes, bindings }) {
  const exchanges = new Set(idsOf(nodes, 'exchange'))
  /** Queues by name, with the longest time a message waits there before it expires. */
  const queues = new Map(
    nodes.filter(isQueue).map(({ id, messageTtlMs }) => [id, messageTtlMs ?? 0]),
  )
  let longestOwnTtl = 0

  return {
    /** One of the files has declared something too: it is looked at, and deleted at the end. */
    know({ type, name, ttl }) {
      if (type === 'exchange') exchanges.add(name)
      else queues.set(name, Math.max(ttl, queues.get(name) ?? 0))
    },
    /** One of the files has published a message that expires by itself. */
    knowTtl(ttl) {
      longestOwnTtl = Math.max(longestOwnTtl, ttl)
    },
    async declareShop() {
      const channel = await connection.createChannel()
      await deleteAll(channel)
      for (const node of nodes) if (node.kind === 'exchange') await declareExchange(channel, node)
      for (const node of nodes) if (isQueue(node)) await declareQueue(channel, node)
      for (const one of bindings) if (exchanges.has(one.exchange)) await bind(channel, one)
      await channel.close()
    },
    /** How long messages that are there may wait for their time, milliseconds. */
    async longestWait() {
      let longest = 0
      for (const [name, ttl] of queues) {
        if (ttl + longestOwnTtl === 0) continue
        const count = await onChannel((channel) => channel.checkQueue(name))
        if ((count?.messageCount ?? 0) > 0) longest = Math.max(longest, ttl, longestOwnTtl)
      }
      return longest
    },
    /** Takes out all messages that are left; gives the orders they are about. */
    async takeAll() {
      const orders = []
      for (const name of queues.keys()) {
        await onChannel(async (channel) => {
          for (;;) {
            const message = await channel.get(name, { noAck: true })
            if (message === false) return
            orders.push(orderIn(message.content))
          }
        })
      }
      return orders
    },
    /** Leaves nothing behind. */
    async close() {
      await onChannel(deleteAll)
      await connection.close()
    },
  }

  async function deleteAll(channel) {
    for (const name of queues.keys()) await channel.deleteQueue(name)
    for (const name of exchanges) {
      if (name !== '' && !name.startsWith('amq.')) await channel.deleteExchange(name)
    }
  }

  /** A channel ends with its first mistake: who asks for what may not be there takes a new one. */
  async function onChannel(act) {
    const channel = await connection.createChannel()
    channel.on('error', () => undefined)
    try {
      return await act(channel)
    } catch {
      // It is not there any more.
      return null
    } finally {
      await channel.close().catch(() => undefined)
    }
  }
}

function isQueue({ kind }) {
  return kind === 'queue'
}

function idsOf(nodes, kind) {
  return nodes.filter((node) => node.kind === kind).map(({ id }) => id)
}

function orderIn(content) {
  try {
    return JSON.parse(content.toString()).order
  } catch {
    return null
  }
}
