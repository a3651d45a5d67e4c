import { route } from '../routing/route.ts'
import type { BrokerContext } from '../server-method.ts'
import type { Broker, DeadLetter } from '../state/broker.ts'
import { enqueue } from './enqueue.ts'
import { discardCopy } from './give-back.ts'
import { isAutomaticCycle } from './x-death.ts'

/**
 * Routes what died during a command, in order, until nothing is left: what arrives can make others
 * die. Every command that can let a message die ends with it.
 */
export function deliverDeadLetters(broker: Broker, context: BrokerContext): void {
  for (let next = broker.deadLetters.shift(); next !== undefined; next = broker.deadLetters.shift())
    deliver(broker, context, next)
}

function deliver(broker: Broker, context: BrokerContext, letter: DeadLetter): void {
  const { message, exchange: name, reason, cause } = letter
  const exchange = broker.exchanges.get(name)
  // Without the exchange the message is dropped, and nobody is told; the model says it.
  const destinations = exchange === undefined ? [] : route(broker, exchange, message)
  if (destinations.length === 0) {
    const { id, routingKey } = message
    const fields = { message: id, exchange: name, routingKey, returned: false }
    context.recorder.record('amqp.message-unroutable', fields, cause)
    return
  }
  for (const { queue: queueName, binding } of destinations) {
    const queue = broker.queues.get(queueName)
    if (queue === undefined) continue
    const isCycle = reason !== 'rejected' && isAutomaticCycle(queueName, message.properties.headers)
    if (isCycle) discardCopy(context, queue, message, 'dead-letter-cycle', cause)
    else enqueue(broker, context, { queue, message, binding, confirm: null, cause })
  }
}
