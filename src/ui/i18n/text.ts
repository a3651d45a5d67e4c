import { useMemo, useSyncExternalStore } from 'react'
import { translate, type Texts, type Words } from './translate.ts'

/** The interface's languages. */
export type Language = 'en' | 'uk'

export const languages: readonly Language[] = ['en', 'uk']

/** Texts in the language of the moment. */
export interface Text {
  /** The sentence under a key, with its words filled in; see {@link translate}. */
  readonly t: (key: string, words?: Words) => string
  readonly language: Language
  /** A number as people write it in the language. */
  number(value: number, digits?: number): string
}

/** Texts that come with the part of the page that needs them. */
export type TextPart = 'facts' | 'settings' | 'code' | 'load'

/** The texts of a language, each part loaded when it is first wanted. */
const SOURCES: Readonly<Record<Language, Readonly<Record<TextPart | 'base', Source>>>> = {
  en: {
    base: async () => (await import('./en.ts')).texts,
    facts: async () => ({ fact: (await import('./facts.en.ts')).factTexts }),
    settings: async () => (await import('./settings.en.ts')).settingTexts,
    code: async () => (await import('./code.en.ts')).codeTexts,
    load: async () => (await import('./load.en.ts')).loadTexts,
  },
  uk: {
    base: async () => (await import('./uk.ts')).texts,
    facts: async () => ({ fact: (await import('./facts.uk.ts')).factTexts }),
    settings: async () => (await import('./settings.uk.ts')).settingTexts,
    code: async () => (await import('./code.uk.ts')).codeTexts,
    load: async () => (await import('./load.uk.ts')).loadTexts,
  },
}

type Source = () => Promise<Texts>

/** What is wanted in every language one switches to. */
const wanted = new Set<TextPart | 'base'>(['base'])
const loaded = new Set<string>()
const texts: Record<Language, Texts> = { en: {}, uk: {} }

let current: Language = 'en'
const listeners = new Set<() => void>()

/** Switches the language; everything on screen stays as it is. */
export async function changeLanguage(language: Language): Promise<void> {
  await Promise.all([...wanted].map((part) => load(language, part)))
  document.documentElement.lang = language
  current = language
  for (const listener of listeners) listener()
}

/** Loads a part of the texts; what says them is drawn only after. */
export async function loadTexts(part: TextPart): Promise<void> {
  wanted.add(part)
  await load(current, part)
}

async function load(language: Language, part: TextPart | 'base'): Promise<void> {
  const key = `${language} ${part}`
  if (loaded.has(key)) return
  const found = await SOURCES[language][part]()
  // The parts have no group in common.
  texts[language] = { ...texts[language], ...found }
  loaded.add(key)
}

/** The texts, and a new drawing when the language changes. */
export function useText(): Text {
  const language = useSyncExternalStore(subscribe, currentLanguage)
  return useMemo(() => createText(language), [language])
}

function createText(language: Language): Text {
  return {
    t: (key, words) => translate(texts[language], language, key, words),
    language,
    number: (value, digits = 0) => numberFormat(language, digits).format(value),
  }
}

const FORMATS = new Map<string, Intl.NumberFormat>()

/** Making a format costs a hundred times what using it does. */
function numberFormat(language: Language, digits: number): Intl.NumberFormat {
  const key = `${language} ${digits}`
  const known = FORMATS.get(key)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  FORMATS.set(key, format)
  return format
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

function currentLanguage(): Language {
  return current
}
