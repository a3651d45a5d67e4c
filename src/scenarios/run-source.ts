import { atSeconds, type Instant, type TimedInput } from '#engine'
import type { ShopDefinition } from './definition.ts'
import type { ShopInput } from './input.ts'

/** The latest instant a run may be opened at: seven days of virtual time. */
export const LATEST_INSTANT: Instant = atSeconds(7 * 24 * 3_600)

/** The largest file that is read, characters. */
export const FILE_CHARS_MAX: number = 4_194_304

/** Code that a person wrote, in place of some of the shop's processes. */
export interface ShopCode {
  /** TypeScript by file name, all in one folder. */
  readonly files: Readonly<Record<string, string>>
  /** By node (a web process or a worker): the file it runs. Two nodes may run one file. */
  readonly players: Readonly<Record<string, string>>
}

/** Code, and the run it is judged by. */
export interface PlayedCode extends ShopCode {
  /** What happens to the shop in any case, in order; `inputs` are what a person does besides. */
  readonly script: readonly TimedInput<ShopInput>[]
  /** The instant up to which the run is judged. */
  readonly until: Instant
}

/** A run as a value: everything a link, a replay file or another machine needs to live it again. */
export interface RunSource {
  readonly definition: ShopDefinition
  readonly seed: number
  readonly inputs: readonly TimedInput<ShopInput>[]
  /** Where the playhead stands. */
  readonly at: Instant
  /** What plays processes instead of the shop's own; links and save files do not carry it. */
  readonly code?: PlayedCode
}
