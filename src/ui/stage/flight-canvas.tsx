import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import type { Flight } from '#scenarios'
import { usePlayer } from '../player-context.tsx'
import { boxOfNode } from './box-of-node.ts'
import { drawFlights } from './draw-flights.ts'
import { useReducedMotion } from './use-reduced-motion.ts'

interface FlightCanvasProps {
  /** The card something is drawn at. */
  placeOf(node: string): string
  /** How far the dead letter line of a queue curves aside. */
  readonly bends: ReadonlyMap<string, number>
}

/**
 * Everything that is on the network, on one canvas over the stage. A picture of the playhead: it is
 * drawn when the playhead or the view moves, and decides nothing.
 */
export function FlightCanvas({ placeOf, bends }: FlightCanvasProps) {
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
      const flights: readonly Flight[] = view === null ? [] : [...view.flights, ...view.moves]
      const boxOf = (id: string) => boxOfNode(nodeLookup.get(placeOf(id)))
      const [x, y, zoom] = transform
      drawFlights(element, {
        flights,
        playhead,
        boxOf,
        bendOf: ({ what, from }) => (what === 'dead-letter' ? (bends.get(from) ?? 0) : 0),
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
  }, [player, flow, placeOf, bends, isReduced])
  return <canvas ref={canvas} className="stage__flights" aria-hidden="true" />
}
