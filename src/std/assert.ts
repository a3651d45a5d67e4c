/** A broken promise of this code base: never caught in the pure rooms, always a bug of ours. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

/**
 * Stops the run when something that must hold does not.
 *
 * @throws {@link InvariantError} when `condition` is false; `sentence` says what should have held.
 */
export function assert(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new InvariantError(sentence)
}
