import i18next, { type TFunction } from 'i18next'
import { useMemo, useSyncExternalStore } from 'react'

/** The interface's languages. */
export type Language = 'en' | 'uk'

export const languages: readonly Language[] = ['en', 'uk']

/** Texts in the language of the moment. */
export interface Text {
  readonly t: TFunction
  readonly language: Language
  /** A number as people write it in the language. */
  number(value: number, digits?: number): string
}

/** The texts of a language, loaded when it is first wanted. */
const SOURCES: Readonly<Record<Language, () => Promise<{ readonly texts: object }>>> = {
  en: () => import('./en.ts'),
  uk: () => import('./uk.ts'),
}

/** Prepares the texts; must be awaited before anything is drawn. */
export async function startTexts(language: Language): Promise<void> {
  await i18next.init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await changeLanguage(language)
}

/** Switches the language; everything on screen stays as it is. */
export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const { texts } = await SOURCES[language]()
    i18next.addResourceBundle(language, 'translation', texts)
  }
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}

/** The texts, and a new drawing when the language changes. */
export function useText(): Text {
  const language = useSyncExternalStore(subscribe, currentLanguage)
  return useMemo(() => createText(language), [language])
}

function createText(language: Language): Text {
  return {
    t: i18next.getFixedT(language),
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
  i18next.on('languageChanged', listener)
  return () => i18next.off('languageChanged', listener)
}

function currentLanguage(): Language {
  return i18next.language === 'uk' ? 'uk' : 'en'
}
