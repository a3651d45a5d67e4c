import {
  Background,
  ConnectionMode,
  ReactFlow,
  ReactFlowProvider,
  type Connection,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useMemo } from 'react'
import { useText } from '../i18n/text.ts'
import { useCalmState } from '../player-context.tsx'
import { BrokerBar } from './broker-bar.tsx'
import { FlightCanvas } from './flight-canvas.tsx'
import { Legend } from './legend.tsx'
import { CardNode } from './nodes/card-node.tsx'
import { StageContext, type Selection } from './stage-context.tsx'
import { StageSummary } from './stage-summary.tsx'
import { useFitView } from './use-fit-view.ts'
import { useStageNodes } from './use-stage-nodes.ts'
import { WireEdge, type WireEdgeData } from './wire-edge.tsx'
import { wiresOf, type Players } from './wires.ts'
import './stage.css'

interface StageProps {
  readonly selection: Selection | null
  select(selection: Selection | null): void
  /** Files by the processes they play. @defaultValue none */
  readonly players?: Players
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

const NO_PLAYERS: Players = {}
const NODE_TYPES = { card: CardNode }
const EDGE_TYPES = { wire: WireEdge }
const NOT_DELETABLE: string[] = []

function StageFlow({ selection, select, onConnect, players = NO_PLAYERS }: StageProps) {
  const { t } = useText()
  const { view, playhead } = useCalmState()
  const definition = view?.definition
  useFitView(definition?.nodes.map((node) => node.id).join(' ') ?? '', players !== NO_PLAYERS)

  const { nodes, onNodesChange } = useStageNodes(definition, {
    selection,
    players,
    isConnectable: onConnect !== undefined,
  })
  const wires = useMemo(
    () => (definition === undefined ? [] : wiresOf(definition, players)),
    [definition, players],
  )
  const bends = useMemo(
    () =>
      new Map(
        wires.filter(({ kind }) => kind === 'dead-letter').map(({ from, bend }) => [from, bend]),
      ),
    [wires],
  )
  const edges = useMemo(
    () =>
      wires.map((wire) => ({
        id: wire.id,
        source: wire.from,
        target: wire.to,
        type: 'wire',
        focusable: wire.kind === 'binding',
        ariaLabel: t('stage.wire', { from: wire.from, to: wire.to, key: wire.label }),
        data: { wire, select } satisfies WireEdgeData,
      })),
    [wires, select, t],
  )

  const placeOf = useCallback(
    (id: string) => {
      const node = definition?.nodes.find((one) => one.id === id)
      if (node?.kind === 'poller') return node.web
      // The threads behind a web process's list in memory are drawn on its card.
      return id.endsWith(':memory') ? id.slice(0, -':memory'.length) : id
    },
    [definition],
  )
  const scene = useMemo(
    () => (view === null ? null : { view, playhead, selection, players, select }),
    [view, playhead, selection, players, select],
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
        <FlightCanvas placeOf={placeOf} bends={bends} />
      </ReactFlow>
      <BrokerBar />
      <Legend />
      <StageSummary />
    </StageContext.Provider>
  )
}
