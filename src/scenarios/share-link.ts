import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate'
import { fromBase64Url, toBase64Url } from './base64-url.ts'
import { checkRunSource } from './check-run-source.ts'
import type { Problem } from './problem.ts'
import type { RunSource } from './run-source.ts'

/** The longest link, characters. */
export const LINK_CHARS_MAX = 65_536

/** The longest document a link or a file may hold once unpacked: a small link could unpack to gigabytes. */
const DOCUMENT_BYTES_MAX = 4_194_304

const CHECKSUM_BYTES = 4

/** What came of reading a run from text. */
export type ReadRun =
  | { readonly ok: true; readonly source: RunSource }
  | {
      readonly ok: false
      /**
       * not-a-link: text of another kind. newer-version: from a later version of the app. damaged:
       * cut off or changed on the way. too-large: beyond what is read. invalid: whole, but not a
       * run this app can live; `problems` says why.
       */
      readonly reason: 'not-a-link' | 'newer-version' | 'damaged' | 'too-large' | 'invalid'
      readonly problems: readonly Problem[]
    }

/**
 * A run as the text of a link: `w1.` and base64url of a checksum and the deflated JSON.
 *
 * @returns null when the text would be longer than a link may be; a file can still hold the run.
 */
export function writeShareLink(source: RunSource): string | null {
  const document = strToU8(JSON.stringify(source))
  const packed = deflateSync(document, { level: 9 })
  const bytes = new Uint8Array(CHECKSUM_BYTES + packed.length)
  new DataView(bytes.buffer).setUint32(0, checksum(document))
  bytes.set(packed, CHECKSUM_BYTES)
  const text = `w1.${toBase64Url(bytes)}`
  return text.length > LINK_CHARS_MAX ? null : text
}

/** Reads what {@link writeShareLink} wrote. Never throws, whatever the text. */
export function readShareLink(text: string): ReadRun {
  const match = /^w([1-9]\d{0,8})\./.exec(text.slice(0, 12))
  if (match === null) return refused('not-a-link')
  if (match[1] !== '1') return refused('newer-version')
  if (text.length > LINK_CHARS_MAX) return refused('too-large')
  const bytes = fromBase64Url(text.slice(match[0].length))
  if (bytes === null || bytes.length <= CHECKSUM_BYTES) return refused('damaged')
  const document = inflate(bytes.subarray(CHECKSUM_BYTES))
  if (typeof document === 'string') return refused(document)
  const expected = new DataView(bytes.buffer).getUint32(0)
  if (checksum(document) !== expected) return refused('damaged')
  return readDocument(strFromU8(document))
}

/** Reads a run from its JSON. */
export function readDocument(text: string): ReadRun {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refused('damaged')
  }
  const checked = checkRunSource(value)
  return checked.ok ? checked : { ok: false, reason: 'invalid', problems: checked.problems }
}

function refused(reason: Exclude<ReadRun, { ok: true }>['reason']): ReadRun {
  return { ok: false, reason, problems: [] }
}

function inflate(packed: Uint8Array): Uint8Array | 'damaged' | 'too-large' {
  const chunks: Uint8Array[] = []
  let size = 0
  let isComplete = false
  const inflater = new Inflate((chunk, isLast) => {
    chunks.push(chunk)
    size += chunk.length
    isComplete = isLast
  })
  try {
    // Fed in small pieces, so that it can be stopped before it has filled the memory.
    for (let from = 0; from < packed.length; from += 1_024) {
      const piece = packed.subarray(from, from + 1_024)
      inflater.push(piece, from + 1_024 >= packed.length)
      if (size > DOCUMENT_BYTES_MAX) return 'too-large'
    }
  } catch {
    return 'damaged'
  }
  return isComplete ? joined(chunks, size) : 'damaged'
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const result = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    result.set(chunk, offset)
    offset += chunk.length
  }
  return result
}

/** FNV-1a over the bytes: to notice accidents, not forgery. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
