import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useEffect } from 'react'

/** Below this the buttons on a card are too small for a finger; one moves the stage instead. */
const READABLE_ZOOM = 0.55

/** Room left at the edges, CSS pixels. */
const MARGIN = 12

/** Height of the bar over the stage's lower edge with the room around it, CSS pixels. */
const BAR = 48

/**
 * Shows the whole shop again whenever something came or went, and when the stage changes its size;
 * on a small screen its beginning, large enough to read.
 *
 * @param isLow the stage shares its height with code: what lies over its lower edge gets a room there.
 */
export function useFitView(shape: string, isLow: boolean): void {
  const { fitView, getNodes, getNodesBounds, setViewport } = useReactFlow()
  const flow = useStoreApi()
  useEffect(() => {
    const fit = () => {
      const { width, height } = flow.getState()
      const bounds = getNodesBounds(getNodes())
      const isReadable = bounds.width * READABLE_ZOOM <= width
      const padding = isLow ? { top: 0.06, x: 0.06, bottom: `${BAR}px` as const } : 0.06
      if (isReadable) void fitView({ padding, maxZoom: 1.1 })
      else {
        const middle = bounds.y + bounds.height / 2
        void setViewport({
          x: MARGIN - bounds.x * READABLE_ZOOM,
          y: height / 2 - middle * READABLE_ZOOM,
          zoom: READABLE_ZOOM,
        })
      }
    }
    // The cards are measured after they are drawn.
    const timers = [60, 250].map((delay) => setTimeout(fit, delay))
    window.addEventListener('resize', fit)
    return () => {
      timers.forEach(clearTimeout)
      window.removeEventListener('resize', fit)
    }
  }, [shape, isLow, flow, fitView, getNodes, getNodesBounds, setViewport])
}
