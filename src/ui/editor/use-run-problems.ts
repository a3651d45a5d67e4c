import { useState } from 'react'
import type { CodeProblem } from './code-file.ts'
import { movedProblems } from './moved-problems.ts'

/** The problems of the last run, as far as nobody has changed their lines since. */
export function useRunProblems(
  problems: readonly CodeProblem[],
): readonly [readonly CodeProblem[], (file: string, before: string, after: string) => void] {
  const [of, setOf] = useState(problems)
  const [left, setLeft] = useState(problems)
  if (of !== problems) {
    setOf(problems)
    setLeft(problems)
  }
  const edited = (file: string, before: string, after: string) => {
    setLeft((known) => movedProblems(known, file, before, after))
  }
  return [left, edited]
}
