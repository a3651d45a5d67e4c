import { toSeconds } from '#engine'
import { usePlayerState } from '../player-context.tsx'
import { useScene } from './stage-context.tsx'

/** Which share of one core a process used in the last stretch of the chart, per cent. */
export function useCpuPercent(process: string): number {
  const { playhead } = useScene()
  const line = usePlayerState((state) =>
    state.series.find(({ metric, subject }) => metric === 'cpu' && subject === process),
  )
  const [before, last] = (line?.times ?? []).slice(-2)
  if (line === undefined || before === undefined || last === undefined) return 0
  const isOver = toSeconds(playhead) > last + 2 * (last - before)
  // The last stretch is still growing; the one before it is whole.
  return isOver ? 0 : (line.values.at(-2) ?? 0)
}
