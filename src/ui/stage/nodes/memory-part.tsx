import { memoryPlace } from '#scenarios'
import { useText } from '../../i18n/text.ts'
import { useScene } from '../stage-context.tsx'
import { chipsInARow, OrderChip } from './order-chip.tsx'

/** The list in a web process's memory, with what its background threads work on first. */
export function MemoryPart({ id }: { readonly id: string }) {
  const { t } = useText()
  const memory = useScene().view.processes.get(memoryPlace(id))
  const running = [...(memory?.running ?? [])]
  const tasks = [...running, ...(memory?.reserved ?? [])]
  const shown = chipsInARow(tasks.map(([, task]) => task))
  return (
    <div className="poller">
      <span className="poller__title">{t('stage.memory')}</span>
      <span className="poller__interval">{t('stage.memoryHolds', { count: tasks.length })}</span>
      <div className="work__slots">
        {tasks.slice(0, shown).map(([fact, { order }], index) => (
          <OrderChip
            key={fact}
            order={order}
            message={null}
            mark={index < running.length ? 'request' : 'ready'}
            state={t(index < running.length ? 'stage.running' : 'stage.reserved')}
          />
        ))}
        {tasks.length > shown && <span className="copies__rest">+{tasks.length - shown}</span>}
        {tasks.length === 0 && <span className="work__none">–</span>}
      </div>
    </div>
  )
}
