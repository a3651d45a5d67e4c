import type { RunSource } from '#scenarios'
import type { Player } from '../player/player.ts'

/** What came of choosing a file. */
export type ChosenFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'cancelled' | 'too-large' | 'unreadable' }

/** Files on the person's own disk. */
export interface SandboxFiles {
  save(name: string, text: string): void
  choose(): Promise<ChosenFile>
}

/** Where the sandbox's shop is kept between visits. */
export interface SandboxKeeper {
  readonly files: SandboxFiles
  /** The kept run; `problem` is the key of a sentence when there was one that cannot be used. */
  read(): { readonly source: RunSource | null; readonly problem: string | null }
  /**
   * Keeps the player's run whenever something was done to it.
   *
   * @returns stops it.
   */
  follow(player: Player, onRefused: (reason: 'refused' | 'full') => void): () => void
}
