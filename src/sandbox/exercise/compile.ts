import { transform } from 'sucrase'

/** The files of an exercise as a person wrote them, by name: TypeScript, all in one folder. */
export type SourceFiles = Readonly<Record<string, string>>

/** Something that keeps a file from running. */
export interface CompileError {
  readonly file: string
  /** From 1; null when only the file is known. */
  readonly line: number | null
  readonly message: string
}

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

/** The longest file that is compiled, characters. */
const FILE_CHARS_MAX = 200_000

/** Compiles all files; errors of every file are told, in the order of the files (X-15, X-16). */
export function compileFiles(files: SourceFiles): Compiled {
  const compiled: Record<string, string> = {}
  const errors: CompileError[] = []
  for (const [file, text] of Object.entries(files)) {
    const code = compileFile(file, text)
    if (typeof code !== 'string') errors.push(code)
    else {
      compiled[file] = code
      errors.push(...missingImports(file, code, Object.keys(files)))
    }
  }
  return errors.length === 0 ? { ok: true, files: compiled } : { ok: false, errors }
}

/** The file of a name as it stands in an import, './mail' or './mail.ts'; null when there is none. */
export function findFile(name: string, files: readonly string[]): string | null {
  const plain = name.replace(/^\.\//, '').replace(/\.[jt]s$/, '')
  return files.find((file) => file === `${plain}.ts`) ?? null
}

/** Why an import leads nowhere. */
export function missingText(name: string, files: readonly string[]): string {
  const there = name.startsWith('.')
    ? `There is no such file; the files are ${files.map((file) => `./${file.replace(/\.ts$/, '')}`).join(', ')}.`
    : `The sandbox has no such module; it has ${EXERCISE_MODULES.join(', ')}.`
  return `Failed to import '${name}'. ${there}`
}

function compileFile(file: string, text: string): string | CompileError {
  if (text.length > FILE_CHARS_MAX) {
    const message = `The file is too long: it has ${text.length} characters, and ${FILE_CHARS_MAX} are read. Shorten it.`
    return { file, line: null, message }
  }
  try {
    const options = { disableESTransforms: true, production: true, filePath: file }
    const { code } = transform(text, { transforms: ['typescript', 'imports'], ...options })
    // The transformation reads no more than it needs: the engine sees the other mistakes.
    // oxlint-disable-next-line no-new, typescript/no-implied-eval
    new Function(`(async () => {${code}\n})`)
    return code
  } catch (error) {
    const { message, loc } = error as Error & { readonly loc?: { readonly line: number } }
    const line = loc?.line ?? null
    const plain = message.replace(`Error transforming ${file}: `, '')
    return { file, line, message: plain.replace(/ \(\d+:\d+\)$/, '') }
  }
}

/** Imports as the transformation writes them; a `require` of the file's own is checked when it runs. */
const IMPORT = /(?:var _\w+ = |^|[;}] ?)require\('((?:[^'\\]|\\.)*)'\)/g

function missingImports(file: string, code: string, files: readonly string[]): CompileError[] {
  return code.split('\n').flatMap((text, index) =>
    [...text.matchAll(IMPORT)]
      .map(([, name = '']) => name)
      .filter((name) => !isThere(name, files))
      .map((name) => ({ file, line: index + 1, message: missingText(name, files) })),
  )
}

function isThere(name: string, files: readonly string[]): boolean {
  if (name.startsWith('.')) return findFile(name, files) !== null
  return EXERCISE_MODULES.includes(name.replace(/^node:/, ''))
}
