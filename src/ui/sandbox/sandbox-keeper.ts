import type { RunSource } from '#scenarios'
import type { Player } from '../player/player.ts'

/** A run that is being kept. */
export interface Keeping {
  /** Writes down at once what has not been written yet. */
  flush(): void
  /** Flushes, and keeps nothing more. */
  stop(): void
}

/** Where the sandbox's shop is kept between visits. */
export interface SandboxKeeper {
  /** The kept run; `problem` is the key of a sentence when there was one that cannot be used. */
  read(): { readonly source: RunSource | null; readonly problem: string | null }
  /** Keeps the player's run a moment after something was done to it. */
  follow(player: Player, onRefused: (reason: 'refused' | 'full') => void): Keeping
}
