import { atSeconds, type Instant, type TimedInput } from '#engine'
import type { ShopDefinition } from './definition.ts'
import type { ShopInput } from './input.ts'

/** The latest instant a run may be opened at: seven days of virtual time. */
export const LATEST_INSTANT: Instant = atSeconds(7 * 24 * 3_600)

/** The largest file that is read, characters. */
export const FILE_CHARS_MAX: number = 4_194_304

/** A run as a value: everything a link, a replay file or another machine needs to live it again. */
export interface RunSource {
  readonly definition: ShopDefinition
  readonly seed: number
  readonly inputs: readonly TimedInput<ShopInput>[]
  /** Where the playhead stands. */
  readonly at: Instant
}
