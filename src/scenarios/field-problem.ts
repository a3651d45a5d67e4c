import type { ShopNode } from './definition.ts'
import { fieldRules, type FieldRule } from './field-rules.ts'
import type { Problem } from './problem.ts'

/** What is wrong with `value` for one field of a node; empty when it can be set. */
export function checkField(node: ShopNode, field: string, value: unknown): readonly Problem[] {
  if (field === 'id' || field === 'kind') {
    return [{ path: 'field', key: 'fixed-field', params: { field } }]
  }
  const rules = fieldRules[node.kind]
  const rule = Object.hasOwn(rules, field) ? rules[field] : undefined
  if (rule === undefined) return [{ path: 'field', key: 'unknown-field', params: { field } }]
  const problem = valueProblem(rule, value)
  return problem === null ? [] : [{ path: 'value', ...problem }]
}

/** What is wrong with a value by a field's rule, or null. */
export function valueProblem(rule: FieldRule, value: unknown): Omit<Problem, 'path'> | null {
  switch (rule.type) {
    case 'flag':
      return typeof value === 'boolean' ? null : wrongType('yes-no')
    case 'choice': {
      const allowed = rule.choices.join(', ')
      if (typeof value === 'string' && rule.choices.includes(value)) return null
      return { key: 'not-a-choice', params: { allowed } }
    }
    case 'text': {
      const { min, canBeNull } = rule
      if (canBeNull && value === null) return null
      if (typeof value !== 'string') return wrongType('text')
      const fits = value.length <= TEXT_MAX && isBetween(utf8Length(value), min, TEXT_MAX)
      return fits ? null : { key: 'text-length', params: { min, max: TEXT_MAX } }
    }
    case 'number': {
      const { min, max, isWhole, canBeNull } = rule
      if (canBeNull && value === null) return null
      if (typeof value !== 'number' || Number.isNaN(value)) return wrongType('number')
      if (!isBetween(value, min, max)) return { key: 'out-of-range', params: { min, max } }
      const isFraction = isWhole && !Number.isInteger(value)
      return isFraction ? { key: 'not-whole', params: { min, max } } : null
    }
  }
}

/** What fits into one text field of the protocol, bytes. */
const TEXT_MAX = 255

function wrongType(expected: string): Omit<Problem, 'path'> {
  return { key: 'wrong-type', params: { expected } }
}

function isBetween(value: number, min: number, max: number): boolean {
  return value >= min && value <= max
}

/** How many bytes a text has in UTF-8; half a surrogate pair counts as the three of its stand-in. */
function utf8Length(text: string): number {
  let bytes = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
