import { Download, GitCompare, Play, RotateCcw, WandSparkles } from 'lucide-react'
import { useState, type RefObject } from 'react'
import { useStore } from 'zustand'
import type { CodeEditorHandle } from '../editor/code-editor.tsx'
import { useText } from '../i18n/text.ts'
import { ActionMenu } from '../menu/action-menu.tsx'
import type { ExerciseSession, ExerciseState } from './exercise-session.ts'

interface CodeBarProps {
  readonly session: ExerciseSession
  readonly state: ExerciseState
  /** What the step is called. */
  readonly title: string
  readonly passed: { readonly count: number; readonly of: number } | null
  /** The file that is shown. */
  readonly active: string
  /** The editor, while it is to be seen. */
  readonly editor: CodeEditorHandle | null
  readonly isComparing: boolean
  /** The button that runs the code. */
  readonly runButton: RefObject<HTMLButtonElement | null>
  compare(): void
}

/** What one can do with the code of an exercise. */
export function CodeBar(props: CodeBarProps) {
  const { session, state, title, passed, active, editor, isComparing, runButton, compare } = props
  const { t } = useText()
  const isRunning = state.phase === 'running'
  const canCompare = state.attempts > 0
  return (
    <div className="code__bar">
      {/* Not disabled while it runs: the focus would be lost. */}
      <button
        ref={runButton}
        type="button"
        className="button button--primary button--small"
        aria-disabled={isRunning}
        onClick={() => void session.run()}
      >
        <Play size={14} aria-hidden />
        {t('exercise.run')}
      </button>
      <RunStatus state={state} passed={passed} />
      <div className="code__tools">
        <button
          type="button"
          className="button button--quiet button--small"
          disabled={editor?.canFormat !== true}
          onClick={() => void editor?.formatActive()}
        >
          <WandSparkles size={14} aria-hidden />
          {t('exercise.format')}
        </button>
        <button
          type="button"
          className="button button--quiet button--small"
          aria-pressed={isComparing}
          disabled={!canCompare}
          title={canCompare ? undefined : t('exercise.compareLater')}
          onClick={compare}
        >
          <GitCompare size={14} aria-hidden />
          {t('exercise.compare')}
        </button>
        <ResetMenu session={session} active={active} />
        <DownloadButton session={session} title={title} />
      </div>
    </div>
  )
}

function DownloadButton({ session, title }: Pick<CodeBarProps, 'session' | 'title'>) {
  const { t, language } = useText()
  const [failure, setFailure] = useState<string | null>(null)
  const download = async () => {
    try {
      const { downloadProject } = await import('./download-project.ts')
      downloadProject(session, title, language)
      setFailure(null)
    } catch (error) {
      setFailure(String(error))
    }
  }
  return (
    <>
      <button
        type="button"
        className="button button--quiet button--small"
        title={t('exercise.downloadHint')}
        onClick={() => void download()}
      >
        <Download size={14} aria-hidden />
        {t('exercise.download')}
      </button>
      {failure !== null && (
        <p className="report__text report__text--bad" role="alert">
          {t('exercise.downloadFailed', { detail: failure })}
        </p>
      )}
    </>
  )
}

/** What became of the last run, in a few words; a screen reader says it. */
function RunStatus({
  state,
  passed,
}: { readonly state: ExerciseState } & Pick<CodeBarProps, 'passed'>) {
  const { t, number } = useText()
  const { phase, run, runs, isStale, isSolution } = state
  const isGood = phase === 'ran' && passed?.count === passed?.of
  const words = () => {
    if (phase === 'ready') return t('exercise.ready')
    if (phase === 'running') return t('exercise.running')
    if (phase === 'refused') return t('exercise.refused')
    if (phase === 'ended') return t('exercise.wasEnded')
    const about = {
      passed: passed?.count ?? 0,
      of: passed?.of ?? 0,
      ms: number(run?.tookMs ?? 0, 0),
    }
    return t(isSolution ? 'exercise.solutionRan' : 'exercise.ran', about)
  }
  return (
    <p className="code__status" role="status" data-runs={runs} data-good={isGood}>
      {words()}
      {phase === 'ran' && isStale && <span className="code__stale"> {t('exercise.stale')}</span>}
    </p>
  )
}

interface ResetMenuProps {
  readonly session: ExerciseSession
  readonly active: string
}

function ResetMenu({ session, active }: ResetMenuProps) {
  const { t } = useText()
  const beforeReset = useStore(session.store, (state) => state.beforeReset)
  const { given = [] } = session.settings.exercise
  return (
    <ActionMenu
      label={t('exercise.reset')}
      className="button button--quiet button--small"
      actions={[
        {
          name: t('exercise.resetFile', { file: active }),
          isDisabled: given.includes(active),
          act: () => {
            session.reset(active)
          },
        },
        {
          name: t('exercise.resetAll'),
          act: () => {
            session.reset(null)
          },
        },
        {
          name: t('exercise.undoReset'),
          isDisabled: beforeReset === null,
          act: () => {
            session.undoReset()
          },
        },
      ]}
    >
      <RotateCcw size={14} aria-hidden />
      {t('exercise.reset')}
    </ActionMenu>
  )
}
