import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatFact, type FactId } from './fact.ts'
import type { Instant } from './time.ts'
import { textOf } from './tests/toy-model.ts'
import { Trace } from './trace.ts'

const catalogue = {
  'a.said': { word: 'text', loud: 'flag', count: 'number' },
  'a.rested': {},
} as const

const facts = fc.array(
  fc.record({
    wait: fc.nat(3),
    word: fc.option(fc.constantFrom<string>('one', 'two', 'three', '')),
    loud: fc.option(fc.boolean()),
    count: fc.option(fc.integer()),
    rests: fc.boolean(),
  }),
  { maxLength: 60 },
)
type Said = (typeof facts extends fc.Arbitrary<infer Value> ? Value : never)[number]

function write(trace: Trace, said: readonly Said[], from = 0): void {
  said.forEach(({ wait, word, loud, count, rests }, index) => {
    const before = trace.length === 0 ? 0 : trace.at((trace.length - 1) as FactId)
    const cause = trace.length > 0 && index % 3 === 0 ? ((trace.length - 1) as FactId) : null
    const at = (before + wait + from) as Instant
    if (rests) trace.append(at, 'a.rested', {}, cause)
    else trace.append(at, 'a.said', { word, loud, count }, cause)
  })
}

function written(said: readonly Said[]): Trace {
  const trace = new Trace(catalogue)
  write(trace, said)
  return trace
}

it('[E-07] facts are numbered in their order and read back as they were recorded', () => {
  const trace = new Trace(catalogue)
  trace.append(5 as Instant, 'a.said', { word: 'hello', loud: true, count: 3 }, null)
  trace.append(5 as Instant, 'a.said', { word: null, loud: null, count: null }, 0 as FactId)
  expect(trace.fact(0 as FactId)).toEqual({
    id: 0,
    at: 5,
    kind: 'a.said',
    fields: { word: 'hello', loud: true, count: 3 },
    cause: null,
  })
  expect(formatFact(trace.fact(1 as FactId))).toBe(
    '{"id":1,"at":5,"kind":"a.said","word":null,"loud":null,"count":null,"cause":0}',
  )
  expect([trace.text(0 as FactId, 'word'), trace.text(1 as FactId, 'word')]).toEqual([
    'hello',
    null,
  ])
  expect([trace.flag(0 as FactId, 'loud'), trace.flag(1 as FactId, 'loud')]).toEqual([true, false])
  expect([trace.number(0 as FactId, 'count'), trace.number(1 as FactId, 'count')]).toEqual([
    3,
    null,
  ])
})

it('[E-09] a trace sent in slices reads like the one it came from', () => {
  fc.assert(
    fc.property(facts, fc.array(fc.nat(60), { maxLength: 5 }), (said, cuts) => {
      const source = written(said)
      const target = new Trace(catalogue)
      const ends = [...cuts.filter((cut) => cut < source.length), source.length].toSorted(
        (a, b) => a - b,
      )
      for (const end of ends) {
        const part = source.copy(end)
        expect([part.length, part.wordCount]).toEqual([end, source.wordCount])
        const slice = part.slice(target.length, target.wordCount)
        expect(slice.words).toHaveLength(part.wordCount - target.wordCount)
        target.appendSlice(slice)
        expect(target.length).toBe(end)
      }
      expect(textOf(target)).toBe(textOf(source))
    }),
    { seed: 1, numRuns: 150 },
  )
})

it('[E-09] a trace that was cut and written on reads like one written at once', () => {
  fc.assert(
    fc.property(facts, facts, fc.nat(60), (said, more, cut) => {
      const length = Math.min(cut, said.length)
      const trace = written(said)
      trace.truncate(length)
      write(trace, more)
      const straight = written(said.slice(0, length))
      write(straight, more)
      expect(textOf(trace)).toBe(textOf(straight))
    }),
    { seed: 2, numRuns: 150 },
  )
})

it('[E-09] a slice of another future replaces the facts and the words from its start on', () => {
  function says(word: string): Said {
    return { wait: 1, word, loud: null, count: null, rests: false }
  }
  const past = written([says('past')])
  const [one, other] = [past.copy(), past.copy()]
  write(one, ['one', 'both', 'left'].map(says))
  write(other, ['both', 'other', 'one'].map(says))
  const target = past.copy()
  for (const future of [one, other, one]) {
    target.appendSlice(future.slice(past.length, past.wordCount))
    expect(textOf(target)).toBe(textOf(future))
    expect(target.wordCount).toBe(future.wordCount)
  }
})

it('[E-09] thousands of facts read back as they were written, and so do their slices', () => {
  const said = Array.from({ length: 5_000 }, (_, index) => ({
    wait: index % 3,
    word: `word ${index % 1_500}`,
    loud: index % 2 === 0,
    count: index,
    rests: index % 5 === 0,
  }))
  const source = written(said)
  for (const id of [0, 1, 1_023, 1_024, 1_025, 2_049, 4_999]) {
    const { word, loud, count, rests } = said[id] ?? {}
    const { fields, cause } = source.fact(id as FactId)
    expect(fields).toEqual(rests === true ? {} : { word, loud, count })
    expect(cause).toBe(id > 0 && id % 3 === 0 ? id - 1 : null)
  }
  const target = new Trace(catalogue)
  target.appendSlice(source.slice(0, 0))
  expect(textOf(target)).toBe(textOf(source))
})

it('[E-09] a copy goes its own way', () => {
  const said = [{ wait: 1, word: 'one', loud: true, count: 1, rests: false }]
  const source = written(said)
  const copy = source.copy()
  write(copy, [{ wait: 1, word: 'new', loud: null, count: null, rests: false }])
  write(source, [{ wait: 2, word: 'other', loud: null, count: null, rests: false }])
  expect([copy.length, source.length]).toEqual([2, 2])
  expect([copy, source].map((trace) => trace.text(1 as FactId, 'word'))).toEqual(['new', 'other'])
})

it('[E-07] the facts up to an instant are counted, those at the instant included', () => {
  fc.assert(
    fc.property(facts, fc.nat(200), (said, at) => {
      const trace = written(said)
      const expected = said.map((_, id) => trace.at(id as FactId)).filter((one) => one <= at).length
      expect(trace.countUntil(at as Instant)).toBe(expected)
    }),
    { seed: 3, numRuns: 150 },
  )
})

it('[E-07] an unknown kind, a missing field and a gap are mistakes of ours', () => {
  const trace = new Trace(catalogue)
  expect(() => trace.append(0 as Instant, 'b.said', {}, null)).toThrow(/kind b\.said/)
  expect(() => trace.append(0 as Instant, 'a.said', { word: 'x' }, null)).toThrow(/field loud/)
  expect(() => trace.fact(0 as FactId)).toThrow(/fact 0/)
  expect(() => {
    trace.truncate(1)
  }).toThrow(/a fact it has/)
  const slice = written([{ wait: 0, word: 'one', loud: null, count: 1, rests: false }]).slice(1, 0)
  expect(() => trace.appendSlice(slice)).toThrow(/without a gap/)
})
