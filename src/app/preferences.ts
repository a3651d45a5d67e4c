import type { DocumentStorage, StoredKind } from '#adapters'
import type { Language, Theme } from '#ui'

/** What a person chose about the interface; null while they leave it to us. */
export interface Preferences {
  readonly language: Language | null
  readonly theme: Theme | null
}

const NONE: Preferences = { language: null, theme: null }

const KIND: StoredKind<Preferences> = {
  name: 'preferences',
  version: 1,
  read(value) {
    if (typeof value !== 'object' || value === null) return null
    const { language, theme } = value as Partial<Record<keyof Preferences, unknown>>
    return { language: asLanguage(language), theme: asTheme(theme) }
  },
}

/** The kept choices; none where the browser keeps nothing. */
export function readPreferences(storage: DocumentStorage): Preferences {
  const read = storage.read(KIND)
  return read.ok ? (read.value ?? NONE) : NONE
}

/** Keeps a choice beside the others. */
export function keepPreferences(storage: DocumentStorage, change: Partial<Preferences>): void {
  storage.write(KIND, { ...readPreferences(storage), ...change })
}

/** The language to begin with: the address's, the kept one, the browser's, English. */
export function firstLanguage(kept: Preferences): Language {
  const asked = asLanguage(new URLSearchParams(window.location.search).get('lang'))
  const browser = navigator.languages.map((tag) => asLanguage(tag.slice(0, 2)))
  return asked ?? kept.language ?? browser.find((language) => language !== null) ?? 'en'
}

/** The theme to begin with: the kept one, else the system's. */
export function firstTheme(kept: Preferences): Theme {
  return kept.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}

function asLanguage(value: unknown): Language | null {
  return value === 'en' || value === 'uk' ? value : null
}

function asTheme(value: unknown): Theme | null {
  return value === 'light' || value === 'dark' ? value : null
}
