import { editor, MarkerSeverity } from 'monaco-editor/editor'
import {
  getTypeScriptWorker,
  type Diagnostic,
  type TypeScriptWorker,
} from 'monaco-editor/languages/features/typescript/register'
import type { CodeProblem } from '../code-file.ts'
import type { ExerciseModels } from './exercise-models.ts'

/** How long nobody types before the files are checked, milliseconds. */
const QUIET_MS = 400
/** The category of a diagnostic that is an error. */
const ERROR = 1

type Message = Diagnostic['messageText']

/** Asks TypeScript about all files whenever one of them changes: what one says is about another. */
export class TypeCheck {
  readonly #models: ExerciseModels
  readonly #found: (problems: readonly CodeProblem[]) => void
  #timer = 0
  #round = 0

  constructor(models: ExerciseModels, found: (problems: readonly CodeProblem[]) => void) {
    this.#models = models
    this.#found = found
  }

  /** Checks when it has been quiet for a while; what is being found out about older texts is dropped. */
  plan(): void {
    this.#round++
    window.clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => {
      void this.#check(this.#round)
    }, QUIET_MS)
  }

  dispose(): void {
    this.#round++
    window.clearTimeout(this.#timer)
  }

  async #check(round: number): Promise<void> {
    const files = this.#models.checked
    const problems: CodeProblem[] = []
    try {
      const find = await getTypeScriptWorker()
      const worker = await find(...files.map(([, model]) => model.uri))
      for (const [file, model] of files) {
        const found = await diagnose(worker, model.uri.toString())
        if (round !== this.#round) return
        const markers = found.map((one) => markerOf(model, one))
        editor.setModelMarkers(model, 'typescript', markers)
        const inWords = markers.map(({ startLineNumber: line, message }) => ({
          file,
          line,
          message,
        }))
        problems.push(...inWords)
      }
      this.#found(problems)
    } catch {
      // Its worker is not there yet, or has been started anew: asked again, it answers.
      if (round === this.#round) this.plan()
    }
  }
}

async function diagnose(worker: TypeScriptWorker, file: string): Promise<readonly Diagnostic[]> {
  const syntactic = await worker.getSyntacticDiagnostics(file)
  const semantic = await worker.getSemanticDiagnostics(file)
  return [...syntactic, ...semantic].filter(({ category }) => category === ERROR)
}

function markerOf(model: editor.ITextModel, diagnostic: Diagnostic): editor.IMarkerData {
  const { start = 0, length = 0, messageText, code } = diagnostic
  const [from, to] = [model.getPositionAt(start), model.getPositionAt(start + length)]
  return {
    severity: MarkerSeverity.Error,
    message: flatten(messageText),
    // The fixes that TypeScript offers are found by it.
    code: String(code),
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  }
}

function flatten(message: Message, indent = ''): string {
  if (typeof message === 'string') return indent + message
  const more = (message.next ?? []).map((one) => flatten(one, `${indent}  `))
  return [indent + message.messageText, ...more].join('\n')
}
