import type { CodePlace } from '../client-process.ts'
import type { FunctionMaker } from '../kernel.ts'

/** What stands before the names of an exercise's files in the stacks of errors. */
export const STACK_PREFIX = 'exercise-file/'

const FRAME = /exercise-file\/([^:)\s]+):(\d+)/
const PROBE = 'probe.ts'

/**
 * Makes what finds where in an exercise's files an error was made; it gives null for one made
 * elsewhere. The stack of an error belongs to whoever threw it: it can name a wrong place, but none
 * that is not there.
 */
export function createPlaceFinder(
  files: Readonly<Record<string, string>>,
  makeFunction: FunctionMaker,
): (error: unknown) => CodePlace | null {
  const lineCounts = new Map(
    Object.entries(files).map(([file, text]) => [file, text.split('\n').length]),
  )
  /** Lines that the engine puts before the text of a function; no two engines agree on it. */
  let headerLines: number | null = null
  return (error) => {
    const raw = rawPlaceOf(error)
    if (raw === null) return null
    headerLines ??= (rawPlaceOf(probe(makeFunction))?.line ?? 1) - 1
    const line = raw.line - headerLines
    const isThere = line >= 1 && line <= (lineCounts.get(raw.file) ?? 0)
    return isThere ? { file: raw.file, line } : null
  }
}

function rawPlaceOf(error: unknown): CodePlace | null {
  const [, file, line] = FRAME.exec(stackOf(error)) ?? []
  return file === undefined ? null : { file, line: Number(line) }
}

/** The stack without the message that some engines begin it with: a message can name any place. */
function stackOf(error: unknown): string {
  try {
    if (!(error instanceof Error) || typeof error.stack !== 'string') return ''
    const { stack, message } = error
    const start = stack.indexOf(message)
    return start < 0 ? stack : stack.slice(start + message.length)
  } catch {
    // Its parts were asked for, and one of them threw.
    return ''
  }
}

function probe(makeFunction: FunctionMaker): unknown {
  return makeFunction([], `return new Error()\n//# sourceURL=${STACK_PREFIX}${PROBE}`)()
}
