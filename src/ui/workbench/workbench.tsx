import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react'
import { loadTexts, useText } from '../i18n/text.ts'
import { usePlayer, usePlayerState } from '../player-context.tsx'
import { Stage } from '../stage/stage.tsx'
import type { Selection } from '../stage/stage-context.tsx'
import type { Players } from '../stage/wires.ts'
import { Transport } from '../transport/transport.tsx'
import { usePlayerKeys } from './use-player-keys.ts'
import './workbench.css'

// What is below the stage and what explains a selection come after the stage can be used.
const Dock = lazy(async () => {
  const [{ Dock: loaded }] = await Promise.all([import('../dock/dock.tsx'), loadTexts('facts')])
  return { default: loaded }
})
const Inspector = lazy(async () => {
  const [{ Inspector: loaded }] = await Promise.all([
    import('../inspector/inspector.tsx'),
    loadTexts('facts'),
    loadTexts('settings'),
  ])
  return { default: loaded }
})

interface WorkbenchProps {
  /** What is read or used at the left: the lesson's text, the sandbox's tools. */
  readonly children: ReactNode
  /** The name of the part at the left. */
  readonly sideName: string
  /** The code of an exercise, for the dock; null where there is none. */
  readonly code?: ReactNode
  /** Files by the processes they play. @defaultValue none */
  readonly players?: Players
  /** Given where the shop can be changed by hand. */
  readonly onConnect?: (from: string, to: string) => void
}

/** The frame every run is looked at in: text, stage, time, and what happened below. */
export function Workbench({ children, sideName, code = null, players, onConnect }: WorkbenchProps) {
  const [selection, setSelection] = useState<Selection | null>(null)
  const select = useCallback((next: Selection | null) => {
    setSelection(next)
  }, [])
  usePlayerKeys()
  return (
    <div className="workbench" data-code={code !== null}>
      <section className="workbench__side" aria-label={sideName}>
        {children}
      </section>
      <div className="workbench__main">
        <div className="workbench__stage">
          <RunNotice isOfCode={code !== null} />
          <Stage
            selection={selection}
            select={select}
            {...(players === undefined ? {} : { players })}
            {...(onConnect === undefined ? {} : { onConnect })}
          />
          {selection !== null && (
            <Suspense fallback={null}>
              <Inspector
                selection={selection}
                select={select}
                canRemove={onConnect !== undefined}
              />
            </Suspense>
          )}
        </div>
        <Transport />
        <Suspense fallback={<div className="workbench__dock" />}>
          <Dock code={code} select={select} />
        </Suspense>
      </div>
    </div>
  )
}

/** What ended the run, in a sentence: a limit, a fault of ours, or that nothing is left to happen. */
function RunNotice({ isOfCode }: { readonly isOfCode: boolean }) {
  const { t, number } = useText()
  const stoppedBy = usePlayerState((state) => state.stoppedBy)
  const failure = usePlayerState((state) => state.failure)
  const player = usePlayer()
  const isQuiet = usePlayerState((state) => state.isQuiet && state.status === 'paused')
  const isBeforeCode = isOfCode && isQuiet && player.source().code === undefined
  if (failure !== null) {
    return (
      <p className="notice" role="alert">
        {t(`failure.${failure}`)}
      </p>
    )
  }
  if (stoppedBy === null) {
    return (
      <p className="workbench__quiet" role="status">
        {isQuiet && t(isBeforeCode ? 'beforeCode' : 'quiet')}
      </p>
    )
  }
  return (
    <p className="notice" role="alert">
      {t(`limit.${stoppedBy.limit}`, { value: number(stoppedBy.value) })}
    </p>
  )
}
