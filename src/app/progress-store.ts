import type { DocumentStorage, StoredKind } from '#adapters'
import { noProgress, readProgress, type Progress } from '#lessons'
import type { ProgressKeeper } from '#ui'

const KIND: StoredKind<Progress> = { name: 'progress', version: 1, read: readProgress }

/**
 * Keeps progress in the browser. Where the browser keeps nothing it lasts as long as the page, and
 * the keeper says so.
 */
export function createProgressKeeper(storage: DocumentStorage): ProgressKeeper {
  let unkept: Progress | null = null
  return {
    read() {
      if (unkept !== null) return { progress: unkept, problem: null }
      const read = storage.read(KIND)
      if (read.ok) return { progress: read.value ?? noProgress, problem: null }
      if (read.reason === 'refused') return { progress: noProgress, problem: null }
      return { progress: noProgress, problem: `lesson.progress.${read.reason}` }
    },
    write(progress) {
      const written = storage.write(KIND, progress)
      unkept = written.ok ? null : progress
      return written.ok ? null : written.reason
    },
  }
}
