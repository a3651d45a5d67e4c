import { createContext, useContext, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Trace } from '#engine'
import { assert } from '#std'
import type { Player, PlayerState } from './player/player.ts'

/** The player of the page, for everything on it. */
export const PlayerContext = createContext<Player | null>(null)

/** The player of the page. */
export function usePlayer(): Player {
  const player = useContext(PlayerContext)
  assert(player !== null, 'a player is provided above')
  return player
}

/** A part of the player's state; draws again whenever it changes. */
export function usePlayerState<Part>(select: (state: PlayerState) => Part): Part {
  return useStore(usePlayer().store, select)
}

/** How often numbers on the stage may change: faster is unreadable, and costs frames. */
const REFRESH_MS = 100

/** The player's state, and the trace that belongs to it. */
export interface CalmState extends PlayerState {
  readonly trace: Trace
}

/** The player's whole state, at most ten times a second, and always the last one. */
export function useCalmState(): CalmState {
  const player = usePlayer()
  const { store } = player
  const [state, setState] = useState(() => stateOf(player))
  const shownAt = useRef(0)
  useEffect(() => {
    let timer: number | null = null
    const show = () => {
      timer = null
      shownAt.current = performance.now()
      setState(stateOf(player))
    }
    const unsubscribe = store.subscribe(() => {
      timer ??= window.setTimeout(show, shownAt.current + REFRESH_MS - performance.now())
    })
    show()
    return () => {
      unsubscribe()
      if (timer !== null) clearTimeout(timer)
    }
  }, [player, store])
  return state
}

function stateOf(player: Player): CalmState {
  return { ...player.store.getState(), trace: player.trace }
}
