import type { FactId } from '#engine'
import { preconditionFailed, type BrokerError } from '../checks/broker-error.ts'
import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import type { Channel } from '../state/channel.ts'
import type { Message, MessageProperties } from '../state/message.ts'

/** The name a client consumes from to get direct replies. */
export const REPLY_TO = 'amq.rabbitmq.reply-to'
const PREFIX = `${REPLY_TO}.`

/** Whether a queue's name stands for direct replies. */
export function isReplyName(name: string): boolean {
  return name === REPLY_TO || name.startsWith(PREFIX)
}

/** 406: direct replies are wanted before anybody consumes them on the channel. */
export function replyAddressError(
  channel: Channel,
  properties: MessageProperties,
): BrokerError | null {
  if (properties.replyTo !== REPLY_TO || channel.reply !== null) return null
  return preconditionFailed('fast reply consumer does not exist', 'basic.publish')
}

/** The channel a direct reply address leads to; null when it is gone. */
export function replyChannel(broker: Broker, name: string): Channel | null {
  const address = broker.replyChannels.get(name.slice(PREFIX.length))
  if (address === undefined) return null
  return broker.connections.get(address.connection)?.channels.get(address.channel) ?? null
}

/** The channels a message to the default exchange goes to as a direct reply. */
export function addressedReplies(broker: Broker, message: Message): readonly Channel[] {
  if (broker.replyChannels.size === 0) return NONE
  const keys = [message.routingKey, ...(message.extraKeys ?? [])]
  return keys.flatMap((key) => {
    const channel = key.startsWith(PREFIX) ? replyChannel(broker, key) : null
    return channel === null ? [] : [channel]
  })
}

const NONE: readonly Channel[] = []

/** Sends a reply to the channel that waits for it; there is no queue between. */
export function deliverReply(
  context: BrokerContext,
  channel: Channel,
  message: Message,
  cause: FactId,
): void {
  const { reply, connection, number } = channel
  if (reply === null) return
  const deliveryTag = channel.nextDeliveryTag++
  const queued = { message: message.id, queue: REPLY_TO, binding: null, position: 0, priority: 0 }
  const came = context.recorder.record('amqp.message-queued', queued, cause)
  const fact = context.recorder.record(
    'amqp.message-delivered',
    {
      message: message.id,
      queue: REPLY_TO,
      consumer: reply.tag,
      connection,
      channel: number,
      deliveryTag,
      redelivered: false,
      autoAck: true,
      after: null,
    },
    came,
  )
  context.send(
    connection,
    {
      method: 'basic.deliver',
      channel: number,
      consumerTag: reply.tag,
      deliveryTag,
      redelivered: false,
      queue: REPLY_TO,
      message,
    },
    fact,
  )
}

/** Forgets that a channel waits for direct replies. */
export function stopReplies(broker: Broker, channel: Channel): void {
  if (channel.reply === null) return
  broker.replyChannels.delete(channel.reply.key)
  channel.reply = null
}
