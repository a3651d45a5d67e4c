import { readDocument, type ReadRun } from './share-link.ts'
import { FILE_CHARS_MAX, type RunSource } from './run-source.ts'

const FORMAT = 'queue-workshop-run'

/** A run as the text of a file: JSON a person can read. */
export function writeSaveFile(source: RunSource): string {
  return `${JSON.stringify({ format: FORMAT, version: 1, source }, null, 2)}\n`
}

/** Reads what {@link writeSaveFile} wrote. Never throws, whatever the text. */
export function readSaveFile(text: string): ReadRun {
  if (text.length > FILE_CHARS_MAX) return { ok: false, reason: 'too-large', problems: [] }
  const file = parsed(text)
  if (file === null) {
    const reason = text.includes(FORMAT) ? 'damaged' : 'not-a-link'
    return { ok: false, reason, problems: [] }
  }
  if (file['format'] !== FORMAT) return { ok: false, reason: 'not-a-link', problems: [] }
  if (file['version'] !== 1) return { ok: false, reason: 'newer-version', problems: [] }
  return readDocument(JSON.stringify(file['source'] ?? null))
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}
