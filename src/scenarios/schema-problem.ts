import * as v from 'valibot'
import type { Problem, ProblemKey } from './problem.ts'

/** The message of a schema's rule, in the form {@link toProblem} reads back. */
export function sentence(key: ProblemKey, params: Problem['params']): string {
  return JSON.stringify({ key, params })
}

/** What the schema found, as a problem. Rules of our own say their sentence, the others their type. */
export function toProblem(issue: v.BaseIssue<unknown>): Problem {
  const path = v.getDotPath(issue) ?? ''
  if (issue.message.startsWith('{')) {
    const { key, params } = JSON.parse(issue.message) as Omit<Problem, 'path'>
    return { path, key, params }
  }
  const field = path.slice(path.lastIndexOf('.') + 1)
  if (issue.expected === 'never') return { path, key: 'unknown-field', params: { field } }
  // An absent field is expected by its quoted name, a wrong value by its type.
  if (issue.expected === `"${field}"`) return { path, key: 'missing-field', params: { field } }
  return { path, key: 'wrong-type', params: { expected: EXPECTED[issue.type] ?? 'object' } }
}

const EXPECTED: Readonly<Record<string, string>> = {
  number: 'number',
  string: 'text',
  boolean: 'yes-no',
  array: 'list',
}
