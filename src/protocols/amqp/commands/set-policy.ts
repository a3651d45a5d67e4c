import { deliverDeadLetters } from '../lifecycle/deliver-dead-letters.ts'
import { enforceLimits } from '../lifecycle/enforce-limits.ts'
import { touchQueue } from '../lifecycle/queue-expiry.ts'
import { unfitPoliciesLeftOut } from '../queues/policy-support.ts'
import { mergeSettings, settingsOfPolicy } from '../queues/queue-settings.ts'
import type { Queue } from '../queues/queue.ts'
import type { Exchange } from '../routing/exchange.ts'
import type { BrokerContext } from '../server-method.ts'
import type { Broker } from '../state/broker.ts'
import { policyFor, type Policy, type PolicyTarget } from '../state/policy.ts'
import { textOf } from '../state/table.ts'

/** Sets or replaces a policy; it holds at once for everything that fits. */
export function setPolicy(broker: Broker, context: BrokerContext, policy: Policy): void {
  broker.policies.set(policy.name, Object.freeze({ ...policy }))
  applyPolicies(broker, context)
}

/** Takes a policy away; one that does not exist is gone already. */
export function clearPolicy(broker: Broker, context: BrokerContext, name: string): void {
  if (broker.policies.delete(name)) applyPolicies(broker, context)
}

/** Sets or replaces a policy of the operator: it holds beside the others, whatever their priority. */
export function setOperatorPolicy(broker: Broker, context: BrokerContext, policy: Policy): void {
  broker.operatorPolicies.set(policy.name, Object.freeze({ ...policy }))
  applyPolicies(broker, context)
}

/** Takes a policy of the operator away; one that does not exist is gone already. */
export function clearOperatorPolicy(broker: Broker, context: BrokerContext, name: string): void {
  if (broker.operatorPolicies.delete(name)) applyPolicies(broker, context)
}

/** Gives a queue what its arguments and the policy that fits it say together. */
export function applyPolicyToQueue(broker: Broker, context: BrokerContext, queue: Queue): void {
  const { policies, operatorPolicies } = broker
  const policy = policyForQueue(policies.values(), queue)
  const operatorPolicy = policyForQueue(operatorPolicies.values(), queue)
  queue.settings = [policy, operatorPolicy].reduce(
    (settings, one) => mergeSettings(settings, one && settingsOfPolicy(one.definition)),
    queue.ownSettings,
  )
  const name = policy?.name ?? operatorPolicy?.name ?? null
  if (name === queue.policy) return
  queue.policy = name
  const fields = { queue: queue.name, exchange: null, policy: name }
  context.recorder.record('amqp.policy-applied', fields)
}

/** Gives an exchange its alternate exchange: from its own argument, else from a policy. */
export function applyPolicyToExchange(
  broker: Broker,
  context: BrokerContext,
  exchange: Exchange,
): void {
  const own = textOf(exchange.arguments.get('alternate-exchange'))
  const policy = policyFor(broker.policies.values(), exchange.name, ['all', 'exchanges'])
  const alternate = own ?? textOf(policy?.definition.get('alternate-exchange'))
  if (alternate === exchange.alternate) return
  exchange.alternate = alternate
  if (policy === null) return
  const fields = { queue: null, exchange: exchange.name, policy: policy.name }
  context.recorder.record('amqp.policy-applied', fields)
}

function applyPolicies(broker: Broker, context: BrokerContext): void {
  for (const exchange of broker.exchanges.values()) applyPolicyToExchange(broker, context, exchange)
  for (const queue of broker.queues.values()) {
    const { expires } = queue.settings
    applyPolicyToQueue(broker, context, queue)
    // A lease that is new begins now.
    if (queue.settings.expires !== expires) touchQueue(broker, context, queue)
    enforceLimits(broker, context, queue, context.recorder.cause)
  }
  deliverDeadLetters(broker, context)
}

function policyForQueue(policies: Iterable<Policy>, queue: Queue): Policy | null {
  const { type, name } = queue
  return policyFor(unfitPoliciesLeftOut(policies, type), name, queueTargets(queue))
}

function queueTargets(queue: Queue): readonly PolicyTarget[] {
  switch (queue.type) {
    case 'classic':
      return ['all', 'queues', 'classic_queues']
    case 'quorum':
      return ['all', 'queues', 'quorum_queues']
    case 'stream':
      return ['all', 'queues', 'streams']
  }
}
