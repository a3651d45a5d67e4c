import { Tabs } from 'radix-ui'
import { lazy, Suspense, useState } from 'react'
import { useText } from '../i18n/text.ts'
import type { Selection } from '../stage/stage-context.tsx'
import { LedgerPanel } from './ledger-panel.tsx'
import { TracePanel } from './trace-panel.tsx'
import './dock.css'

const ChartsPanel = lazy(async () => ({
  default: (await import('./charts-panel.tsx')).ChartsPanel,
}))

interface DockProps {
  select(selection: Selection | null): void
}

/** What happened as text, how the orders came out, and how the numbers went. */
export function Dock({ select }: DockProps) {
  const { t } = useText()
  const [tab, setTab] = useState('trace')
  return (
    <Tabs.Root className="dock" value={tab} onValueChange={setTab}>
      <Tabs.List className="dock__tabs" aria-label={t('dock.name')}>
        {['trace', 'ledger', 'charts'].map((name) => (
          <Tabs.Trigger key={name} value={name} className="dock__tab">
            {t(`dock.${name}`)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="trace" className="dock__panel" tabIndex={-1}>
        <TracePanel select={select} />
      </Tabs.Content>
      <Tabs.Content value="ledger" className="dock__panel">
        <LedgerPanel select={select} />
      </Tabs.Content>
      <Tabs.Content value="charts" className="dock__panel">
        <Suspense fallback={<p className="dock__note">{t('dock.loading')}</p>}>
          <ChartsPanel />
        </Suspense>
      </Tabs.Content>
    </Tabs.Root>
  )
}
