import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import type { Flight } from '#scenarios'
import { usePlayer } from '../player-context.tsx'
import { boxOfNode } from './box-of-node.ts'
import { drawFlights } from './draw-flights.ts'
import { useReducedMotion } from './use-reduced-motion.ts'

/**
 * Everything that is on the network, on one canvas over the stage. A picture of the playhead: it is
 * drawn when the playhead or the view moves, and decides nothing.
 */
export function FlightCanvas({ placeOf }: { readonly placeOf: (node: string) => string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const player = usePlayer()
  const flow = useStoreApi()
  const isReduced = useReducedMotion()
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    let frame: number | null = null
    const draw = () => {
      frame = null
      const { view, playhead } = player.store.getState()
      const { transform, nodeLookup, width, height } = flow.getState()
      const flights: readonly Flight[] = view?.flights ?? []
      const boxOf = (id: string) => boxOfNode(nodeLookup.get(placeOf(id)))
      const [x, y, zoom] = transform
      drawFlights(element, {
        flights,
        playhead,
        boxOf,
        view: { x, y, zoom, width, height },
        isReduced,
      })
    }
    const request = () => {
      frame ??= requestAnimationFrame(draw)
    }
    const stopPlayer = player.store.subscribe(request)
    const stopFlow = flow.subscribe(request)
    request()
    return () => {
      stopPlayer()
      stopFlow()
      if (frame !== null) cancelAnimationFrame(frame)
    }
  }, [player, flow, placeOf, isReduced])
  return <canvas ref={canvas} className="stage__flights" aria-hidden="true" />
}
