// The build makes the two workers' modules; each has a default export.
// oxlint-disable import/default, import/no-named-as-default
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import * as typescript from 'monaco-editor/languages/features/typescript/register'
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker'
// oxlint-enable import/default, import/no-named-as-default
import { editorTypes } from 'virtual:editor-types'
// Both register what they are with the editor.
// oxlint-disable import/no-unassigned-import
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/typescript/register'
// oxlint-enable import/no-unassigned-import

/** Number of TypeScript's own for what Monaco's list of it leaves out. */
const BUNDLER = 100
const FORCE = 3

const OPTIONS: typescript.CompilerOptions = {
  target: typescript.ScriptTarget.ESNext,
  lib: ['lib.es2022.d.ts'],
  module: typescript.ModuleKind.ESNext,
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
  moduleResolution: BUNDLER as typescript.ModuleResolutionKind,
  moduleDetection: FORCE,
  types: [],
  strict: true,
  esModuleInterop: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
}

let isSetUp = false

/** Tells TypeScript what exercise code is written against, and Monaco where its workers are. */
export function setUpMonaco(): void {
  if (isSetUp) return
  isSetUp = true
  self.MonacoEnvironment = {
    getWorker: (_, label) => (label === 'typescript' ? new TypeScriptWorker() : new EditorWorker()),
  }
  const { typescriptDefaults } = typescript
  typescriptDefaults.setCompilerOptions(OPTIONS)
  typescriptDefaults.setExtraLibs(
    Object.entries(editorTypes).map(([path, content]) => ({ content, filePath: `file://${path}` })),
  )
  // Files import each other: TypeScript must know those that nobody has opened yet.
  typescriptDefaults.setEagerModelSync(true)
  // Its own check looks at a file only when that file changes; see TypeCheck.
  typescriptDefaults.setModeConfiguration({
    ...typescriptDefaults.modeConfiguration,
    diagnostics: false,
  })
}

/** Starts TypeScript anew: only that takes a file from it that it has once been given. */
export function restartTypeScript(): void {
  typescript.typescriptDefaults.setCompilerOptions(OPTIONS)
}
