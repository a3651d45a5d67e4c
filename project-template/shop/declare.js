// Each node of the shop as a declaration: what the broker is told of an exchange, a queue, a binding.

export function declareExchange(channel, { id, type, durable, alternate }) {
  const options = alternate === '' ? {} : { alternateExchange: alternate }
  return channel.assertExchange(id, type, { durable, ...options })
}

export function declareQueue(channel, queue) {
  return channel.assertQueue(queue.id, { durable: queue.durable, arguments: argumentsOf(queue) })
}

/** A queue's settings as arguments; what is not set is left out. */
function argumentsOf(queue) {
  const all = {
    'x-queue-type': queue.type === 'classic' ? null : queue.type,
    'x-message-ttl': queue.messageTtlMs,
    'x-max-length': queue.maxLength,
    'x-overflow': queue.overflow === 'drop-head' ? null : queue.overflow,
    'x-max-priority': queue.maxPriority,
    'x-delivery-limit': queue.deliveryLimit,
    'x-dead-letter-exchange': queue.deadLetterExchange,
    'x-dead-letter-routing-key': queue.deadLetterRoutingKey,
    'x-single-active-consumer': queue.singleActiveConsumer ? true : null,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
}

export function bind(channel, { exchange, queue, destination, routingKey, arguments: headers }) {
  if (queue !== null) return channel.bindQueue(queue, exchange, routingKey, headers ?? {})
  return channel.bindExchange(destination, exchange, routingKey, headers ?? {})
}
