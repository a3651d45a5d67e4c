import { diffLines } from 'diff'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exercise, ExerciseCode } from '#lessons'

type Files = Readonly<Record<string, string>>

/**
 * Reads the code of an exercise from its folder; each problem says where it is.
 *
 * @param mistakes the names of the mistakes that the step foresees.
 */
export function readExerciseCode(
  folder: string,
  { files, given = [], variants }: Exercise,
  mistakes: readonly string[],
): { readonly code: ExerciseCode; readonly problems: readonly string[] } {
  const start = filesIn(join(folder, 'start'))
  const solution = { ...start, ...filesIn(join(folder, 'solution')) }
  const whole = (name: string): Files => ({ ...solution, ...filesIn(join(folder, name)) })
  const all = (kind: string, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, whole(join(kind, name))]))
  const code = {
    start: inOrder(start, files),
    solution: inOrder(solution, files),
    mistakes: all('mistakes', mistakes),
    variants: all('variants', variants),
    shortened: files.flatMap((file) =>
      withoutOneChange(start[file] ?? '', solution[file] ?? '').map((text) => ({
        ...solution,
        [file]: text,
      })),
    ),
  }
  const known = ['start', 'solution']
  known.push(...mistakes.map((name) => join('mistakes', name)))
  known.push(...variants.map((name) => join('variants', name)))
  const problems = [
    ...files.filter((file) => !(file in start)).map((file) => `${folder}/start has no ${file}`),
    ...known
      .filter((name) => !existsSync(join(folder, name)))
      .map((name) => `${folder} has no ${name}`),
    ...pathsIn(folder)
      .filter((path) => !known.some((name) => files.some((file) => path === join(name, file))))
      .map((path) => `${folder}/${path} belongs to nothing`),
    ...given
      .filter((file) => solution[file] !== start[file])
      .map((file) => `${folder}: the solution changes ${file}, which is given`),
  ]
  return { code, problems }
}

function inOrder(texts: Files, files: readonly string[]): Files {
  return Object.fromEntries(files.map((file) => [file, texts[file] ?? '']))
}

function filesIn(folder: string): Files {
  if (!existsSync(folder)) return {}
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  )
}

function pathsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

/**
 * The solution's text with one stretch of changed lines as it was at the start, for each stretch that
 * has more than imports, comments and blank lines: those alone change nothing.
 */
export function withoutOneChange(start: string, solution: string): readonly string[] {
  const parts = diffLines(start, solution)
  const isChange = (index: number) => parts[index]?.added === true || parts[index]?.removed === true
  const begins = parts.flatMap((_, index) =>
    isChange(index) && !isChange(index - 1) ? [index] : [],
  )
  return begins.flatMap((begin) => {
    let end = begin
    while (isChange(end)) end++
    if (parts.slice(begin, end).every(({ value }) => changesNothing(value))) return []
    const shorter = parts
      .filter((part, index) => {
        const isTakenBack = index >= begin && index < end
        return isTakenBack ? part.added !== true : part.removed !== true
      })
      .map((part) => part.value)
      .join('')
    return [shorter]
  })
}

function changesNothing(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:import .* from .*|\/\/.*)?$/.test(line))
}
