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
  /** `arguments` is text, null without any. */
  'amqp.exchange-declared': {
    exchange: 'text',
    type: 'text',
    durable: 'flag',
    autoDelete: 'flag',
    internal: 'flag',
    arguments: 'text',
  },
  'amqp.exchange-deleted': { exchange: 'text' },
  /** `type`: classic, quorum, stream. `arguments` is text, null without any. */
  'amqp.queue-declared': {
    queue: 'text',
    type: 'text',
    durable: 'flag',
    exclusive: 'flag',
    autoDelete: 'flag',
    arguments: 'text',
  },
  'amqp.queue-deleted': { queue: 'text', messages: 'number' },
  'amqp.queue-purged': { queue: 'text', messages: 'number' },
  /**
   * `binding` is the binding's own id: two bindings between one pair are two. It leads to a `queue`,
   * or to the exchange `destination`; the other one is null. `arguments` is text, null without any.
   */
  'amqp.binding-created': {
    binding: 'text',
    exchange: 'text',
    queue: 'text',
    destination: 'text',
    routingKey: 'text',
    arguments: 'text',
  },
  'amqp.binding-removed': {
    binding: 'text',
    exchange: 'text',
    queue: 'text',
    destination: 'text',
    routingKey: 'text',
  },
  /** What holds for a queue changed with the policies: `policy` is the one that matches, or null. */
  'amqp.policy-applied': { queue: 'text', exchange: 'text', policy: 'text' },
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
    priority: 'number',
  },
  /** The one consumer that is served of a queue with a single active consumer. */
  'amqp.consumer-activated': {
    consumer: 'text',
    queue: 'text',
    connection: 'text',
    channel: 'number',
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
  /**
   * `binding` is null through the default exchange. The order in a queue is by `priority`, the
   * highest first (0 in a queue without priorities), then by `position`.
   */
  'amqp.message-queued': {
    message: 'number',
    queue: 'text',
    binding: 'text',
    position: 'number',
    priority: 'number',
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
  /**
   * Back in the queue, at `position`: a classic queue keeps it, a quorum queue gives a new one.
   * `reason`: nack, reject, recover, channel-closed, connection-closed, broker-restarted.
   */
  'amqp.message-requeued': {
    message: 'number',
    queue: 'text',
    connection: 'text',
    channel: 'number',
    deliveryTag: 'number',
    position: 'number',
    reason: 'text',
  },
  /**
   * Gone without being handled. `reason`: rejected, expired, maxlen, delivery_limit,
   * dead-letter-cycle, purged, queue-deleted, broker-restarted.
   */
  'amqp.message-discarded': { message: 'number', queue: 'text', reason: 'text' },
  /**
   * Left its queue for the dead letter exchange, as the new message `as`, which is routed at once.
   * `reason`: rejected, expired, maxlen, delivery_limit.
   */
  'amqp.message-dead-lettered': {
    message: 'number',
    queue: 'text',
    reason: 'text',
    exchange: 'text',
    routingKey: 'text',
    as: 'number',
  },
  /** A full queue did not take it. */
  'amqp.message-refused': { message: 'number', queue: 'text' },
  /** A quorum queue without a majority of its replicas could not take it yet. */
  'amqp.message-stalled': { message: 'number', queue: 'text' },
  'amqp.confirms-selected': { connection: 'text', channel: 'number' },
  /** The publisher is told. `deliveryTag` counts what the channel published; `outcome`: ack or nack. */
  'amqp.message-confirmed': {
    message: 'number',
    connection: 'text',
    channel: 'number',
    deliveryTag: 'number',
    outcome: 'text',
  },
  /** `alarm`: memory or disk. */
  'amqp.alarm-changed': { alarm: 'text', isOn: 'flag' },
  /** It published while an alarm was on: the broker stops reading from it. */
  'amqp.connection-blocked': { connection: 'text', reason: 'text' },
  'amqp.connection-unblocked': { connection: 'text' },
  /** So many of the cluster's nodes are down. */
  'amqp.nodes-changed': { nodes: 'number', down: 'number' },
  /** `how`: clean or killed. */
  'amqp.broker-stopped': { how: 'text' },
  'amqp.broker-started': { queues: 'number', messages: 'number' },
} as const

/** The kinds and fields of {@link amqpFacts}. */
export type AmqpFacts = typeof amqpFacts
