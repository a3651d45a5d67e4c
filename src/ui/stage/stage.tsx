import {
  Background,
  ConnectionMode,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Connection,
  type NodeChange,
  applyNodeChanges,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { useCalmState } from '../player-context.tsx'
import { BrokerBar } from './broker-bar.tsx'
import { FlightCanvas } from './flight-canvas.tsx'
import type { Point } from './geometry/curve.ts'
import { layOut } from './layout.ts'
import { Legend } from './legend.tsx'
import { CardNode, type CardNodeData } from './nodes/card-node.tsx'
import { StageContext, type Selection } from './stage-context.tsx'
import { StageSummary } from './stage-summary.tsx'
import { WireEdge, type WireEdgeData } from './wire-edge.tsx'
import { wiresOf } from './wires.ts'
import './stage.css'

interface StageProps {
  readonly selection: Selection | null
  select(selection: Selection | null): void
  /** Given where lines may be drawn by hand. */
  readonly onConnect?: (from: string, to: string) => void
}

/** The stage: who sends, how it is routed, where it waits, who works; and everything in between. */
export function Stage(props: StageProps) {
  const { t } = useText()
  return (
    <section className="stage" aria-label={t('stage.name')}>
      <ReactFlowProvider>
        <StageFlow {...props} />
      </ReactFlowProvider>
    </section>
  )
}

const NODE_TYPES = { card: CardNode }
const EDGE_TYPES = { wire: WireEdge }
const NOT_DELETABLE: string[] = []

function StageFlow({ selection, select, onConnect }: StageProps) {
  const { t } = useText()
  const { view, playhead } = useCalmState()
  const definition = view?.definition
  const [moved, setMoved] = useState<ReadonlyMap<string, Point>>(new Map())
  const [measured, setMeasured] = useState<readonly CardFlowNode[]>([])
  useFitView(definition?.nodes.map((node) => node.id).join(' ') ?? '')

  const nodes = useMemo(() => {
    if (definition === undefined) return []
    const positions = layOut(definition)
    const known = new Map(measured.map((node) => [node.id, node]))
    return definition.nodes
      .filter((node) => node.kind !== 'poller')
      .map((node) => ({
        ...known.get(node.id),
        id: node.id,
        type: 'card',
        position: moved.get(node.id) ?? positions.get(node.id) ?? { x: 0, y: 0 },
        data: { kind: node.kind, isConnectable: onConnect !== undefined },
        selected: selection?.type === 'node' && selection.id === node.id,
      }))
  }, [definition, moved, measured, selection, onConnect])

  const edges = useMemo(
    () =>
      (definition === undefined ? [] : wiresOf(definition)).map((wire) => ({
        id: wire.id,
        source: wire.from,
        target: wire.to,
        type: 'wire',
        focusable: wire.kind === 'binding',
        ariaLabel: t('stage.wire', { from: wire.from, to: wire.to, key: wire.label }),
        data: { wire, select } satisfies WireEdgeData,
      })),
    [definition, select, t],
  )

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
  const placeOf = useCallback(
    (id: string) => {
      const node = definition?.nodes.find((one) => one.id === id)
      return node?.kind === 'poller' ? node.web : id
    },
    [definition],
  )
  const scene = useMemo(
    () => (view === null ? null : { view, playhead, selection, select }),
    [view, playhead, selection, select],
  )

  if (scene === null) return <p className="stage__empty">{t('stage.loading')}</p>
  return (
    <StageContext.Provider value={scene}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onPaneClick={() => {
          select(null)
        }}
        onConnect={({ source, target }: Connection) => onConnect?.(source, target)}
        connectionMode={ConnectionMode.Loose}
        deleteKeyCode={NOT_DELETABLE}
        nodesConnectable={onConnect !== undefined}
        nodesFocusable={false}
        minZoom={0.25}
        maxZoom={1.6}
        zoomOnScroll={false}
        panOnScroll={false}
        preventScrolling={false}
      >
        <Background gap={24} size={1} />
        <FlightCanvas placeOf={placeOf} />
      </ReactFlow>
      <BrokerBar />
      <Legend />
      <StageSummary />
    </StageContext.Provider>
  )
}

interface CardFlowNode {
  id: string
  position: Point
  data: CardNodeData
  [key: string]: unknown
}

/** Shows the whole shop again whenever something came or went, and when the stage changes its size. */
function useFitView(shape: string): void {
  const { fitView } = useReactFlow()
  useEffect(() => {
    const fit = () => {
      void fitView({ padding: 0.06, maxZoom: 1.1 })
    }
    // The cards are measured after they are drawn.
    const timers = [60, 250].map((delay) => setTimeout(fit, delay))
    window.addEventListener('resize', fit)
    return () => {
      timers.forEach(clearTimeout)
      window.removeEventListener('resize', fit)
    }
  }, [shape, fitView])
}
