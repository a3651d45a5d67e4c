import { useId, useImperativeHandle, useRef, useState, type Ref } from 'react'
import { useText } from '../i18n/text.ts'
import { CODE_CHARS_MAX, type CodeFile, type CodePlace, type CodeProblem } from './code-file.ts'
import { EditorFoot } from './editor-foot.tsx'
import { FileTabs } from './file-tabs.tsx'
import { MonacoArea } from './monaco-area.tsx'
import type { CodeView } from './monaco/code-view.ts'
import { PlainEditor, type Caret } from './plain-editor.tsx'
import { ProblemList } from './problem-list.tsx'
import { useGoal } from './use-goal.ts'
import { needsPlainEditor, useMonaco } from './use-monaco.ts'
import { useRunProblems } from './use-run-problems.ts'
import './editor.css'

/** What the owner of an editor can ask of it. */
export interface CodeEditorHandle {
  /** Whether there is a formatter; the plain editor has none. */
  readonly canFormat: boolean
  /** Formats the file that is shown. */
  formatActive(): Promise<void>
}

export interface CodeEditorProps {
  /** The files of one exercise; another exercise needs an editor with another `key`. */
  readonly files: readonly CodeFile[]
  /** The name of the file that is shown. */
  readonly active: string
  /** What the last run found wrong; another array is another run. */
  readonly problems: readonly CodeProblem[]
  /** A line to go to; another object is another wish. */
  readonly reveal: CodePlace | null
  /** Takes the platform's own field even where Monaco could be used. */
  readonly isPlain?: boolean | undefined
  /** A function as `ref` hears whenever what the editor can do has changed. */
  readonly ref?: Ref<CodeEditorHandle>
  onActivate(name: string): void
  onChange(name: string, text: string): void
  /** Ctrl+Enter, or ⌘Enter. */
  onRun(): void
}

/** The files of an exercise, to be edited: as tabs, with what is wrong with them in words. */
export function CodeEditor(props: CodeEditorProps) {
  const { files, active, problems, reveal, isPlain = false, ref, onActivate, onRun } = props
  const id = useId()
  const [wantsMonaco] = useState(() => !needsPlainEditor())
  const [monaco, giveUp] = useMonaco(wantsMonaco && !isPlain)
  const view = useRef<CodeView>(null)
  const caret = useRef<Caret | null>(null)
  const [leaves, setLeaves] = useState(false)
  const [runProblems, edited] = useRunProblems(problems)
  const [found, setFound] = useState<readonly CodeProblem[]>([])
  const [goal, goTo, reached] = useGoal(reveal, active, onActivate)
  const canFormat = monaco.status === 'ready'
  useImperativeHandle(
    ref,
    () => ({ canFormat, formatActive: async () => view.current?.format() }),
    [canFormat],
  )
  const tooLong = useTooLong(files)
  const file = files.find(({ name }) => name === active) ?? files[0]
  if (file === undefined) return null
  // The run says about such a file what is said here already, in the page's language.
  const isSaid = ({ file: name, line }: CodeProblem) =>
    line === null && tooLong.some((one) => one.file === name)
  const ofRun = runProblems.filter((problem) => !isSaid(problem))
  const all = [...tooLong, ...ofRun, ...(canFormat ? found : [])]
  const change = (name: string, before: string, after: string) => {
    edited(name, before, after)
    props.onChange(name, after)
  }
  const takeCaret = () => {
    const at = caret.current
    caret.current = null
    return at
  }
  const shared = { file, goal, reached, onRun }
  return (
    <div className="editor">
      <FileTabs files={files} active={file.name} id={id} onActivate={onActivate} />
      <div
        role="tabpanel"
        id={`${id}-code`}
        aria-labelledby={`${id}-tab-${file.name}`}
        className="editor__code"
      >
        {monaco.status === 'ready' ? (
          <MonacoArea
            {...shared}
            ref={view}
            views={monaco.views}
            files={files}
            runProblems={runProblems}
            takeCaret={takeCaret}
            edited={change}
            found={setFound}
            tabLeaves={setLeaves}
            giveUp={giveUp}
          />
        ) : (
          <PlainEditor
            {...shared}
            onChange={(text) => {
              change(file.name, file.text, text)
            }}
            onCaret={(at) => {
              caret.current = at
            }}
          />
        )}
      </div>
      <ProblemList
        problems={all}
        goTo={({ file: name, line }) => {
          goTo({ file: name, line: line ?? 1, takesFocus: true })
        }}
      />
      <EditorFoot status={monaco.status} problemCount={all.length} tabLeaves={leaves} />
    </div>
  )
}

function useTooLong(files: readonly CodeFile[]): readonly CodeProblem[] {
  const { t, number } = useText()
  return files.flatMap(({ name, text }) =>
    text.length > CODE_CHARS_MAX
      ? [
          {
            file: name,
            line: null,
            message: t('editor.tooLong', {
              chars: number(text.length),
              max: number(CODE_CHARS_MAX),
            }),
          },
        ]
      : [],
  )
}
