import type { KeyValueStore } from '../storage.ts'

const KEY = 'queue-workshop.run-mark'

/** Knows whether a run was going on when the page last went away. */
export interface RunMark {
  /**
   * True when a run neither ended nor was ended before the page was gone: it may have taken the page
   * with it. Then the page opens in safe mode and says so; nothing runs on load in any case.
   */
  readonly wasCutOff: boolean
  begin(): void
  end(): void
}

/**
 * Keeps the mark of one tab. A store that refuses is no store: then nothing is known.
 *
 * @param open gives the tab's storage; where it is not allowed, asking for it throws.
 */
export function createRunMark(open: () => KeyValueStore): RunMark {
  const wasCutOff = tried(() => open().getItem(KEY)) !== null
  tried(() => {
    open().removeItem(KEY)
  })
  return {
    wasCutOff,
    begin() {
      tried(() => {
        open().setItem(KEY, 'running')
      })
    },
    end() {
      tried(() => {
        open().removeItem(KEY)
      })
    },
  }
}

function tried<Result>(work: () => Result): Result | null {
  try {
    return work()
  } catch {
    return null
  }
}
