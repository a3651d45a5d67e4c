import { useCallback, useEffect, useState } from 'react'
import type { CodePlace } from './code-file.ts'

/** A line that the editor is to go to. */
export interface CodeGoal extends CodePlace {
  /** Somebody asked for it in the editor itself: the keyboard goes there too. */
  readonly takesFocus: boolean
}

/** Where the editor is to go, until it is there: what its owner asks for, or what is chosen within. */
export function useGoal(
  reveal: CodePlace | null,
  active: string,
  onActivate: (name: string) => void,
): readonly [CodeGoal | null, (goal: CodeGoal | null) => void, (goal: CodeGoal) => void] {
  const [asked, setAsked] = useState<CodePlace | null>(null)
  const [goal, setGoal] = useState<CodeGoal | null>(null)
  if (asked !== reveal) {
    setAsked(reveal)
    if (reveal !== null) setGoal({ ...reveal, takesFocus: false })
  }
  useEffect(() => {
    if (goal !== null && goal.file !== active) onActivate(goal.file)
    // Only a new goal opens its file: a person may go elsewhere before it is reached.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [goal])
  const reached = useCallback((one: CodeGoal) => {
    setGoal((known) => (known === one ? null : known))
  }, [])
  return [goal, setGoal, reached]
}
