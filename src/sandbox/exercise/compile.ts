import { parse } from 'acorn'
import { transform } from 'sucrase'
import { longFiles, type CompileError, type SourceFiles } from './source-files.ts'

/** Files as JavaScript that runs, line by line what was written, or what is wrong with them. */
export type Compiled =
  | { readonly ok: true; readonly files: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly errors: readonly CompileError[] }

/** What the files of an exercise can import, beside each other. */
export const EXERCISE_MODULES: readonly string[] = [
  'amqplib',
  'amqplib/callback_api',
  'assert',
  'buffer',
  'crypto',
  'events',
  'net',
  'process',
  'querystring',
  'shop',
  'stream',
  'timers',
  'timers/promises',
  'tls',
  'url',
  'util',
]

/** Compiles all files; errors of every file are told, in the order of the files (X-15, X-16). */
export function compileFiles(files: SourceFiles): Compiled {
  const tooLong = longFiles(files)
  if (tooLong.length > 0) return { ok: false, errors: tooLong }
  const names = Object.keys(files)
  const compiled: Record<string, string> = {}
  const errors: CompileError[] = []
  for (const [file, text] of Object.entries(files)) {
    const code = compileFile(file, text)
    if (typeof code === 'string') compiled[file] = code
    else errors.push(code)
  }
  const imports = Object.entries(compiled).flatMap(([file, code]) => importsIn(file, code))
  const leadingNowhere = imports.filter(({ name }) => !isThere(name, names))
  errors.push(...leadingNowhere.map((one) => missing(one, names)))
  const imported = new Set(imports.map(({ name }) => (isFile(name) ? findFile(name, names) : null)))
  for (const [file, code] of Object.entries(compiled)) {
    if (imported.has(file)) errors.push(...waitsAtTop(file, code))
  }
  const order = (one: CompileError) => names.indexOf(one.file)
  return errors.length === 0
    ? { ok: true, files: compiled }
    : { ok: false, errors: errors.toSorted((one, other) => order(one) - order(other)) }
}

/** The file of a name as it stands in an import, './mail' or './mail.ts'; null when there is none. */
export function findFile(name: string, files: readonly string[]): string | null {
  const plain = name.replace(/^\.\//, '').replace(/\.[jt]s$/, '')
  return files.find((file) => file === `${plain}.ts`) ?? null
}

/** Why an import leads nowhere. */
export function missingText(name: string, files: readonly string[]): string {
  const there = isFile(name)
    ? `There is no such file; the files are ${files.map((file) => `./${file.replace(/\.ts$/, '')}`).join(', ')}.`
    : `The sandbox has no such module; it has ${EXERCISE_MODULES.join(', ')}.`
  return `Failed to import '${name}'. ${there}`
}

function compileFile(file: string, text: string): string | CompileError {
  try {
    const options = { disableESTransforms: true, production: true, filePath: file }
    const { code } = transform(text, { transforms: ['typescript', 'imports'], ...options })
    // The transformation reads no more than it needs. A file that is whole by itself also cannot
    // close the function it is put into.
    parse(code, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true, allowHashBang: false })
    return code
  } catch (error) {
    return errorOf(file, error)
  }
}

function errorOf(file: string, error: unknown): CompileError {
  if (error instanceof RangeError) {
    const message = 'The file is nested too deeply to be read. Split what is nested into parts.'
    return { file, line: null, message }
  }
  const { message, loc } = error as Error & { readonly loc?: { readonly line: number } }
  const plain = message.replace(`Error transforming ${file}: `, '').replace(/ \(\d+:\d+\)$/, '')
  return { file, line: loc?.line ?? null, message: plain }
}

/** Only the file that a process runs may wait: an import gives what there is at once. */
function waitsAtTop(file: string, code: string): readonly CompileError[] {
  try {
    // In a script `await (x)` could also be the call of a function of that name; in a module not.
    parse(`function file() {${code}\n}`, { ecmaVersion: 'latest', sourceType: 'module' })
    return []
  } catch (error) {
    const { line } = errorOf(file, error)
    const message =
      'A file that others import cannot wait at its top level. Put the await into a function.'
    return [{ file, line, message }]
  }
}

/** Imports as the transformation writes them; a `require` of the file's own is checked when it runs. */
const IMPORT = /(?:var _\w+ = |^|[;}] ?)require\('((?:[^'\\]|\\.)*)'\)/g

interface Import {
  readonly file: string
  readonly line: number
  readonly name: string
}

function importsIn(file: string, code: string): readonly Import[] {
  return code
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(IMPORT)].map(([, name = '']) => ({ file, line: index + 1, name })),
    )
}

function missing({ file, line, name }: Import, files: readonly string[]): CompileError {
  return { file, line, message: missingText(name, files) }
}

function isThere(name: string, files: readonly string[]): boolean {
  if (isFile(name)) return findFile(name, files) !== null
  return EXERCISE_MODULES.includes(name.replace(/^node:/, ''))
}

/** Whether a name as it stands in an import is that of a file, and not of a module. */
function isFile(name: string): boolean {
  return name.startsWith('.')
}
