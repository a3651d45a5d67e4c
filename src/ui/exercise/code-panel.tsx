import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { SourceFiles } from '#sandbox'
import { CodeDiff } from '../editor/code-diff.tsx'
import { CodeEditor, type CodeEditorHandle } from '../editor/code-editor.tsx'
import type { CodePlace, CodeProblem } from '../editor/code-file.ts'
import { CodeBar } from './code-bar.tsx'
import { CodeNotices } from './code-notices.tsx'
import type { ExerciseSession, ExerciseState } from './exercise-session.ts'
import { RunReport } from './run-report.tsx'
import './exercise.css'

interface CodePanelProps {
  readonly session: ExerciseSession
  /** What the step is called. */
  readonly title: string
  /** The step's checks that hold, of all; null before the first run. */
  readonly passed: { readonly count: number; readonly of: number } | null
}

/** The code of an exercise: its editor, what one can do with it, and what became of the last run. */
export function CodePanel({ session, title, passed }: CodePanelProps) {
  const { exercise } = session.settings
  const state = useStore(session.store)
  const problems = useProblems(state)
  const [active, setActive] = useState(firstOpen(exercise))
  const [reveal, setReveal] = useState<CodePlace | null>(null)
  const [editor, setEditor] = useState<CodeEditorHandle | null>(null)
  const [solution, setSolution] = useState<SourceFiles | null>(null)
  const runButton = useRef<HTMLButtonElement>(null)
  const isComparing = solution !== null
  const compare = async () => {
    setSolution(isComparing ? null : await session.solution())
  }
  return (
    <div className="code">
      <CodeBar
        session={session}
        state={state}
        title={title}
        passed={passed}
        active={active}
        editor={isComparing ? null : editor}
        isComparing={isComparing}
        runButton={runButton}
        compare={() => void compare()}
      />
      <CodeNotices
        session={session}
        state={state}
        chosen={() => {
          runButton.current?.focus()
        }}
      />
      <div className="code__body">
        {/* It stays while one compares: what can be undone in it would be gone. */}
        <div className="code__editor" hidden={isComparing}>
          <CodeEditor
            ref={setEditor}
            files={exercise.files.map((name) => ({
              name,
              text: state.files[name] ?? '',
              isGiven: exercise.given?.includes(name) === true,
            }))}
            active={active}
            problems={problems}
            reveal={reveal}
            onActivate={setActive}
            onChange={(name, text) => {
              session.edit(name, text)
            }}
            onRun={() => void session.run()}
          />
        </div>
        {isComparing && (
          <CodeDiff
            left={textsOf(exercise.files, state.files)}
            right={textsOf(exercise.files, solution)}
            active={active}
            onActivate={setActive}
          />
        )}
        <RunReport
          session={session}
          state={state}
          reveal={(place) => {
            setSolution(null)
            setActive(place.file)
            setReveal({ ...place })
          }}
        />
      </div>
    </div>
  )
}

/** The first file one may edit. */
function firstOpen({ files, given = [] }: ExerciseSession['settings']['exercise']): string {
  return files.find((file) => !given.includes(file)) ?? files[0] ?? ''
}

function textsOf(names: readonly string[], files: SourceFiles) {
  return names.map((name) => ({ name, text: files[name] ?? '' }))
}

/** Another array for another run only: the editor keeps its marks until then. */
function useProblems({ errors, thrown, isSolution }: ExerciseState): readonly CodeProblem[] {
  const [problems, setProblems] = useState<readonly CodeProblem[]>([])
  useEffect(() => {
    const places = isSolution ? [] : thrown
    const fromRun = places.flatMap(({ file, line, message }) =>
      file === null ? [] : [{ file, line, message }],
    )
    const seen = new Set<string>()
    const all = [...errors, ...fromRun].filter(({ file, line, message }) => {
      const key = `${file}:${line}:${message}`
      const isNew = !seen.has(key)
      seen.add(key)
      return isNew
    })
    setProblems(all)
  }, [errors, thrown, isSolution])
  return problems
}
