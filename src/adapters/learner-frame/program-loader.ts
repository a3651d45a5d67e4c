import type { ClientScope, Program } from '#sandbox'

type Surrounded = (...given: readonly unknown[]) => unknown

/** The one name that the worker adds to its globals. */
const TAKER = 'takeProgram'

/**
 * Makes programs of JavaScript text, as {@link compileProgram} does, without `eval`: the frame's
 * policy does not know it, so the text becomes a script of its own. It must be made before the
 * realm is locked.
 *
 * @param prepare is given the surroundings of each process before its program has them.
 */
export function createProgramLoader(
  prepare: (scope: ClientScope) => void,
): (text: string) => Program {
  const scripts = self as unknown as { importScripts(address: string): void }
  const importScripts = scripts.importScripts.bind(self)
  const createAddress = URL.createObjectURL.bind(URL)
  const revokeAddress = URL.revokeObjectURL.bind(URL)
  const ScriptText = Blob
  let taken: Surrounded | null = null
  Object.defineProperty(self, TAKER, {
    value(given: Surrounded) {
      taken = given
    },
  })

  function functionOf(names: readonly string[], text: string): Surrounded {
    const script = `${TAKER}((${names.join(', ')}) => { 'use strict'; return (async () => {\n${text}\n})() })`
    const address = createAddress(new ScriptText([script], { type: 'text/javascript' }))
    taken = null
    try {
      importScripts(address)
    } catch (error) {
      throw plainError(error)
    } finally {
      revokeAddress(address)
    }
    if (taken === null) throw new SyntaxError('it ends before its text does')
    return taken
  }

  return (text) => {
    functionOf([], text)
    return (scope) => {
      prepare(scope)
      return functionOf(Object.keys(scope), text)(...Object.values(scope))
    }
  }
}

/** What is wrong with a script, without the browser's words for how it was loaded. */
function plainError(error: unknown): unknown {
  if (!(error instanceof SyntaxError)) return error
  return new SyntaxError(error.message.replace(/^Failed to execute 'importScripts' on .*?: /, ''))
}
