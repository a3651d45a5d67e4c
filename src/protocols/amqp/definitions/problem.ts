/** One thing a document of definitions is told: which field, and what is wrong with it. */
export interface DefinitionProblem {
  /** The way to the field, for example `queues[17].durable`; '' is the whole document. */
  readonly path: string
  /** What is wrong and what was expected; a sentence that goes on behind the path. */
  readonly text: string
}

/** A problem as one sentence. */
export function problemText({ path, text }: DefinitionProblem): string {
  return path === '' ? `the document ${text}.` : `${path} ${text}.`
}

/** The way to a field of something, or to an item of a list. */
export function pathTo(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${String(step)}]`
  return path === '' ? step : `${path}.${step}`
}
