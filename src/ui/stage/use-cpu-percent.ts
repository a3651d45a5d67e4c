import { useRef } from 'react'
import { useScene } from './stage-context.tsx'

/** Over how much virtual time the share is taken, µs. */
const WINDOW_US = 1_000_000

/** Which share of one core a process used during about the last virtual second, per cent. */
export function useCpuPercent(process: string): number {
  const { view, playhead } = useScene()
  const samples = useRef<{ at: number; used: number }[]>([])
  const used = view.processes.get(process)?.cpuUs ?? 0
  const kept = samples.current.filter(({ at }) => at <= playhead && at > playhead - 2 * WINDOW_US)
  const oldest = kept.find(({ at }) => at >= playhead - WINDOW_US) ?? kept.at(-1)
  if (kept.at(-1)?.at !== playhead) kept.push({ at: playhead, used })
  samples.current = kept
  if (oldest === undefined || playhead === oldest.at) return 0
  return Math.min(100, Math.max(0, (100 * (used - oldest.used)) / (playhead - oldest.at)))
}
