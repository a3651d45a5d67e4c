import ts from 'typescript'
import { readEditorTypes } from '../vite/editor-types.ts'

/** What TypeScript finds wrong with a file of an exercise. */
export interface TypeProblem {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly message: string
}

/** As the editor has them: `src/ui/editor/monaco/typescript.ts`. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
  strict: true,
  esModuleInterop: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
}

const FOLDER = '/exercise'

/** What does not change from exercise to exercise is read once. */
const parsed = new Map<string, ts.SourceFile>()
const types = readEditorTypes()

/** Checks the files of an exercise, by name, against the types that the editor shows a learner. */
export function checkTypes(files: Readonly<Record<string, string>>): readonly TypeProblem[] {
  const own = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text]),
  )
  const host = createHost(own)
  const roots = Object.keys(types).filter((path) => path.startsWith('/declarations/'))
  const program = ts.createProgram([...Object.keys(own), ...roots], OPTIONS, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => ({
    file: file?.fileName.replace(`${FOLDER}/`, '') ?? '',
    line: file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }))
}

/** A file system that holds the exercise, the types and TypeScript's own library, and nothing else. */
function createHost(own: Readonly<Record<string, string>>): ts.CompilerHost {
  const plain = ts.createCompilerHost(OPTIONS)
  const libraries = plain.getDefaultLibLocation?.() ?? ''
  const read = (path: string) =>
    own[path] ?? types[path] ?? (path.startsWith(libraries) ? plain.readFile(path) : undefined)
  return {
    ...plain,
    getCurrentDirectory: () => '/',
    readFile: read,
    fileExists: (path) => read(path) !== undefined,
    directoryExists: () => true,
    getDirectories: () => [],
    getSourceFile(path, options) {
      const known = parsed.get(path)
      if (known !== undefined) return known
      const text = read(path)
      if (text === undefined) return undefined
      const file = ts.createSourceFile(path, text, options)
      if (own[path] === undefined) parsed.set(path, file)
      return file
    },
  }
}
