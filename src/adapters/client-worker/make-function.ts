/** Makes functions of text by the engine's own constructor; see `FunctionMaker`. */
export function makeFunction(
  names: readonly string[],
  body: string,
): (...given: unknown[]) => unknown {
  // Running code that somebody writes is what this is for; the thread around it is what holds it.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function(...names, body) as (...given: unknown[]) => unknown
}
