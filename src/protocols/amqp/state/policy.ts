import { fitsPattern } from '../checks/name-pattern.ts'
import type { Table } from './table.ts'

/** Settings an operator gives to every queue and exchange whose name fits. Frozen. */
export interface Policy {
  readonly name: string
  /** A regular expression over names. */
  readonly pattern: string
  readonly applyTo: PolicyTarget
  /** Of several that fit, the highest holds. */
  readonly priority: number
  /** Named like the arguments, without `x-`. */
  readonly definition: Table
}

/** What a policy is for. */
export type PolicyTarget =
  'all' | 'queues' | 'exchanges' | 'classic_queues' | 'quorum_queues' | 'streams'

/** The policy with the highest priority that fits; null when none does. */
export function policyFor(
  policies: Iterable<Policy>,
  name: string,
  targets: readonly PolicyTarget[],
): Policy | null {
  let best: Policy | null = null
  for (const policy of policies) {
    if (!targets.includes(policy.applyTo) || !fitsPattern(policy.pattern, name)) continue
    if (best === null || policy.priority > best.priority) best = policy
  }
  return best
}
