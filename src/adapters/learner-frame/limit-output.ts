import type { LearnerLimits } from './messages.ts'

/**
 * Makes the output of all processes together end at the run's limits: what comes after is dropped,
 * and `onOver` is told once.
 */
export function limitOutput(
  { lines, lineChars }: Pick<LearnerLimits, 'lines' | 'lineChars'>,
  onOver: () => void,
): (line: string) => boolean {
  let printed = 0
  let chars = 0
  let isOver = false
  return (line) => {
    if (isOver) return false
    printed++
    chars += line.length
    isOver = printed > lines || chars > lineChars
    if (isOver) onOver()
    return !isOver
  }
}
