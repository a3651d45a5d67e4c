/**
 * What a broker says about itself. One copy of a message in one queue is named by the pair
 * (message, queue): a message routed to three queues is queued, delivered and settled three times.
 */
export const amqpFacts = {
  'amqp.connection-opened': { connection: 'text' },
  /** `code` is the AMQP reply code; null when the socket just went away. */
  'amqp.connection-closed': { connection: 'text', code: 'number', reason: 'text' },
  'amqp.channel-opened': { connection: 'text', channel: 'number' },
  /** `code` is null for an orderly close, else the reply code of the channel error. */
  'amqp.channel-closed': {
    connection: 'text',
    channel: 'number',
    code: 'number',
    reason: 'text',
  },
  'amqp.exchange-declared': { exchange: 'text', type: 'text', durable: 'flag' },
  'amqp.exchange-deleted': { exchange: 'text' },
  'amqp.queue-declared': { queue: 'text', durable: 'flag' },
  'amqp.queue-deleted': { queue: 'text', messages: 'number' },
  'amqp.queue-purged': { queue: 'text', messages: 'number' },
  /** `binding` is the binding's own id: two bindings between one pair are two. */
  'amqp.binding-created': {
    binding: 'text',
    exchange: 'text',
    queue: 'text',
    routingKey: 'text',
  },
  'amqp.binding-removed': {
    binding: 'text',
    exchange: 'text',
    queue: 'text',
    routingKey: 'text',
  },
  'amqp.prefetch-set': {
    connection: 'text',
    channel: 'number',
    count: 'number',
    global: 'flag',
  },
  /** `consumer` is the consumer tag; `prefetch` 0 means unlimited. */
  'amqp.consumer-started': {
    consumer: 'text',
    queue: 'text',
    connection: 'text',
    channel: 'number',
    prefetch: 'number',
    autoAck: 'flag',
  },
  /** `reason`: client, channel-closed, connection-closed, queue-deleted. */
  'amqp.consumer-cancelled': {
    consumer: 'text',
    queue: 'text',
    connection: 'text',
    channel: 'number',
    reason: 'text',
  },
  /** The broker has the message; `message` counts from 1. */
  'amqp.message-published': {
    message: 'number',
    connection: 'text',
    channel: 'number',
    exchange: 'text',
    routingKey: 'text',
    persistent: 'flag',
    mandatory: 'flag',
    bodyBytes: 'number',
  },
  /** No queue wanted it. `returned`: it was mandatory and goes back to the publisher. */
  'amqp.message-unroutable': {
    message: 'number',
    exchange: 'text',
    routingKey: 'text',
    returned: 'flag',
  },
  /** `binding` is null through the default exchange; `position` is its place in the queue's order. */
  'amqp.message-queued': {
    message: 'number',
    queue: 'text',
    binding: 'text',
    position: 'number',
  },
  /**
   * Sent to a consumer (or taken by basic.get: `consumer` is null). With `autoAck` it is settled at
   * once. The cause is what put it in the queue; `after` is the fact that made room for it (an
   * acknowledgement, a new consumer), or null when it did not have to wait.
   */
  'amqp.message-delivered': {
    message: 'number',
    queue: 'text',
    consumer: 'text',
    connection: 'text',
    channel: 'number',
    deliveryTag: 'number',
    redelivered: 'flag',
    autoAck: 'flag',
    after: 'number',
  },
  'amqp.message-acked': {
    message: 'number',
    queue: 'text',
    connection: 'text',
    channel: 'number',
    deliveryTag: 'number',
  },
  /** Back at its place in the queue. `reason`: nack, reject, channel-closed, connection-closed, broker-restarted. */
  'amqp.message-requeued': {
    message: 'number',
    queue: 'text',
    connection: 'text',
    channel: 'number',
    deliveryTag: 'number',
    reason: 'text',
  },
  /** Gone without being handled. `reason`: rejected, purged, queue-deleted, broker-restarted. */
  'amqp.message-discarded': { message: 'number', queue: 'text', reason: 'text' },
  /** `how`: clean or killed. */
  'amqp.broker-stopped': { how: 'text' },
  'amqp.broker-started': { queues: 'number', messages: 'number' },
} as const

/** The kinds and fields of {@link amqpFacts}. */
export type AmqpFacts = typeof amqpFacts
