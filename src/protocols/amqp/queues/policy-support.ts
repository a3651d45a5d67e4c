import type { Policy } from '../state/policy.ts'
import type { QueueType } from './queue.ts'

/**
 * The policies that can hold for queues of a type. One with a single setting the type does not have
 * does not hold at all, as if it did not fit the name.
 */
export function unfitPoliciesLeftOut(
  policies: Iterable<Policy>,
  type: QueueType,
): readonly Policy[] {
  const unfit = UNFIT_SETTINGS[type]
  return [...policies].filter(({ definition }) => !unfit.some((name) => definition.has(name)))
}

const MIRROR_SETTINGS = [
  'ha-mode',
  'ha-params',
  'ha-sync-mode',
  'ha-promote-on-shutdown',
  'ha-promote-on-failure',
]

/** Settings each type does not have, as RabbitMQ 3.10.8 tells them by `capabilities()`. */
const UNFIT_SETTINGS: Readonly<Record<QueueType, readonly string[]>> = {
  classic: [
    'max-age',
    'stream-max-segment-size-bytes',
    'queue-leader-locator',
    'initial-cluster-size',
    'delivery-limit',
    'dead-letter-strategy',
  ],
  quorum: [
    'max-priority',
    'queue-mode',
    'single-active-consumer',
    ...MIRROR_SETTINGS,
    'queue-master-locator',
    'max-age',
    'stream-max-segment-size-bytes',
    'initial-cluster-size',
  ],
  stream: [
    'expires',
    'message-ttl',
    'dead-letter-exchange',
    'dead-letter-routing-key',
    'max-length',
    'max-in-memory-length',
    'max-in-memory-bytes',
    'max-priority',
    'overflow',
    'queue-mode',
    'single-active-consumer',
    'delivery-limit',
    ...MIRROR_SETTINGS,
    'queue-master-locator',
    'dead-letter-strategy',
  ],
}
