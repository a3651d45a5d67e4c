/** What the interface says in one language: sentences under keys, in groups. */
export interface Texts {
  readonly [key: string]: string | Texts
}

/** What is filled into a sentence; `count` also chooses among plural forms. */
export type Words = Readonly<Record<string, string | number | boolean | null | undefined>>

/**
 * The sentence under a key, steps separated by dots, with `{{name}}` filled in. A sentence with
 * plural forms stands under `key_one`, `key_few` and so on, as the language counts.
 *
 * @returns `words.defaultValue`, else the key itself, where there is no such sentence.
 */
export function translate(texts: Texts, language: string, key: string, words: Words = {}): string {
  const { count } = words
  const form = typeof count === 'number' ? pluralForm(language, count) : ''
  const found =
    lookUp(texts, `${key}_${form}`) ?? lookUp(texts, key) ?? words['defaultValue'] ?? key
  return String(found).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(words[name] ?? ''))
}

function lookUp(texts: Texts, key: string): string | null {
  let inside: string | Texts | undefined = texts
  for (const step of key.split('.')) {
    if (typeof inside !== 'object' || !Object.hasOwn(inside, step)) return null
    inside = inside[step]
  }
  return typeof inside === 'string' ? inside : null
}

const RULES = new Map<string, Intl.PluralRules>()

function pluralForm(language: string, count: number): string {
  const rules = RULES.get(language) ?? new Intl.PluralRules(language)
  RULES.set(language, rules)
  return rules.select(count)
}
