import { useCallback, useEffect, useState } from 'react'
import { atSeconds, START, type Trace } from '#engine'
import { shopOf, type Lesson, type LessonStep } from '#lessons'
import type { RunSource, ShopDefinition } from '#scenarios'
import { usePlayer } from '../player-context.tsx'

/** The run of a step. */
export interface LessonRun {
  /** The trace of the run before, as long as it is still on screen; else null. */
  readonly staleTrace: Trace | null
  /** Plays the step's solution from the start. */
  playSolution(): void
}

/** Opens a step's shop when one comes to the step. */
export function useLessonRun(lesson: Lesson, step: LessonStep): LessonRun {
  const player = usePlayer()
  const [staleTrace, setStaleTrace] = useState<Trace | null>(player.trace)
  const open = useCallback(
    (inputs: RunSource['inputs']) => {
      setStaleTrace(player.trace)
      player.open({ definition: shopBefore(lesson, step), seed: step.seed, inputs, at: START })
      player.setSpeed(step.speed)
    },
    [player, lesson, step],
  )
  useEffect(() => {
    open([])
  }, [open])
  return {
    staleTrace,
    playSolution() {
      open(
        step.solution.flatMap((action) =>
          'input' in action ? [{ at: atSeconds(action.at), input: action.input }] : [],
        ),
      )
      player.play()
    },
  }
}

/** An exercise begins with an empty shop: customers come when its code is there. */
function shopBefore(lesson: Lesson, step: LessonStep): ShopDefinition {
  const shop = shopOf(lesson, step)
  if (step.exercise === undefined) return shop
  const nodes = shop.nodes.map((node) =>
    node.kind === 'customers' ? { ...node, ordersPerSecond: 0 } : node,
  )
  return { ...shop, nodes }
}
