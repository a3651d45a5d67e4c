import { editor, Uri } from 'monaco-editor/editor'
import { changedPart } from '../changed-part.ts'
import { CODE_CHARS_MAX, type CodeFile } from '../code-file.ts'
import { restartTypeScript } from './monaco.ts'

const FOLDER = 'file:///exercise/'

interface Kept {
  readonly model: editor.ITextModel
  /** The text the owner has last given. */
  given: string
  /** Texts the owner has been told and has not given back yet, oldest first. */
  readonly told: string[]
}

/** The files of an exercise as Monaco holds them, each with its own history. */
export class ExerciseModels {
  readonly #models = new Map<string, Kept>()
  readonly #edited: (name: string, before: string, after: string) => void
  readonly #changed: () => void
  #isTaking = false

  /**
   * @param edited hears what a person has changed.
   * @param changed hears that any text, or the list of files, is another.
   */
  constructor(edited: (name: string, before: string, after: string) => void, changed: () => void) {
    this.#edited = edited
    this.#changed = changed
  }

  /** What TypeScript is asked about, by name. */
  get checked(): readonly (readonly [name: string, model: editor.ITextModel])[] {
    return [...this.#models]
      .map(([name, { model }]) => [name, model] as const)
      .filter(([, model]) => model.getLanguageId() === 'typescript')
  }

  find(name: string): editor.ITextModel | null {
    return this.#models.get(name)?.model ?? null
  }

  /** Takes the files as their owner has them: a text that no person wrote here is put in. */
  take(files: readonly CodeFile[]): void {
    for (const [name, { model }] of this.#models) {
      if (files.some((file) => file.name === name)) continue
      model.dispose()
      this.#models.delete(name)
    }
    for (const { name, text } of files) {
      const kept = this.#models.get(name)
      if (kept === undefined) this.#create(name, text)
      else this.#give(kept, text)
    }
  }

  dispose(): void {
    this.take([])
  }

  #create(name: string, text: string): void {
    const language = languageOf(text.length)
    const model = editor.createModel(text, language, Uri.parse(FOLDER + name))
    model.updateOptions({ tabSize: 2, indentSize: 2, insertSpaces: true })
    const kept: Kept = { model, given: text, told: [] }
    this.#models.set(name, kept)
    model.onDidChangeContent(() => {
      this.#modelChanged(name, kept)
    })
    this.#changed()
  }

  #modelChanged(name: string, kept: Kept): void {
    const { model, told } = kept
    const language = languageOf(model.getValueLength())
    if (language !== model.getLanguageId()) {
      editor.setModelLanguage(model, language)
      if (language === 'plaintext') {
        editor.setModelMarkers(model, 'typescript', [])
        restartTypeScript()
      }
    }
    this.#changed()
    if (this.#isTaking) return
    const before = told.at(-1) ?? kept.given
    const after = model.getValue()
    told.push(after)
    this.#edited(name, before, after)
  }

  /** The owner gives back what it was told, perhaps late; anything else is a change from outside. */
  #give(kept: Kept, text: string): void {
    if (text === kept.given) return
    kept.given = text
    const index = kept.told.indexOf(text)
    if (index >= 0) {
      kept.told.splice(0, index + 1)
      return
    }
    kept.told.length = 0
    this.#isTaking = true
    replaceText(kept.model, text)
    this.#isTaking = false
  }
}

/** Puts a text into a model as one step that can be undone, without touching what is the same. */
function replaceText(model: editor.ITextModel, text: string): void {
  const part = changedPart(model.getValue(), text)
  if (part === null) return
  const [start, end] = [model.getPositionAt(part.start), model.getPositionAt(part.end)]
  const range = {
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  }
  model.pushStackElement()
  model.pushEditOperations(
    null,
    [{ range, text: text.slice(part.start, part.endAfter) }],
    () => null,
  )
  model.pushStackElement()
}

/** What is too long to be run is too long to be looked at by TypeScript. */
function languageOf(chars: number): 'typescript' | 'plaintext' {
  return chars > CODE_CHARS_MAX ? 'plaintext' : 'typescript'
}
