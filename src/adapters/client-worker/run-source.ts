import { ms } from '#engine'
import {
  createClientRun,
  type ClientRun,
  type CreateLibraries,
  type Program,
  type Realm,
} from '#sandbox'
import { compileProgram } from './compile-program.ts'
import type { ClientSource } from './messages.ts'

/** 1 January 2026: when every run of client code begins. */
const EPOCH_MS = 1_767_225_600_000

/**
 * Makes a run from its source, in any realm.
 *
 * @param compile makes a program of JavaScript text; it throws a SyntaxError when it is none.
 * @throws a SyntaxError that names the program when one is no JavaScript.
 */
export function runSource(
  { programs, started, seed, inputs }: ClientSource,
  realm: Realm,
  createLibraries: CreateLibraries,
  compile: (text: string) => Program = compileProgram,
): ClientRun {
  return createClientRun({
    realm,
    createLibraries,
    programs: Object.fromEntries(
      Object.entries(programs).map(([name, text]) => [name, compileNamed(name, text, compile)]),
    ),
    started,
    seed,
    inputs,
    hopTime: ms(1),
    epochMs: EPOCH_MS,
  })
}

function compileNamed(name: string, text: string, compile: (text: string) => Program): Program {
  try {
    return compile(text)
  } catch (error) {
    throw new SyntaxError(`Failed to read ${name}: ${String(error)}. Correct it and run again.`, {
      cause: error,
    })
  }
}
