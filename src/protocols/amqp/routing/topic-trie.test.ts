import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EMPTY_TABLE } from '../state/table.ts'
import { matchesPattern } from '../tests/naive-routing.ts'
import type { Binding } from './binding.ts'
import { addPattern, createTopicNode, matchTopic, removePattern } from './topic-trie.ts'

const SEED = 20_261_120

function bindingFor(routingKey: string, serial: number): Binding {
  const id = `b${String(serial)}`
  const ends = { destinationKind: 'queue', destination: 'q', argumentsKey: '' } as const
  return { ...ends, id, serial, exchange: 'x', routingKey, arguments: EMPTY_TABLE }
}

function trieOf(patterns: readonly string[]) {
  const root = createTopicNode()
  const bindings = patterns.map(bindingFor)
  for (const binding of bindings) addPattern(root, binding)
  return { root, bindings }
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
          const expected = bindings.filter((one) => matchesPattern(one.routingKey, key))
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
        bindings.slice(half).filter((one) => matchesPattern(one.routingKey, key)),
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
