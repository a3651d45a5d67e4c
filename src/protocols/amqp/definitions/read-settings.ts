import type { Policy } from '../state/policy.ts'
import { EMPTY_TABLE } from '../state/table.ts'
import type { Item, ParameterItem, PolicyItem } from './definitions.ts'
import {
  readChoice,
  readPairs,
  readPattern,
  readTable,
  readText,
  readWhole,
  type Fields,
} from './fields.ts'
import { wrongPolicy } from './policy-rules.ts'
import { pathTo } from './problem.ts'
import { itemOf } from './read-access.ts'

/** Reads a policy. */
export function readPolicy(fields: Fields): PolicyItem {
  const virtualHost = readText(fields, 'vhost')
  const name = readText(fields, 'name')
  const policy = policyIn(fields, name, 'policy')
  return { ...itemOf(fields, virtualHost, name), virtualHost, policy }
}

/** Reads a setting of a virtual host; an operator policy is one of them. */
export function readParameter(fields: Fields): ParameterItem {
  const virtualHost = readText(fields, 'vhost')
  const component = readText(fields, 'component')
  const name = readText(fields, 'name')
  const item = itemOf(fields, virtualHost, component, name)
  if (component !== OPERATOR_POLICY) {
    return { ...item, virtualHost, component, operatorPolicy: null }
  }
  const path = pathTo(fields.path, 'value')
  const inside = { ...fields, path, table: readTable(fields, 'value') }
  const operatorPolicy = policyIn(inside, name, 'operator policy')
  return { ...item, virtualHost, component, operatorPolicy }
}

/** The component of a parameter that is an operator policy. */
export const OPERATOR_POLICY = 'operator_policy'

/** Reads a setting of the whole server. */
export function readGlobalParameter(fields: Fields): Item {
  return itemOf(fields, readText(fields, 'name'))
}

function policyIn(fields: Fields, name: string, kind: 'policy' | 'operator policy'): Policy {
  const count = fields.problems.length
  const definition = readPairs(fields, 'definition')
  const policy = {
    name,
    pattern: readPattern(fields, 'pattern'),
    applyTo: readChoice(fields, 'apply-to', ['all', 'queues', 'exchanges'], 'all'),
    priority: readWhole(fields, 'priority'),
    definition,
  }
  const wrong = fields.problems.length > count ? null : wrongPolicy(definition, kind)
  if (wrong === null) return Object.freeze(policy)
  const path = pathTo(fields.path, 'definition')
  const { name: setting, reason } = wrong
  fields.problems.push({
    path: setting === null ? path : pathTo(path, setting),
    text: `is refused by the broker: ${reason}`,
  })
  return Object.freeze({ ...policy, definition: EMPTY_TABLE })
}
