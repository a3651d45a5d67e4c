import { EdgeLabelRenderer, useInternalNode, type EdgeProps } from '@xyflow/react'
import { useText } from '../i18n/text.ts'
import { curveBetween, pathOf, pointOn } from './geometry/curve.ts'
import { boxOfNode } from './box-of-node.ts'
import type { Selection } from './stage-context.tsx'
import type { Wire } from './wires.ts'

export interface WireEdgeData extends Record<string, unknown> {
  readonly wire: Wire
  select(selection: Selection | null): void
}

/** A line between two cards; a binding carries what it matches, and each line opens what it is of. */
export function WireEdge({ source, target, data }: EdgeProps) {
  const { t } = useText()
  const from = boxOfNode(useInternalNode(source))
  const to = boxOfNode(useInternalNode(target))
  if (from === null || to === null) return null
  const { wire, select } = data as WireEdgeData
  const curve = curveBetween(from, to, wire.bend)
  const label = pointOn(curve, 0.5)
  const place = `translate(-50%, -50%) translate(${label.x}px, ${label.y}px)`
  const face = faceOf(wire)
  return (
    <>
      <path className={`wire wire--${wire.kind}`} d={pathOf(curve)} />
      {face !== null && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className={`wire__label wire__label--${wire.kind} nodrag nopan`}
            title={wire.kind === 'binding' ? undefined : t(`stage.wireKind.${wire.kind}`)}
            style={{ transform: place }}
            onClick={() => {
              select(selectionOf(wire))
            }}
          >
            {face}
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  )
}

/** What stands on a line; null for one that needs no words. */
function faceOf({ kind, label }: Wire): string | null {
  switch (kind) {
    case 'binding':
      return label === '' ? '∅' : label
    case 'dead-letter':
      return label === '' ? 'DLX' : `DLX ${label}`
    case 'alternate':
      return 'AE'
    default:
      return null
  }
}

/** A binding is a thing of its own; the other lines are settings of the node they come from. */
function selectionOf({ id, kind, from }: Wire): Selection {
  return kind === 'binding'
    ? { type: 'binding', id: id.slice('binding:'.length) }
    : { type: 'node', id: from }
}
