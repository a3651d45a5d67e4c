import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useText } from '../i18n/text.ts'
import type { CodeFile } from './code-file.ts'
import type { CodeGoal } from './use-goal.ts'

/** Beyond so many lines their numbers are left out: a browser lays all of them out at once. */
const NUMBERED_LINES_MAX = 5_000

/** Where a person is typing. */
export interface Caret {
  readonly file: string
  readonly offset: number
}

interface PlainEditorProps {
  readonly file: CodeFile
  readonly goal: CodeGoal | null
  reached(goal: CodeGoal): void
  onChange(text: string): void
  onRun(): void
  /** Hears where one types, and null when the focus goes elsewhere. */
  onCaret?(caret: Caret | null): void
}

/** A field of the platform's own for code: for touch, for narrow windows, and until there is a better one. */
export function PlainEditor(props: PlainEditorProps) {
  const { file, goal, reached, onChange, onRun, onCaret } = props
  const { t } = useText()
  const field = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLPreElement>(null)
  const numbers = lineNumbers(file.text)
  useEffect(() => {
    if (goal === null || goal.file !== file.name || field.current === null) return
    goToLine(field.current, goal)
    reached(goal)
  }, [goal, file.name, reached])
  const tellCaret = (element: HTMLTextAreaElement) => {
    onCaret?.({ file: file.name, offset: element.selectionEnd })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    onRun()
  }
  return (
    <div className="editor__plain">
      {numbers !== null && (
        <pre ref={gutter} className="editor__numbers" aria-hidden="true">
          {numbers}
        </pre>
      )}
      <textarea
        key={file.name}
        ref={field}
        className="editor__field"
        aria-label={t(file.isGiven ? 'editor.codeReadOnly' : 'editor.code', { file: file.name })}
        value={file.text}
        readOnly={file.isGiven}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        autoComplete="off"
        onChange={(event) => {
          onChange(event.target.value)
        }}
        onKeyDown={onKeyDown}
        onSelect={(event) => {
          tellCaret(event.currentTarget)
        }}
        onFocus={(event) => {
          tellCaret(event.currentTarget)
        }}
        onBlur={() => {
          onCaret?.(null)
        }}
        onScroll={(event) => {
          if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop
        }}
      />
    </div>
  )
}

function lineNumbers(text: string): string | null {
  const lines = text.split('\n', NUMBERED_LINES_MAX + 1).length
  if (lines > NUMBERED_LINES_MAX) return null
  return Array.from({ length: lines }, (_, index) => index + 1).join('\n')
}

function goToLine(field: HTMLTextAreaElement, { line, takesFocus }: CodeGoal): void {
  const above = field.value.split('\n').slice(0, line - 1)
  const offset = above.reduce((sum, text) => sum + text.length + 1, 0)
  field.setSelectionRange(offset, offset)
  const lineHeight = Number.parseFloat(getComputedStyle(field).lineHeight)
  field.scrollTop = Math.max(0, above.length * lineHeight - field.clientHeight / 2)
  if (takesFocus) field.focus({ preventScroll: true })
}
