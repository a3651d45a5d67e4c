import { describe, expect, it } from 'vitest'
import { runFacts } from '#engine'
import { exerciseFacts } from '#sandbox'
import { paletteKinds } from '#scenarios'
import { codeTexts as englishCode } from './code.en.ts'
import { codeTexts as ukrainianCode } from './code.uk.ts'
import { texts as english } from './en.ts'
import { factTexts as englishFacts } from './facts.en.ts'
import { factTexts as ukrainianFacts } from './facts.uk.ts'
import { settingTexts as englishSettings } from './settings.en.ts'
import { settingTexts as ukrainianSettings } from './settings.uk.ts'
import { loadTexts as englishLoad } from './load.en.ts'
import { loadTexts as ukrainianLoad } from './load.uk.ts'
import { texts as ukrainian } from './uk.ts'

const en = { ...english, ...englishSettings, ...englishCode, ...englishLoad, fact: englishFacts }
const uk = {
  ...ukrainian,
  ...ukrainianSettings,
  ...ukrainianCode,
  ...ukrainianLoad,
  fact: ukrainianFacts,
}

type Texts = { readonly [key: string]: string | Texts }

const PLURAL = /_(one|few|many|other)$/

function keysOf(texts: Texts, path = ''): readonly string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : keysOf(value, `${path}${key}.`),
  )
}

function valuesOf(texts: Texts): readonly string[] {
  return Object.values(texts).flatMap((value) =>
    typeof value === 'string' ? [value] : valuesOf(value),
  )
}

describe('the interface speaks both languages', () => {
  const [ofEnglish, ofUkrainian] = [en, uk].map((texts) => keysOf(texts as Texts))

  it('with the same keys', () => {
    const plain = (keys: readonly string[] = []) =>
      [...new Set(keys.map((key) => key.replace(PLURAL, '')))].toSorted()
    expect(plain(ofUkrainian)).toEqual(plain(ofEnglish))
  })

  it('with every plural form each of them needs', () => {
    const bases = new Set(ofEnglish?.filter((key) => PLURAL.test(key)).map(withoutForm))
    for (const base of bases) {
      for (const form of ['one', 'other']) expect(ofEnglish).toContain(`${base}_${form}`)
      for (const form of ['one', 'few', 'many', 'other']) {
        expect(ofUkrainian).toContain(`${base}_${form}`)
      }
    }
  })

  it('with the same places to fill in', () => {
    const places = (texts: Texts) =>
      new Map(keysOf(texts).map((key) => [key, placesIn(lookUp(texts, key))]))
    const [of, other] = [places(en), places(uk)]
    for (const [key, wanted] of of) {
      if (!PLURAL.test(key)) expect([key, other.get(key)]).toEqual([key, wanted])
    }
  })

  it('without shouting and without empty words', () => {
    for (const text of [...valuesOf(en), ...valuesOf(uk)]) {
      expect(text.trim()).not.toBe('')
      expect(text).not.toMatch(/!|\b(simply|just|obviously)\b/)
    }
  })
})

describe('everything that can be shown has words', () => {
  it.each(Object.keys({ ...exerciseFacts, ...runFacts }))('a fact has a sentence (%s)', (kind) => {
    for (const texts of [en, uk]) {
      expect(Object.keys(texts.fact)).toContain(kind.replace('.', '_'))
    }
  })

  it.each(paletteKinds)('a part of the shop has a name and a sentence (%s)', (kind) => {
    for (const texts of [en, uk]) {
      expect(Object.keys(texts.kind)).toContain(kind)
      expect(Object.keys(texts.about)).toContain(kind)
    }
  })
})

function withoutForm(key: string): string {
  return key.replace(PLURAL, '')
}

function lookUp(texts: Texts, key: string): string {
  const found = key
    .split('.')
    .reduce<string | Texts | undefined>(
      (inside, part) => (typeof inside === 'object' ? inside[part] : undefined),
      texts,
    )
  return typeof found === 'string' ? found : ''
}

function placesIn(text: string): readonly string[] {
  const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '')
  return [...new Set(names)].toSorted()
}
