import type { Limits, TimedInput } from '#engine'
import type { ShopDefinition, ShopInput } from '#scenarios'
import type { HostSettings } from '../client-host.ts'

/** A shop, some of whose processes are played by files a person wrote. */
export interface ExerciseSettings extends Pick<
  HostSettings,
  'realm' | 'createLibraries' | 'epochMs'
> {
  readonly definition: ShopDefinition
  readonly seed: number
  /** @defaultValue none */
  readonly inputs?: readonly TimedInput<ShopInput>[]
  /** What `compileFiles` gave. */
  readonly files: Readonly<Record<string, string>>
  /** By node (a web process or a worker): the file it runs. Two nodes may run one file. */
  readonly players: Readonly<Record<string, string>>
  readonly limits?: Limits
}
