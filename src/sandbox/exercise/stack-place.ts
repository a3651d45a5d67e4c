/** Where in the files of an exercise something is; lines count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** What stands before the names of an exercise's files in the stacks of errors. */
export const STACK_PREFIX = 'exercise-file/'

const FRAME = /exercise-file\/([^:)\s]+):(\d+)/

/** Where in an exercise's files an error was made; null when it was made elsewhere. */
export function placeOf(error: unknown): Place | null {
  const raw = rawPlaceOf(error)
  if (raw === null) return null
  headerLines ??= (rawPlaceOf(probe()) ?? { line: 1 }).line - 1
  return { file: raw.file, line: raw.line - headerLines }
}

/** Lines that the engine puts before the text of a function; no two engines agree on it. */
let headerLines: number | null = null

function rawPlaceOf(error: unknown): Place | null {
  const stack = error instanceof Error ? error.stack : undefined
  const [, file, line] = FRAME.exec(typeof stack === 'string' ? stack : '') ?? []
  return file === undefined ? null : { file, line: Number(line) }
}

function probe(): unknown {
  const text = `return new Error()\n//# sourceURL=${STACK_PREFIX}probe.ts`
  // oxlint-disable-next-line typescript/no-implied-eval
  const make = new Function(text) as () => unknown
  return make()
}
