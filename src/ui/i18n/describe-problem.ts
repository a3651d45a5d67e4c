import type { Problem } from '#scenarios'
import type { Text } from './text.ts'

/** What is wrong with a value, as a sentence in the language of the moment. */
export function describeProblem(t: Text['t'], { key, params }: Problem): string {
  const { expected } = params
  return t(`problem.${key}`, {
    ...params,
    ...(typeof expected === 'string' ? { expected: t(`problem.expected.${expected}`) } : {}),
  })
}
