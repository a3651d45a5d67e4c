import type { DocumentStorage, StoredKind } from '#adapters'
import { readSaveFile, writeSaveFile, type RunSource } from '#scenarios'
import type { SandboxKeeper } from '#ui'

/** How long after the last action the shop is written down. */
const KEEP_DELAY_MS = 400

const KIND: StoredKind<RunSource> = {
  name: 'sandbox',
  version: 1,
  read(value) {
    const read = readSaveFile(JSON.stringify(value))
    return read.ok ? read.source : null
  },
}

/** Keeps the sandbox's shop in the browser. */
export function createSandboxKeeper(storage: DocumentStorage): SandboxKeeper {
  return {
    read() {
      const read = storage.read(KIND)
      if (read.ok) return { source: read.value, problem: null }
      if (read.reason === 'refused') return { source: null, problem: null }
      return { source: null, problem: `sandbox.read.${read.reason}` }
    },
    follow(player, onRefused) {
      let timer: number | null = null
      let kept = ''
      const keep = () => {
        timer = null
        if (player.store.getState().view === null) return
        const text = writeSaveFile(player.source())
        if (text === kept) return
        kept = text
        const written = storage.write(KIND, JSON.parse(text) as RunSource)
        if (!written.ok) onRefused(written.reason)
      }
      const unsubscribe = player.store.subscribe((state) => {
        if (state.status !== 'playing') timer ??= window.setTimeout(keep, KEEP_DELAY_MS)
      })
      const flush = () => {
        if (timer === null) return
        clearTimeout(timer)
        keep()
      }
      return {
        flush,
        stop() {
          unsubscribe()
          flush()
        },
      }
    },
  }
}
