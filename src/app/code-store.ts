import type { DocumentStorage, StoredKind } from '#adapters'
import type { CodeKeeper, KeptCode } from '#ui'

/**
 * Keeps what was written in exercises in the browser, each in a document of its own; what the browser
 * does not take is kept as long as the page.
 */
export function createCodeKeeper(storage: DocumentStorage): CodeKeeper {
  const ofPage = new Map<string, KeptCode>()
  return {
    read(lesson, step) {
      const code = ofPage.get(kindOf(lesson, step).name)
      if (code !== undefined) return { code, problem: null }
      const read = storage.read(kindOf(lesson, step))
      if (read.ok) return { code: read.value, problem: null }
      return { code: null, problem: read.reason === 'refused' ? null : read.reason }
    },
    write(lesson, step, code) {
      const kind = kindOf(lesson, step)
      const written = storage.write(kind, code)
      if (written.ok) ofPage.delete(kind.name)
      else ofPage.set(kind.name, code)
      return written.ok ? null : written.reason
    },
  }
}

function kindOf(lesson: string, step: string): StoredKind<KeptCode> {
  return { name: `code/${lesson}/${step}`, version: 1, read: readKeptCode }
}

function readKeptCode(value: unknown): KeptCode | null {
  if (!isRecord(value)) return null
  const { files, start, attempts } = value
  if (!isTexts(files) || !isTexts(start) || typeof attempts !== 'number') return null
  return { files, start, attempts }
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
