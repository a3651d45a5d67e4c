import type { Program } from '#sandbox'

/**
 * Makes a program of JavaScript text: the body of an async function that finds the names of its
 * process around it (`require`, `console`, `setTimeout`, …).
 *
 * @throws a SyntaxError when it is no JavaScript.
 */
export function compileProgram(text: string): Program {
  const body = `'use strict'; return (async () => {\n${text}\n})()`
  functionOf([], body)
  return (scope) => functionOf(Object.keys(scope), body)(...Object.values(scope))
}

function functionOf(names: readonly string[], body: string): (...given: unknown[]) => unknown {
  // Running code that somebody writes is what this is for; the worker around it is what holds it.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function(...names, body) as (...given: unknown[]) => unknown
}
