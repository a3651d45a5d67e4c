import type { ClientScope, Program } from '../client-host.ts'
import type { FunctionMaker } from '../kernel.ts'
import { findFile, missingText } from './compile.ts'
import { STACK_PREFIX } from './stack-place.ts'

/**
 * Makes a program of compiled files: `main` runs as an async function and may wait at its top level,
 * the others run when they are first imported, once for each process.
 *
 * @param shop gives what a process finds under the name 'shop'.
 */
export function createLearnerProgram(
  files: Readonly<Record<string, string>>,
  main: string,
  makeFunction: FunctionMaker,
  shop: (scope: ClientScope) => unknown,
): Program {
  return (scope) => {
    const names = Object.keys(files)
    const loaded = new Map<string, { exports: unknown }>()
    const api = shop(scope)
    function run(file: string, kind: 'async ' | ''): unknown {
      const module = { exports: {} }
      loaded.set(file, module)
      const given = { ...scope, require: find, module, exports: module.exports }
      const body = moduleBody(file, files[file] ?? '', kind)
      return makeFunction(Object.keys(given), body)(...Object.values(given))
    }
    function find(name: string): unknown {
      if (name === 'shop') return api
      if (!name.startsWith('.')) return scope.require(name)
      const file = findFile(name, names)
      if (file === null) throw new Error(missingText(name, names))
      if (!loaded.has(file)) run(file, '')
      return loaded.get(file)?.exports
    }
    return run(main, 'async ')
  }
}

function moduleBody(file: string, code: string, kind: 'async ' | ''): string {
  // What is before the code stays on its first line, so that lines keep their numbers.
  return `return (${kind}() => {${code}\n})()\n//# sourceURL=${STACK_PREFIX}${file}`
}
