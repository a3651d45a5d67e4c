import type { RunSource } from '#scenarios'
import type { Player } from '../player/player.ts'

/** Where the sandbox's shop is kept between visits. */
export interface SandboxKeeper {
  /** The kept run; `problem` is the key of a sentence when there was one that cannot be used. */
  read(): { readonly source: RunSource | null; readonly problem: string | null }
  /**
   * Keeps the player's run whenever something was done to it.
   *
   * @returns stops it.
   */
  follow(player: Player, onRefused: (reason: 'refused' | 'full') => void): () => void
}
