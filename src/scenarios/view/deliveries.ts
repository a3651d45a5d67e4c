import type { FactId, Trace } from '#engine'

/** The delivery behind something that was sent; null when it was sent for another reason. */
export function deliveryOf(trace: Trace, sent: FactId | null): FactId | null {
  const isDelivery =
    sent !== null && trace.kind(sent) === 'net.sent' && trace.text(sent, 'what') === 'deliver'
  const cause = isDelivery ? trace.cause(sent) : null
  return cause !== null && trace.kind(cause) === 'amqp.message-delivered' ? cause : null
}

/** The delivery some work goes back to, cause by cause; null for work that came from no queue. */
export function deliveryBehind(trace: Trace, worked: FactId): FactId | null {
  let id: FactId | null = worked
  while (id !== null && trace.kind(id) !== 'amqp.message-delivered') id = trace.cause(id)
  return id
}
