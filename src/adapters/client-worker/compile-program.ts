import type { Program } from '#sandbox'
import { makeFunction } from './make-function.ts'

/**
 * Makes a program of JavaScript text: the body of an async function that finds the names of its
 * process around it (`require`, `console`, `setTimeout`, …).
 *
 * @throws a SyntaxError when it is no JavaScript.
 */
export function compileProgram(text: string): Program {
  const body = `'use strict'; return (async () => {\n${text}\n})()`
  makeFunction([], body)
  return (scope) => makeFunction(Object.keys(scope), body)(...Object.values(scope))
}
