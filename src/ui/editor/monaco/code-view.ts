import { editor, KeyCode, KeyMod, MarkerSeverity } from 'monaco-editor/editor'
import type { CodeFile, CodeProblem } from '../code-file.ts'
import { isMac } from '../is-mac.ts'
import { codeOptions } from './editor-options.ts'
import { followTheme } from './editor-theme.ts'
import { ExerciseModels } from './exercise-models.ts'
import { setUpMonaco } from './monaco.ts'
import { TypeCheck } from './type-check.ts'

/** Who owns the markers of a run's problems. */
const RUN = 'run'

/** What a person has chosen for the Tab key, for every editor while the page lives. */
let tabLeaves = false

/** What the editor tells its owner. */
export interface CodeViewListener {
  /** A person has changed a file. */
  edited(name: string, before: string, after: string): void
  /** What TypeScript finds wrong, in all files. */
  found(problems: readonly CodeProblem[]): void
  run(): void
  /** Whether Tab leaves the editor, or indents. */
  tabLeaves(leaves: boolean): void
}

/** Monaco with the files of one exercise. */
export class CodeView {
  readonly #editor: editor.IStandaloneCodeEditor
  readonly #listener: CodeViewListener
  readonly #models: ExerciseModels
  readonly #check: TypeCheck
  readonly #unfollow: () => void
  readonly #places = new Map<string, editor.ICodeEditorViewState | null>()
  #shown: string | null = null

  constructor(element: HTMLElement, listener: CodeViewListener) {
    this.#unfollow = followTheme()
    this.#models = new ExerciseModels(
      (name, before, after) => {
        listener.edited(name, before, after)
      },
      () => {
        this.#check.plan()
      },
    )
    this.#check = new TypeCheck(this.#models, (problems) => {
      listener.found(problems)
    })
    this.#editor = editor.create(element, { ...codeOptions(), model: null })
    this.#listener = listener
    this.#editor.addAction({
      id: 'exercise.run',
      label: 'Run',
      keybindings: [KeyMod.CtrlCmd | KeyCode.Enter],
      run() {
        listener.run()
      },
    })
    this.#editor.addAction({
      id: 'exercise.tab-key',
      label: 'Tab key: leave the editor, or indent',
      keybindings: [
        isMac() ? KeyMod.WinCtrl | KeyMod.Shift | KeyCode.KeyM : KeyMod.CtrlCmd | KeyCode.KeyM,
      ],
      run: () => {
        this.#letTabLeave(!tabLeaves)
      },
    })
    this.#letTabLeave(tabLeaves)
  }

  /** Takes the files as their owner has them. */
  take(files: readonly CodeFile[]): void {
    this.#models.take(files)
  }

  /** Shows a file where it was left. */
  show({ name, isGiven }: CodeFile, label: string): void {
    this.#editor.updateOptions({ readOnly: isGiven, domReadOnly: isGiven, ariaLabel: label })
    if (this.#shown === name) return
    if (this.#shown !== null) this.#places.set(this.#shown, this.#editor.saveViewState())
    this.#shown = name
    this.#editor.setModel(this.#models.find(name))
    this.#editor.restoreViewState(this.#places.get(name) ?? null)
  }

  /** Marks the lines of a run's problems. */
  mark(problems: readonly CodeProblem[], files: readonly CodeFile[]): void {
    for (const { name } of files) {
      const model = this.#models.find(name)
      if (model === null) continue
      const markers = problems.flatMap(({ file, line, message }) =>
        file === name && line !== null && line <= model.getLineCount()
          ? [markerOf(model, line, message)]
          : [],
      )
      editor.setModelMarkers(model, RUN, markers)
    }
  }

  /** Goes to a line of the file that is shown. */
  goTo(line: number, takesFocus: boolean): void {
    const lineNumber = Math.min(line, this.#editor.getModel()?.getLineCount() ?? 1)
    const column = this.#editor.getModel()?.getLineFirstNonWhitespaceColumn(lineNumber) ?? 1
    this.#editor.setPosition({ lineNumber, column: Math.max(1, column) })
    this.#editor.revealLineInCenterIfOutsideViewport(lineNumber)
    if (takesFocus) this.#editor.focus()
  }

  /** Goes on where a person was typing in another field. */
  continueAt(offset: number): void {
    const position = this.#editor.getModel()?.getPositionAt(offset)
    if (position !== undefined) this.#editor.setPosition(position)
    this.#editor.focus()
  }

  /** Formats the file that is shown; one that cannot be edited stays as it is. */
  async format(): Promise<void> {
    await this.#editor.getAction('editor.action.formatDocument')?.run()
  }

  #letTabLeave(leaves: boolean): void {
    tabLeaves = leaves
    this.#editor.updateOptions({ tabFocusMode: leaves })
    this.#listener.tabLeaves(leaves)
  }

  dispose(): void {
    this.#check.dispose()
    this.#editor.dispose()
    this.#models.dispose()
    this.#unfollow()
  }
}

/** Opens Monaco in an element that has a size. */
export function createCodeView(element: HTMLElement, listener: CodeViewListener): CodeView {
  setUpMonaco()
  return new CodeView(element, listener)
}

function markerOf(model: editor.ITextModel, line: number, message: string): editor.IMarkerData {
  return {
    severity: MarkerSeverity.Error,
    message,
    startLineNumber: line,
    startColumn: Math.max(1, model.getLineFirstNonWhitespaceColumn(line)),
    endLineNumber: line,
    endColumn: model.getLineMaxColumn(line),
  }
}
