import type { Limits, TimedInput } from '#engine'
import type { ShopDefinition, ShopInput } from '#scenarios'
import type { HostSettings } from '../client-host.ts'
import type { Respond } from './fetch-port.ts'

/** A shop, some of whose processes are played by files a person wrote. */
export interface ExerciseSettings extends Pick<
  HostSettings,
  'realm' | 'createLibraries' | 'epochMs' | 'mayPrint'
> {
  readonly definition: ShopDefinition
  readonly seed: number
  /** @defaultValue none */
  readonly inputs?: readonly TimedInput<ShopInput>[]
  /** What `compileFiles` gave. */
  readonly files: Readonly<Record<string, string>>
  /** By node (a web process or a worker): the file it runs. Two nodes may run one file. */
  readonly players: Readonly<Record<string, string>>
  /** Answers what code asks for over HTTP. @defaultValue nobody does */
  readonly respond?: Respond
  readonly limits?: Limits
}
