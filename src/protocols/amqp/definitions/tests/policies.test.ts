import { expect, it } from 'vitest'
import { clearOperatorPolicy } from '../../commands/set-policy.ts'
import type { QueueSettings } from '../../queues/queue-settings.ts'
import { hostOf, load, REAL_EXPORT, server } from './server.ts'

/** The settings that hold for a queue of the real export, without those that say nothing. */
function settingsOf(queue: string, target = loaded()): Partial<QueueSettings> {
  const settings = hostOf(target, 'shop').broker.queues.get(queue)?.settings ?? {}
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
}

function loaded() {
  const target = server()
  load(target, REAL_EXPORT)
  return target
}

it('[A-62] of policy and operator policy the smaller number holds, and the queue’s own below both', () => {
  expect(settingsOf('q.kitchen.1')).toEqual({
    expires: 86_400_000,
    maxLength: 10_000,
    overflow: 'reject-publish',
    deliveryLimit: 1,
  })
  expect(settingsOf('q.billing.3')).toMatchObject({ maxLength: 3 })
})

it('[A-62] of two policies the higher priority holds alone, and arguments before policies', () => {
  expect(settingsOf('q.mail.20')).toEqual({
    messageTtl: 20_000,
    expires: 86_400_000,
    maxLength: 500,
    deadLetterExchange: 'dead',
    deadLetterRoutingKey: 'mail',
  })
})

it('[A-62] an operator policy that is taken away limits nothing', () => {
  const target = loaded()
  const { broker, context } = hostOf(target, 'shop')
  clearOperatorPolicy(broker, context, 'operator')
  expect(settingsOf('q.kitchen.1', target)).toMatchObject({ maxLength: 50_000 })
  expect(settingsOf('q.kitchen.1', target).expires).toBeUndefined()
})

it('[A-62] an operator policy may only set limits', () => {
  const value = {
    pattern: '.*',
    'apply-to': 'queues',
    priority: 0,
    definition: { overflow: 'drop-head' },
  }
  const parameter = { vhost: '/', component: 'operator_policy', name: 'o', value }
  expect(() => load(server('new'), { parameters: [parameter] })).toThrow(
    'parameters[0].value.definition is refused by the broker: [{<<"overflow">>,<<"drop-head">>}] are not recognised policy settings.',
  )
})

it('[A-67] a policy with a setting the queue’s type does not have does not hold for it', () => {
  expect(settingsOf('q.courier.7')).toEqual({ maxLengthBytes: 5_000_000_000 })
  const target = server('new')
  const policy = { vhost: '/', name: 'p', pattern: '.*' }
  load(target, {
    queues: ['classic', 'quorum'].map((type) => ({
      name: type,
      vhost: '/',
      durable: true,
      auto_delete: false,
      arguments: { 'x-queue-type': type },
    })),
    policies: [{ ...policy, definition: { 'delivery-limit': 3, 'max-length': 9 } }],
  })
  const { queues } = hostOf(target, '/').broker
  expect(queues.get('classic')?.settings.maxLength).toBe(null)
  expect(queues.get('quorum')?.settings.maxLength).toBe(9)
})
