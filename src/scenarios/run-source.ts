import type { Instant, TimedInput } from '#engine'
import type { ShopDefinition } from './definition.ts'
import type { ShopInput } from './input.ts'

/** A run as a value: everything a link, a replay file or another machine needs to live it again. */
export interface RunSource {
  readonly definition: ShopDefinition
  readonly seed: number
  readonly inputs: readonly TimedInput<ShopInput>[]
  /** Where the playhead stands. */
  readonly at: Instant
}
