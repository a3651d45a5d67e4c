import { RefreshCw } from 'lucide-react'
import { useText } from '../../i18n/text.ts'
import { useNode, useScene } from '../stage-context.tsx'
import { chipsInARow, OrderChip } from './order-chip.tsx'

/** The polling thread, drawn inside the process it lives and dies with. */
export function PollerPart({ id }: { readonly id: string }) {
  const { t, number } = useText()
  const { view, select } = useScene()
  const poller = useNode('poller', id)
  const thread = view.processes.get(id)
  if (poller === null) return null
  const running = [...(thread?.running ?? []), ...(thread?.reserved ?? [])]
  const shown = chipsInARow(running.map(([, task]) => task))
  return (
    <div className="poller" data-state={thread?.state ?? 'exited'}>
      <button
        type="button"
        className="poller__title nodrag"
        onClick={(event) => {
          event.stopPropagation()
          select({ type: 'node', id })
        }}
      >
        <RefreshCw size={13} aria-hidden="true" />
        {t('stage.pollerThread')}
      </button>
      <span className="poller__interval">
        {t('stage.every', { seconds: number(poller.intervalMs / 1_000, 1) })}
      </span>
      <div className="work__slots">
        {running.slice(0, shown).map(([fact, { order }]) => (
          <OrderChip
            key={fact}
            order={order}
            message={null}
            mark="request"
            state={t('stage.running')}
          />
        ))}
        {running.length > shown && <span className="copies__rest">+{running.length - shown}</span>}
      </div>
    </div>
  )
}
