import { Tabs } from 'radix-ui'
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import { loadTexts, useText } from '../i18n/text.ts'
import type { Selection } from '../stage/stage-context.tsx'
import { HeightHandle } from './height-handle.tsx'
import { LedgerPanel } from './ledger-panel.tsx'
import { TracePanel } from './trace-panel.tsx'
import './dock.css'

const ChartsPanel = lazy(async () => ({
  default: (await import('./charts-panel.tsx')).ChartsPanel,
}))

const LoadPanel = lazy(async () => {
  const [{ LoadPanel: loaded }] = await Promise.all([import('./load-panel.tsx'), loadTexts('load')])
  return { default: loaded }
})

interface DockProps {
  /** The code of an exercise, where there is one: the first tab then. */
  readonly code: ReactNode
  select(selection: Selection | null): void
}

/** What happened as text, how the orders came out, and how the numbers went. */
export function Dock({ code, select }: DockProps) {
  const { t } = useText()
  const hasCode = code !== null
  const [tab, setTab] = useState('trace')
  useEffect(() => {
    setTab(hasCode ? 'code' : 'trace')
  }, [hasCode])
  return (
    <Tabs.Root className="dock" value={tab} onValueChange={setTab}>
      {hasCode && <HeightHandle />}
      <Tabs.List className="dock__tabs" aria-label={t('dock.name')}>
        {[...(hasCode ? ['code'] : []), 'trace', 'ledger', 'charts', 'load'].map((name) => (
          <Tabs.Trigger key={name} value={name} className="dock__tab">
            {t(`dock.${name}`)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {hasCode && (
        <Tabs.Content value="code" className="dock__panel" tabIndex={-1} forceMount>
          {code}
        </Tabs.Content>
      )}
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
      <Tabs.Content value="load" className="dock__panel">
        <Suspense fallback={<p className="dock__note">{t('dock.loading')}</p>}>
          <LoadPanel />
        </Suspense>
      </Tabs.Content>
    </Tabs.Root>
  )
}
