import { applyNodeChanges, type NodeChange } from '@xyflow/react'
import { useCallback, useMemo, useState } from 'react'
import type { CompleteShop } from '#scenarios'
import type { Point } from './geometry/curve.ts'
import { layOut } from './layout.ts'
import type { CardNodeData } from './nodes/card-node.tsx'
import type { Selection } from './stage-context.tsx'
import type { Players } from './wires.ts'

interface CardFlowNode {
  id: string
  position: Point
  data: CardNodeData
  [key: string]: unknown
}

interface StageNodeSettings {
  readonly selection: Selection | null
  readonly players: Players
  readonly isConnectable: boolean
}

/** The cards of the stage: where the layout puts them, or where a hand has moved them. */
export function useStageNodes(
  definition: CompleteShop | undefined,
  { selection, players, isConnectable }: StageNodeSettings,
) {
  const [moved, setMoved] = useState<ReadonlyMap<string, Point>>(new Map())
  const [measured, setMeasured] = useState<readonly CardFlowNode[]>([])
  const nodes = useMemo(() => {
    if (definition === undefined) return []
    const positions = layOut(definition, players)
    const known = new Map(measured.map((node) => [node.id, node]))
    return definition.nodes
      .filter((node) => node.kind !== 'poller')
      .map((node) => ({
        ...known.get(node.id),
        id: node.id,
        type: 'card',
        position: moved.get(node.id) ?? positions.get(node.id) ?? { x: 0, y: 0 },
        data: { kind: node.kind, isConnectable },
        selected: selection?.type === 'node' && selection.id === node.id,
      }))
  }, [definition, players, moved, measured, selection, isConnectable])

  const onNodesChange = useCallback(
    (changes: NodeChange<CardFlowNode>[]) => {
      setMeasured(applyNodeChanges(changes, nodes))
      for (const change of changes) {
        if (change.type !== 'position' || change.position === undefined) continue
        const { id, position } = change
        setMoved((known) => new Map(known).set(id, position))
      }
    },
    [nodes],
  )
  return { nodes, onNodesChange }
}
