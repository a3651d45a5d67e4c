import { useCallback } from 'react'
import type { FactId } from '#engine'
import { usePlayer } from '../player-context.tsx'
import type { JudgedRun } from './code-runner.ts'

/**
 * Goes to the instant of a fact in a run that was judged. Where another run is on the stage by now,
 * or somebody has done something to it, the judged one is opened again.
 */
export function useShowFact(): (run: JudgedRun, fact: FactId) => void {
  const player = usePlayer()
  return useCallback(
    ({ source, trace }, fact) => {
      const at = trace.at(fact)
      const shown = player.source()
      player.pause()
      if (shown.code === source.code && shown.inputs.length === 0) player.seek(at)
      else player.open({ ...source, at })
    },
    [player],
  )
}
