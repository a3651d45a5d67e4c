import type { FactId } from '#engine'
import type { BrokerContext } from '../server-method.ts'
import type { Channel } from '../state/channel.ts'

/** A message and the tag it is confirmed by. */
export interface Confirmed {
  readonly tag: number
  readonly message: number
  readonly cause: FactId
}

/** Tells the publisher about one message, at once. */
export function sendConfirm(
  context: BrokerContext,
  channel: Channel,
  confirmed: Confirmed,
  outcome: 'ack' | 'nack',
): void {
  const fact = recordConfirm(context, channel, confirmed, outcome)
  const { tag: deliveryTag, message: messageId } = confirmed
  const method = `basic.${outcome}` as const
  const sent = { method, channel: channel.number, deliveryTag, multiple: false, messageId } as const
  context.send(channel.connection, sent, fact)
}

/**
 * Tells the publisher about messages that were confirmed together: in one frame as far as nothing
 * older is waiting, the others one by one.
 */
export function sendConfirms(
  context: BrokerContext,
  channel: Channel,
  confirmed: readonly Confirmed[],
): void {
  const oldestWaiting = channel.confirms?.waiting.keys().next().value ?? Infinity
  const together = confirmed.filter(({ tag }) => tag < oldestWaiting)
  const last = together[together.length - 1]
  if (last !== undefined) {
    const facts = together.map((one) => recordConfirm(context, channel, one, 'ack'))
    const method = {
      method: 'basic.ack',
      channel: channel.number,
      deliveryTag: last.tag,
      multiple: together.length > 1,
      messageId: last.message,
    } as const
    context.send(channel.connection, method, facts[facts.length - 1] as FactId)
  }
  for (const one of confirmed)
    if (one.tag > oldestWaiting) sendConfirm(context, channel, one, 'ack')
}

function recordConfirm(
  context: BrokerContext,
  channel: Channel,
  { tag, message, cause }: Confirmed,
  outcome: 'ack' | 'nack',
): FactId {
  const { connection, number } = channel
  const fields = { message, connection, channel: number, deliveryTag: tag, outcome }
  return context.recorder.record('amqp.message-confirmed', fields, cause)
}
