import { InvariantError } from './assert.ts'

/**
 * Closes a `switch` over a union: the compiler refuses the call while a case is missing.
 *
 * @throws {@link InvariantError} when data from outside the types reaches it.
 */
export function exhaustive(value: never): never {
  throw new InvariantError(`no case handles ${JSON.stringify(value)}`)
}
