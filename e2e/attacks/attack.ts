/**
 * Code that a learner's frame has to hold: the file `attack.ts` of an exercise. `OUTSIDE` in it stands
 * for a server that counts hits.
 */
export interface Attack {
  readonly name: string
  readonly code: string
}

/** Makes attacks of code by name. */
export function attacks(codes: Readonly<Record<string, string>>): readonly Attack[] {
  return Object.entries(codes).map(([name, code]) => ({ name, code }))
}
