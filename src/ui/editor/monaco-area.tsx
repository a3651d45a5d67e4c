import { useEffect, useEffectEvent, useRef, type Ref } from 'react'
import { useText } from '../i18n/text.ts'
import type { CodeFile, CodeProblem } from './code-file.ts'
import type { CodeView } from './monaco/code-view.ts'
import type { Caret } from './plain-editor.tsx'
import type { CodeGoal } from './use-goal.ts'
import type { MonacoViews } from './use-monaco.ts'

interface MonacoAreaProps {
  readonly views: MonacoViews
  readonly files: readonly CodeFile[]
  readonly file: CodeFile
  readonly runProblems: readonly CodeProblem[]
  readonly goal: CodeGoal | null
  /** Where a person was typing before this was there. */
  takeCaret(): Caret | null
  readonly ref: Ref<CodeView>
  reached(goal: CodeGoal): void
  edited(name: string, before: string, after: string): void
  found(problems: readonly CodeProblem[]): void
  onRun(): void
  tabLeaves(leaves: boolean): void
  /** Hears that it could not be opened. */
  giveUp(): void
}

/** Monaco, told of what changes around it. */
export function MonacoArea(props: MonacoAreaProps) {
  const { views, files, file, runProblems, goal, ref, reached, giveUp } = props
  const { t } = useText()
  const element = useRef<HTMLDivElement>(null)
  const view = useRef<CodeView>(null)
  const edited = useEffectEvent(props.edited)
  const found = useEffectEvent(props.found)
  const run = useEffectEvent(props.onRun)
  const tabLeaves = useEffectEvent(props.tabLeaves)
  const takeCaret = useEffectEvent(props.takeCaret)
  useEffect(() => {
    if (element.current === null) return
    try {
      view.current = views.createCodeView(element.current, { edited, found, run, tabLeaves })
      setRef(ref, view.current)
    } catch {
      giveUp()
    }
    return () => {
      view.current?.dispose()
      view.current = null
      setRef(ref, null)
    }
  }, [views, ref, giveUp])
  useEffect(() => {
    view.current?.take(files)
  }, [views, files])
  const label = t(file.isGiven ? 'editor.codeReadOnly' : 'editor.code', { file: file.name })
  useEffect(() => {
    view.current?.show(file, label)
  }, [views, file, label])
  useEffect(() => {
    view.current?.mark(runProblems, files)
  }, [views, runProblems, files])
  useEffect(() => {
    const caret = takeCaret()
    if (caret !== null) view.current?.continueAt(caret.offset)
  }, [views])
  useEffect(() => {
    if (goal === null || goal.file !== file.name) return
    view.current?.goTo(goal.line, goal.takesFocus)
    reached(goal)
  }, [views, goal, file.name, reached])
  return <div ref={element} className="editor__monaco" />
}

function setRef<Value>(ref: Ref<Value>, value: Value | null): void {
  if (typeof ref === 'function') ref(value)
  else if (ref !== null) ref.current = value
}
