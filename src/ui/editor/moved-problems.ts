import type { CodeProblem } from './code-file.ts'

/**
 * What is left of a run's problems when a file is edited: one on a line that changed is settled, one
 * below goes with its line.
 */
export function movedProblems(
  problems: readonly CodeProblem[],
  file: string,
  before: string,
  after: string,
): readonly CodeProblem[] {
  if (before === after || !problems.some((problem) => problem.file === file)) return problems
  const [old, now] = [before.split('\n'), after.split('\n')]
  const shorter = Math.min(old.length, now.length)
  let above = 0
  while (above < shorter && old[above] === now[above]) above++
  let below = 0
  while (below < shorter - above && old.at(-1 - below) === now.at(-1 - below)) below++
  return problems.flatMap((problem) => {
    const { line } = problem
    if (problem.file !== file || (line !== null && line <= above)) return [problem]
    if (line === null || line <= old.length - below) return []
    return [{ ...problem, line: line + now.length - old.length }]
  })
}
