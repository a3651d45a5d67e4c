import { useEffect, useMemo } from 'react'
import { loadReports, type LoadReport } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { useCalmState, usePlayer } from '../player-context.tsx'
import { LoadForm, type LoadSize } from './load-form.tsx'
import { LoadMemory } from './load-memory.ts'
import { LoadTables } from './load-tables.tsx'

/** Loads of runs before this one are remembered as long as the page lives. */
const memory = new LoadMemory()

/** What stands in the form when the panel is opened again. */
let lastSize: LoadSize = { requests: 200, concurrency: 20 }

/** Requests in a closed loop, and what came of them: the shop measured as with ApacheBench. */
export function LoadPanel() {
  const { t } = useText()
  const player = usePlayer()
  const { trace, factCount, view, isQuiet } = useCalmState()
  const reports = useMemo(() => loadReports(trace, factCount), [trace, factCount])
  useEffect(() => {
    memory.note(trace, reports)
  }, [trace, reports])
  if (view === null) return <p className="dock__note">{t('dock.loading')}</p>
  const report = reports.at(-1)
  const hasCustomers = view.definition.nodes.some(({ kind }) => kind === 'customers')
  const isBusy = report !== undefined && report.finished === null
  return (
    <div className="load">
      {hasCustomers ? (
        <LoadForm
          initial={lastSize}
          isBusy={isBusy}
          run={(size) => {
            lastSize = size
            player.input({ type: 'load', ...size })
            player.play()
          }}
        />
      ) : (
        <p className="load__note">{t('load.noCustomers')}</p>
      )}
      {report === undefined && hasCustomers && <p className="load__note">{t('load.about')}</p>}
      {/* Said aloud only when a load begins and when it ends; how far it is stands in the table. */}
      <p role="status" className={isBusy && isQuiet ? 'load__note' : 'visually-hidden'}>
        {report !== undefined && t(`load.${stateOf(report, isQuiet)}`, { load: report.load })}
      </p>
      {report !== undefined && (
        <LoadTables report={report} before={memory.before(trace, reports)} />
      )}
    </div>
  )
}

/** What is said of a load; it waits for ever when nothing happens any more by itself. */
function stateOf({ finished }: LoadReport, isQuiet: boolean): 'running' | 'waits' | 'finished' {
  if (finished !== null) return 'finished'
  return isQuiet ? 'waits' : 'running'
}
