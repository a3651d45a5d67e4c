import { ms } from '#engine'
import {
  createClientRun,
  type ClientRun,
  type CreateLibraries,
  type Program,
  type Realm,
} from '#sandbox'
import { compileProgram } from './compile-program.ts'
import { EPOCH_MS } from './epoch.ts'
import type { ClientSource } from './messages.ts'

/**
 * Makes a run from its source, in any realm.
 *
 * @throws a SyntaxError that names the program when one is no JavaScript.
 */
export function runSource(
  { programs, started, seed, inputs }: ClientSource,
  realm: Realm,
  createLibraries: CreateLibraries,
): ClientRun {
  return createClientRun({
    realm,
    createLibraries,
    programs: Object.fromEntries(
      Object.entries(programs).map(([name, text]) => [name, compileNamed(name, text)]),
    ),
    started,
    seed,
    inputs,
    hopTime: ms(1),
    epochMs: EPOCH_MS,
  })
}

function compileNamed(name: string, text: string): Program {
  try {
    return compileProgram(text)
  } catch (error) {
    throw new SyntaxError(`Failed to read ${name}: ${String(error)}. Correct it and run again.`, {
      cause: error,
    })
  }
}
