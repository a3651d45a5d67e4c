import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Binding } from './binding.ts'
import { addPattern, createTopicNode, matchTopic, removePattern } from './topic-trie.ts'

const SEED = 20_261_120

function bindingFor(routingKey: string, serial: number): Binding {
  return { id: `b${String(serial)}`, serial, exchange: 'x', queue: 'q', routingKey }
}

function trieOf(patterns: readonly string[]) {
  const root = createTopicNode()
  const bindings = patterns.map(bindingFor)
  for (const binding of bindings) addPattern(root, binding)
  return { root, bindings }
}

/** The rule as it is written down, word by word. */
function matches(pattern: readonly string[], key: readonly string[]): boolean {
  const [word, ...rest] = pattern
  if (word === undefined) return key.length === 0
  if (word === '#') return matches(rest, key) || (key.length > 0 && matches(pattern, key.slice(1)))
  return key.length > 0 && (word === '*' || word === key[0]) && matches(rest, key.slice(1))
}

function wordsOf(text: string): string[] {
  return text === '' ? [] : text.split('.')
}

const patternText = fc
  .array(fc.constantFrom('', 'a', 'b', '*', '#'), { maxLength: 5 })
  .map((words) => words.join('.'))
const keyText = fc
  .array(fc.constantFrom('', 'a', 'b', 'c', '*', '#'), { maxLength: 6 })
  .map((words) => words.join('.'))

it('[R-33] a tree of patterns finds what the rule finds, oldest first (100 000 pairs)', () => {
  fc.assert(
    fc.property(
      fc.array(patternText, { minLength: 10, maxLength: 10 }),
      fc.array(keyText, { minLength: 10, maxLength: 10 }),
      (patterns, keys) => {
        const { root, bindings } = trieOf(patterns)
        for (const key of keys) {
          const expected = bindings.filter((one) => matches(wordsOf(one.routingKey), wordsOf(key)))
          expect(matchTopic(root, key)).toEqual(expected)
        }
      },
    ),
    { seed: SEED, numRuns: 1_000 },
  )
})

it('[R-33] a removed pattern matches nothing more and leaves nothing behind', () => {
  fc.assert(
    fc.property(fc.array(patternText, { maxLength: 12 }), keyText, (patterns, key) => {
      const { root, bindings } = trieOf(patterns)
      const half = bindings.length >> 1
      for (const binding of bindings.slice(0, half)) removePattern(root, binding)
      expect(matchTopic(root, key)).toEqual(
        bindings.slice(half).filter((one) => matches(wordsOf(one.routingKey), wordsOf(key))),
      )
      for (const binding of bindings.slice(half)) removePattern(root, binding)
      expect(root).toEqual(createTopicNode())
    }),
    { seed: SEED, numRuns: 1_000 },
  )
})

it('[R-33] a key of many words against many wildcards is no more work than its length', () => {
  const { root } = trieOf([Array.from({ length: 60 }, () => '#.a').join('.')])
  const key = Array.from({ length: 120 }, () => 'a').join('.')
  expect(matchTopic(root, key)).toHaveLength(1)
})
