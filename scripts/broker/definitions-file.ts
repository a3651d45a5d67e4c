import { readFileSync } from 'node:fs'
import { problemText, readDefinitions, type DefinitionProblem, type Definitions } from '#amqp'

/** A file is not read when it is larger. */
const FILE_BYTES_MAX = 268_435_456

/**
 * Reads a file with definitions.
 *
 * @throws when it cannot be read or is wrong; the message says which field and what was expected.
 */
export function readDefinitionsFile(file: string): Definitions {
  const read = readDefinitions(textOf(file))
  if (!read.ok) throw new Error(definitionsProblem(file, read.problems))
  return read.definitions
}

/** The first things that are wrong with a file, one a line. */
export function definitionsProblem(
  file: string | null,
  problems: readonly DefinitionProblem[],
): string {
  const shown = problems.slice(0, SHOWN_MAX).map(problemText)
  const more = problems.length - shown.length
  if (more > 0) shown.push(`There are ${more} more.`)
  return `the definitions in ${file} are wrong: ${shown.join('\n')}`
}

const SHOWN_MAX = 20

function textOf(file: string): string {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`the file ${file} cannot be read: ${reasonOf(code)}.`, { cause: error })
  }
  if (bytes.length > FILE_BYTES_MAX) throw new Error(`the file ${file} is larger than 256 MiB.`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new Error(`the file ${file} is not UTF-8 text.`, { cause: error })
  }
}

function reasonOf(code: string | undefined): string {
  switch (code) {
    case 'ENOENT':
      return 'it does not exist'
    case 'EISDIR':
      return 'it is a folder'
    case 'EACCES':
      return 'this user may not read it'
    default:
      return code ?? 'unknown reason'
  }
}
