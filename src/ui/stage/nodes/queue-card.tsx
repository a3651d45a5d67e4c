import { HardDrive } from 'lucide-react'
import type { CopyView } from '#scenarios'
import { useText } from '../../i18n/text.ts'
import { useNode, useScene } from '../stage-context.tsx'
import { CardHead } from './card-head.tsx'
import { chipsInARow, OrderChip } from './order-chip.tsx'

/** Messages of two rows; all of them are in the count. A card never grows with what is in it. */
const ROWS = 2

/** A queue: what waits and what is out with a consumer, apart, as RabbitMQ's own pages show it. */
export function QueueCard({ id }: { readonly id: string }) {
  const { t, number } = useText()
  const { view } = useScene()
  const node = useNode('queue', id)
  const queue = view.queues.get(id)
  const ready = inOrder(queue?.ready)
  const unacked = inOrder(queue?.unacked)
  const durability = t(node?.durable === true ? 'stage.durable' : 'stage.transient')
  return (
    <div className="card card--queue" data-gone={queue === undefined}>
      <CardHead id={id} title={id} kind={t('kind.queue')}>
        {node?.durable === true && (
          <span title={durability} className="card__badge">
            <HardDrive size={13} aria-label={durability} />
          </span>
        )}
      </CardHead>
      {queue === undefined && <p className="card__note">{t('stage.queueGone')}</p>}
      <CopyRow label={t('stage.ready')} count={number(ready.length)} copies={ready} />
      <CopyRow label={t('stage.unacked')} count={number(unacked.length)} copies={unacked} />
    </div>
  )
}

interface CopyRowProps {
  readonly label: string
  readonly count: string
  readonly copies: readonly CopyView[]
}

function CopyRow({ label, count, copies }: CopyRowProps) {
  return (
    <div className="copies">
      <span className="copies__label">{label}</span>
      <span className="copies__count">{count}</span>
      <div className="copies__row">
        {copies.slice(0, ROWS * chipsInARow(copies)).map((copy) => (
          <OrderChip
            key={copy.message}
            order={copy.order}
            message={copy.message}
            mark={copy.redelivered ? 'redelivered' : copy.consumer === null ? 'ready' : 'unacked'}
            state={label}
          />
        ))}
      </div>
    </div>
  )
}

function inOrder(copies: ReadonlyMap<number, CopyView> | undefined): readonly CopyView[] {
  return [...(copies?.values() ?? [])].sort((left, right) => left.position - right.position)
}
