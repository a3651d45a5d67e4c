import { useEffect, useId, useRef, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { FileTabs } from './file-tabs.tsx'
import type { ComparedFile, DiffView } from './monaco/diff-view.ts'
import { needsPlainEditor, useMonaco, type MonacoViews } from './use-monaco.ts'
import './editor.css'

/** A file by its name, and what is in it. */
export interface NamedText {
  readonly name: string
  readonly text: string
}

export interface CodeDiffProps {
  /** The learner's files. */
  readonly left: readonly NamedText[]
  /** The solution's files. */
  readonly right: readonly NamedText[]
  readonly active: string
  readonly isPlain?: boolean | undefined
  onActivate(name: string): void
}

/** The learner's files beside those of the solution; nothing can be edited. */
export function CodeDiff({ left, right, active, isPlain = false, onActivate }: CodeDiffProps) {
  const { t } = useText()
  const id = useId()
  const [wantsMonaco] = useState(() => !needsPlainEditor())
  const [monaco, giveUp] = useMonaco(wantsMonaco && !isPlain)
  const names = [...new Set([...left, ...right].map(({ name }) => name))]
  const name = names.includes(active) ? active : (names[0] ?? '')
  const file: ComparedFile = {
    name,
    left: textOf(left, name),
    right: textOf(right, name),
    leftLabel: `${name}: ${t('editor.yours')}`,
    rightLabel: `${name}: ${t('editor.solution')}`,
  }
  const files = names.map((one) => ({ name: one, isGiven: false }))
  return (
    <div className="editor">
      <FileTabs files={files} active={name} id={id} onActivate={onActivate} />
      <div
        role="tabpanel"
        id={`${id}-code`}
        aria-labelledby={`${id}-tab-${name}`}
        className="editor__code editor__code--diff"
      >
        {file.left === file.right && (
          <p className="editor__same">{t('editor.same', { file: name })}</p>
        )}
        {monaco.status === 'ready' ? (
          <>
            <p className="editor__sides" aria-hidden="true">
              <span>{t('editor.yours')}</span>
              <span>{t('editor.solution')}</span>
            </p>
            <DiffArea views={monaco.views} file={file} giveUp={giveUp} />
          </>
        ) : (
          <PlainDiff file={file} />
        )}
      </div>
    </div>
  )
}

function textOf(files: readonly NamedText[], name: string): string {
  return files.find((file) => file.name === name)?.text ?? ''
}

interface DiffAreaProps {
  readonly views: MonacoViews
  readonly file: ComparedFile
  giveUp(): void
}

function DiffArea({ views, file, giveUp }: DiffAreaProps) {
  const element = useRef<HTMLDivElement>(null)
  const view = useRef<DiffView>(null)
  const { name, left, right, leftLabel, rightLabel } = file
  useEffect(() => {
    if (element.current === null) return
    try {
      view.current = views.createDiffView(element.current)
    } catch {
      giveUp()
    }
    return () => {
      view.current?.dispose()
      view.current = null
    }
  }, [views, giveUp])
  useEffect(() => {
    view.current?.show({ name, left, right, leftLabel, rightLabel })
  }, [views, name, left, right, leftLabel, rightLabel])
  return <div ref={element} className="editor__monaco" />
}

/** One text after the other, as they are read without a mouse or on a small screen. */
function PlainDiff({ file }: { readonly file: ComparedFile }) {
  const { t } = useText()
  return (
    // What scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="editor__texts" tabIndex={0} role="group" aria-label={file.name}>
      <h3>{t('editor.yours')}</h3>
      <pre>{file.left}</pre>
      <h3>{t('editor.solution')}</h3>
      <pre>{file.right}</pre>
    </div>
  )
}
