import { EdgeLabelRenderer, useInternalNode, type EdgeProps } from '@xyflow/react'
import { curveBetween, pathOf, pointOn } from './geometry/curve.ts'
import { boxOfNode } from './box-of-node.ts'
import type { Selection } from './stage-context.tsx'
import type { Wire } from './wires.ts'

export interface WireEdgeData extends Record<string, unknown> {
  readonly wire: Wire
  select(selection: Selection | null): void
}

/** A line between two cards; a binding carries its routing key and can be picked. */
export function WireEdge({ source, target, data }: EdgeProps) {
  const from = boxOfNode(useInternalNode(source))
  const to = boxOfNode(useInternalNode(target))
  if (from === null || to === null) return null
  const { wire, select } = data as WireEdgeData
  const curve = curveBetween(from, to, wire.bend)
  const label = pointOn(curve, 0.5)
  const place = `translate(-50%, -50%) translate(${label.x}px, ${label.y}px)`
  return (
    <>
      <path className={`wire wire--${wire.kind}`} d={pathOf(curve)} />
      {wire.kind === 'binding' && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className="wire__label nodrag nopan"
            style={{ transform: place }}
            onClick={() => {
              select({ type: 'binding', id: wire.id.slice('binding:'.length) })
            }}
          >
            {wire.label === '' ? '∅' : wire.label}
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  )
}
