import { useCallback, useEffect, useState } from 'react'
import type * as views from './monaco/views.ts'

/** Everything of Monaco that the page uses; several megabytes. */
export type MonacoViews = typeof views

/** How far Monaco has come. */
export type MonacoState =
  | { readonly status: 'unwanted' | 'loading' | 'failed' }
  | { readonly status: 'ready'; readonly views: MonacoViews }

let loaded: Promise<MonacoViews> | null = null

/**
 * Loads Monaco once it is wanted; what failed is tried again by the next editor. `giveUp` is for an
 * editor that was loaded and cannot be opened.
 */
export function useMonaco(isWanted: boolean): readonly [state: MonacoState, giveUp: () => void] {
  const [state, setState] = useState<MonacoState>({ status: isWanted ? 'loading' : 'unwanted' })
  useEffect(() => {
    if (!isWanted) return
    let isGone = false
    void openMonaco().then((opened) => {
      if (!isGone) setState(opened)
      return opened
    })
    return () => {
      isGone = true
    }
  }, [isWanted])
  const giveUp = useCallback(() => {
    setState({ status: 'failed' })
  }, [])
  return [isWanted ? state : { status: 'unwanted' }, giveUp]
}

/** Monaco is made for a mouse and a wide window: others get the platform's own field. */
export function needsPlainEditor(): boolean {
  return window.matchMedia('(pointer: coarse), (max-width: 799.98px)').matches
}

async function openMonaco(): Promise<MonacoState> {
  loaded ??= import('./monaco/views.ts')
  try {
    return { status: 'ready', views: await loaded }
  } catch {
    loaded = null
    return { status: 'failed' }
  }
}
