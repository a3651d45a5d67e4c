import { Handle, Position, type NodeProps } from '@xyflow/react'
import type { ShopNode } from '#scenarios'
import { exhaustive } from '#std'
import { NODE_WIDTH } from '../layout.ts'
import { CustomersCard, DatabaseCard, ExchangeCard, MailCard } from './plain-cards.tsx'
import { ProcessCard } from './process-card.tsx'
import { QueueCard } from './queue-card.tsx'

export interface CardNodeData extends Record<string, unknown> {
  readonly kind: ShopNode['kind']
  readonly isConnectable: boolean
}

/** A node of the stage with the handles a line can be drawn from and to. */
export function CardNode({ id, data, selected }: NodeProps) {
  const { kind, isConnectable } = data as CardNodeData
  const handle = isConnectable ? 'handle' : 'handle handle--hidden'
  return (
    <div className="card-node" data-selected={selected} style={{ width: NODE_WIDTH[kind] }}>
      <Handle type="target" position={Position.Left} className={handle} />
      <Card id={id} kind={kind} />
      <Handle type="source" position={Position.Right} className={handle} />
    </div>
  )
}

function Card({ id, kind }: { readonly id: string; readonly kind: ShopNode['kind'] }) {
  switch (kind) {
    case 'customers':
      return <CustomersCard id={id} />
    case 'web':
    case 'worker':
    case 'producer':
      return <ProcessCard id={id} kind={kind} />
    case 'exchange':
      return <ExchangeCard id={id} />
    case 'queue':
      return <QueueCard id={id} />
    case 'database':
      return <DatabaseCard id={id} />
    case 'mail':
      return <MailCard id={id} />
    case 'poller':
      return null
    default:
      return exhaustive(kind)
  }
}
