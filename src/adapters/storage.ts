/** The part of the browser's storage that is used. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** A kind of document that is kept in the browser. */
export interface StoredKind<Value> {
  /** Its key, without the app's prefix. */
  readonly name: string
  /** Counts up when the form changes; 1 is the first. */
  readonly version: number
  /**
   * Reads what an equal or older version wrote.
   *
   * @returns null when it is not what it should be.
   */
  read(value: unknown, version: number): Value | null
}

/** What came of reading. `backupKey` is where the unreadable text was put; null when there was no room. */
export type StorageRead<Value> =
  | { readonly ok: true; readonly value: Value | null }
  | { readonly ok: false; readonly reason: 'refused' }
  | {
      readonly ok: false
      readonly reason: 'damaged' | 'newer-version'
      readonly backupKey: string | null
    }

/** What came of writing. refused: the browser allows no storage. full: there is no room. */
export type StorageWrite =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'refused' | 'full' }

/** Documents kept in the browser. Nothing here throws, and nothing that was kept is lost. */
export interface DocumentStorage {
  /** The document; null when none was ever kept. */
  read<Value>(kind: StoredKind<Value>): StorageRead<Value>
  /** Keeps a document in the place of the one before. */
  write<Value>(kind: StoredKind<Value>, value: Value): StorageWrite
  remove(kind: StoredKind<unknown>): StorageWrite
}

const PREFIX = 'queue-workshop/'
const BACKUPS_MAX = 20

/**
 * Creates the storage.
 *
 * @param open gives the browser's storage; where it is not allowed, asking for it throws.
 * @defaultValue open: the page's localStorage
 */
export function createStorage(open: () => KeyValueStore = () => localStorage): DocumentStorage {
  return {
    read(kind) {
      const text = attempt(() => open().getItem(PREFIX + kind.name))
      if (!text.ok) return { ok: false, reason: 'refused' }
      if (text.value === null) return { ok: true, value: null }
      const document = parse(kind, text.value)
      if (document.ok) return document
      return { ...document, backupKey: backUp(open, kind.name, text.value) }
    },
    write(kind, value) {
      const before = attempt(() => open().getItem(PREFIX + kind.name))
      if (!before.ok) return { ok: false, reason: 'refused' }
      const isLost =
        before.value !== null &&
        !parse(kind, before.value).ok &&
        backUp(open, kind.name, before.value) === null
      // Rather not kept than kept over something that nobody has read yet.
      if (isLost) return { ok: false, reason: 'full' }
      const text = JSON.stringify({ version: kind.version, value })
      return written(() => {
        open().setItem(PREFIX + kind.name, text)
      })
    },
    remove(kind) {
      return written(() => {
        open().removeItem(PREFIX + kind.name)
      })
    },
  }
}

type Attempt<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown }

function attempt<Value>(work: () => Value): Attempt<Value> {
  try {
    return { ok: true, value: work() }
  } catch (error) {
    return { ok: false, error }
  }
}

function written(work: () => void): StorageWrite {
  const result = attempt(work)
  if (result.ok) return result
  return { ok: false, reason: isQuotaError(result.error) ? 'full' : 'refused' }
}

/** Firefox has a name of its own for it. */
function isQuotaError(error: unknown): boolean {
  const names = ['QuotaExceededError', 'NS_ERROR_DOM_QUOTA_REACHED']
  return error instanceof Error && names.includes(error.name)
}

function parse<Value>(
  kind: StoredKind<Value>,
  text: string,
):
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: 'damaged' | 'newer-version' } {
  const parsed = attempt(() => JSON.parse(text) as unknown)
  if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) {
    return { ok: false, reason: 'damaged' }
  }
  const { version, value } = parsed.value as {
    readonly version?: unknown
    readonly value?: unknown
  }
  if (typeof version !== 'number') return { ok: false, reason: 'damaged' }
  if (version > kind.version) return { ok: false, reason: 'newer-version' }
  const read = kind.read(value, version)
  return read === null ? { ok: false, reason: 'damaged' } : { ok: true, value: read }
}

/** Keeps an unreadable text under the first free backup key; the same text is kept once. */
function backUp(open: () => KeyValueStore, name: string, text: string): string | null {
  for (let count = 1; count <= BACKUPS_MAX; count++) {
    const key = `${PREFIX}backup/${name}/${count}`
    const known = attempt(() => open().getItem(key))
    if (!known.ok) return null
    if (known.value === text) return key
    if (known.value !== null) continue
    return attempt(() => {
      open().setItem(key, text)
    }).ok
      ? key
      : null
  }
  return null
}
