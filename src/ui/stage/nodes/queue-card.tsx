import { HardDrive } from 'lucide-react'
import { byPlace, type CopyView, type QueueView } from '#scenarios'
import { useText } from '../../i18n/text.ts'
import { useNode, useScene } from '../stage-context.tsx'
import { CardHead } from './card-head.tsx'
import { featuresOf } from '../features.ts'
import { queueRows } from '../queue-rows.ts'
import { FeatureChips } from './feature-chips.tsx'
import { chipsInARow, OrderChip } from './order-chip.tsx'

/**
 * A queue: what waits and what is out with a consumer, apart, as RabbitMQ's own pages show it. All
 * messages are in the counts; the card never grows with what is in it.
 */
export function QueueCard({ id }: { readonly id: string }) {
  const { t, number } = useText()
  const { view } = useScene()
  const node = useNode('queue', id)
  const queue = view.queues.get(id)
  const ready = inOrder(queue?.ready)
  const unacked = inOrder(queue?.unacked)
  const rows = queueRows(view.definition)
  const durability = t(node?.durable === true ? 'stage.durable' : 'stage.transient')
  return (
    <div
      className="card card--queue"
      data-gone={queue === undefined}
      data-type={node?.type}
      data-rows={rows}
    >
      <CardHead id={id} title={id} kind={t('kind.queue')}>
        {node?.durable === true && (
          <span title={durability} className="card__badge">
            <HardDrive size={13} aria-label={durability} />
          </span>
        )}
      </CardHead>
      <FeatureChips id={id} />
      {queue === undefined && <p className="card__note">{t('stage.queueGone')}</p>}
      <CopyRow label={t('stage.ready')} count={number(ready.length)} copies={ready} rows={rows} />
      <CopyRow
        label={t('stage.unacked')}
        count={number(unacked.length)}
        copies={unacked}
        rows={rows}
      />
      {queue !== undefined && node !== null && (
        <GivenUp counts={queue.counts} hasRoom={featuresOf(node).length > 0} />
      )}
    </div>
  )
}

interface GivenUpProps {
  readonly counts: QueueView['counts']
  /** Whether the card keeps a line for it: with such settings it is to be expected. */
  readonly hasRoom: boolean
}

/** What went another way than to a consumer; only said when there is something to say. */
function GivenUp({ counts, hasRoom }: GivenUpProps) {
  const { t, number } = useText()
  const parts = (['deadLettered', 'discarded', 'refused'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => t(`stage.givenUp.${name}`, { number: number(counts[name]) }))
  if (parts.length === 0 && !hasRoom) return null
  return <p className="card__note queue__given-up">{parts.join(' · ')}</p>
}

interface CopyRowProps {
  readonly label: string
  readonly count: string
  readonly copies: readonly CopyView[]
  readonly rows: number
}

function CopyRow({ label, count, copies, rows }: CopyRowProps) {
  return (
    <div className="copies">
      <span className="copies__label">{label}</span>
      <span className="copies__count">{count}</span>
      <div className="copies__row">
        {copies.slice(0, rows * chipsInARow(copies)).map((copy) => (
          <OrderChip
            key={copy.message}
            order={copy.order}
            message={copy.message}
            mark={copy.redelivered ? 'redelivered' : copy.consumer === null ? 'ready' : 'unacked'}
            state={label}
            priority={copy.priority}
          />
        ))}
      </div>
    </div>
  )
}

function inOrder(copies: ReadonlyMap<number, CopyView> | undefined): readonly CopyView[] {
  return [...(copies?.values() ?? [])].sort(byPlace)
}
