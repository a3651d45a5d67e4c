import type { FunctionMaker } from '#sandbox'

/** The one name that the worker adds to its globals. */
const TAKER = 'takeFunction'

/**
 * Makes functions of text without `eval`, which the frame's policy does not know: the text becomes a
 * script of its own. It must be made before the realm is locked. The text must be whole by itself:
 * the compiler refuses one that closes the function it is put into.
 *
 * @param onMade is told after each script: loading one takes time that is not the code's.
 */
export function createFunctionMaker(onMade: () => void): FunctionMaker {
  const scripts = self as unknown as { importScripts(address: string): void }
  const importScripts = scripts.importScripts.bind(self)
  const createAddress = URL.createObjectURL.bind(URL)
  const revokeAddress = URL.revokeObjectURL.bind(URL)
  const ScriptText = Blob
  /** By text: a process that is started again runs the same functions. */
  const made = new Map<string, ReturnType<FunctionMaker>>()
  let taken: ReturnType<FunctionMaker> | null = null
  Object.defineProperty(self, TAKER, {
    value(given: ReturnType<FunctionMaker>) {
      taken = given
    },
  })
  return (names, body) => {
    const script = `${TAKER}((${names.join(', ')}) => {${body}\n})`
    const known = made.get(script)
    if (known !== undefined) return known
    const address = createAddress(new ScriptText([script], { type: 'text/javascript' }))
    taken = null
    try {
      importScripts(address)
    } finally {
      revokeAddress(address)
    }
    if (taken === null) throw new SyntaxError('The text is no function.')
    made.set(script, taken)
    onMade()
    return taken
  }
}
