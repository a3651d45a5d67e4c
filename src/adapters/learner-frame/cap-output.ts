import type { ClientScope } from '#sandbox'
import type { LearnerLimits } from './messages.ts'

type Mutable = Record<string, (...given: unknown[]) => unknown>

/**
 * Makes the output of all processes together end at the run's limits: what comes after is dropped,
 * and `onOver` is told once.
 */
export function capOutput(
  { lines, lineChars }: Pick<LearnerLimits, 'lines' | 'lineChars'>,
  onOver: () => void,
): (scope: ClientScope) => void {
  let printed = 0
  let chars = 0
  let isOver = false
  function mayPrint(given: readonly unknown[]): boolean {
    if (isOver) return false
    printed++
    for (const one of given) chars += typeof one === 'string' ? one.length : 0
    isOver = printed > lines || chars > lineChars
    if (isOver) onOver()
    return !isOver
  }
  function cap(target: object): void {
    const face = target as Mutable
    for (const [name, print] of Object.entries(face)) {
      face[name] = (...given) => (mayPrint(given) ? print(...given) : undefined)
    }
  }
  return ({ console: output, process }) => {
    cap(output)
    cap(process.stdout)
    cap(process.stderr)
  }
}
