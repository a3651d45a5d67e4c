import type { FactRecorder } from './fact-recorder.ts'

/** Sees to it that a file is not older than the broker for long. */
export interface Keeper {
  /** Writes the file when something has happened since the last time. */
  look(): void
}

/** Writing may take this share of the time, so that a long queue does not stop the broker. */
const SHARE_MAX = 0.05

/** Makes a keeper that saves to `path`. */
export function createKeeper(
  path: string,
  facts: FactRecorder,
  save: (path: string) => void,
): Keeper {
  let savedCount = -1
  let notBefore = 0
  return {
    look() {
      const begin = performance.now()
      if (facts.count() === savedCount || begin < notBefore) return
      savedCount = facts.count()
      save(path)
      const end = performance.now()
      notBefore = end + (end - begin) / SHARE_MAX
    },
  }
}
