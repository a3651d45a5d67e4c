import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useText } from '../i18n/text.ts'

/** How much of the window's height the dock may take, per cent. */
const SHARE_MIN = 20
const SHARE_MAX = 65
const SHARE = 46
const STEP = 4

/** What somebody chose, for every dock while the page lives. */
let chosen = SHARE

/** The upper edge of a dock that shares the height with the stage: drag it, or use the arrow keys. */
export function HeightHandle() {
  const { t } = useText()
  const [share, setShare] = useState(chosen)
  const handle = useRef<HTMLDivElement>(null)
  const set = (wanted: number) => {
    chosen = Math.round(Math.min(SHARE_MAX, Math.max(SHARE_MIN, wanted)))
    setShare(chosen)
    const { style } = handle.current?.closest<HTMLElement>('.workbench') ?? document.body
    style.setProperty('--dock-share', String(chosen))
    // The stage fits itself to its new size as it does to the window's.
    window.dispatchEvent(new Event('resize'))
  }
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    set((100 * (window.innerHeight - event.clientY)) / window.innerHeight)
  }
  const press = (event: KeyboardEvent) => {
    const changes: Readonly<Record<string, number>> = {
      ArrowUp: share + STEP,
      ArrowDown: share - STEP,
      Home: SHARE_MIN,
      End: SHARE_MAX,
    }
    const wanted = changes[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    set(wanted)
  }
  return (
    <div
      ref={handle}
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('dock.height')}
      aria-valuenow={share}
      aria-valuemin={SHARE_MIN}
      aria-valuemax={SHARE_MAX}
      tabIndex={0}
      className="dock__handle"
      title={t('dock.height')}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={drag}
      onDoubleClick={() => {
        set(SHARE)
      }}
      onKeyDown={press}
    />
  )
}
