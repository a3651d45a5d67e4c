import { useEffect } from 'react'
import { after, atSeconds, seconds, START, type Instant } from '#engine'
import { usePlayer } from '../player-context.tsx'
import type { Player } from '../player/player.ts'

/** The keys of the run's time, wherever one is on the page but in a field. */
export function usePlayerKeys(): void {
  const player = usePlayer()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTaken(event)) return
      if (act(player, event)) event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
    }
  }, [player])
}

/** A key belongs to what is focused where that has a use for it. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('input, select, textarea, [popover], [role="tablist"], dialog') !== null) {
    return true
  }
  return event.key === ' ' && target.closest('button, a, summary') !== null
}

function act(player: Player, event: KeyboardEvent): boolean {
  const { playhead, head, status } = player.store.getState()
  switch (event.key) {
    case ' ':
      if (status === 'playing') player.pause()
      else player.play()
      return true
    case 'ArrowRight':
      if (event.shiftKey) player.seek(after(playhead, seconds(1)))
      else player.step()
      return true
    case 'ArrowLeft':
      if (event.shiftKey) player.seek(Math.max(START, playhead - atSeconds(1)) as Instant)
      else player.stepBack()
      return true
    case 'Home':
      player.seek(START)
      return true
    case 'End':
      player.seek(head)
      return true
    default:
      return false
  }
}
