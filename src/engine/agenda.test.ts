import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Agenda } from './agenda.ts'
import type { Instant } from './time.ts'

const entries = fc.array(
  fc.record({
    at: fc.nat(50),
    priority: fc.integer({ min: 0, max: 255 }),
    isCancelled: fc.boolean(),
  }),
  { maxLength: 400 },
)

it('[E-02] entries come by instant, then priority, then the order of scheduling', () => {
  fc.assert(
    fc.property(entries, (planned) => {
      const agenda = new Agenda<number>()
      planned.forEach(({ at, priority }, index) => agenda.add(at as Instant, priority, index, null))
      const expected = planned
        .map((entry, index) => ({ ...entry, index }))
        .toSorted((a, b) => a.at - b.at || a.priority - b.priority || a.index - b.index)
      const popped = planned.map(() => agenda.pop()?.event)
      expect(popped).toEqual(expected.map(({ index }) => index))
      expect(agenda.pop()).toBeNull()
    }),
    { seed: 1, numRuns: 200 },
  )
})

it('[E-04] a cancelled entry never comes, and the others come as before', () => {
  fc.assert(
    fc.property(entries, (planned) => {
      const agenda = new Agenda<number>()
      const timers = planned.map(({ at, priority }, index) =>
        agenda.add(at as Instant, priority, index, null),
      )
      planned.forEach(({ isCancelled }, index) => {
        const timer = timers[index]
        if (isCancelled && timer !== undefined) agenda.cancel(timer)
      })
      const kept = planned.filter(({ isCancelled }) => !isCancelled)
      expect(agenda.size).toBe(kept.length)
      const popped = kept.map(() => agenda.pop()?.event ?? -1)
      expect(popped.every((index) => planned[index]?.isCancelled === false)).toBe(true)
      expect(agenda.peek()).toBeNull()
    }),
    { seed: 2, numRuns: 200 },
  )
})

it('[E-04] thousands of cancelled timers are dropped before they are due', () => {
  const agenda = new Agenda<number>()
  agenda.add(7 as Instant, 128, -1, null)
  for (let index = 0; index < 20_000; index++) {
    agenda.cancel(agenda.add((1_000_000 + index) as Instant, 128, index, null))
  }
  expect(agenda.size).toBe(1)
  expect(agenda.pop()?.event).toBe(-1)
  expect(agenda.pop()).toBeNull()
})

it('[E-14] a copy of an agenda goes its own way', () => {
  const agenda = new Agenda<string>()
  const timer = agenda.add(1 as Instant, 128, 'first', null)
  agenda.add(2 as Instant, 128, 'second', null)
  const copy = agenda.copy()
  copy.cancel(timer)
  expect(copy.pop()?.event).toBe('second')
  expect(agenda.pop()?.event).toBe('first')
})

it('[E-01] an instant that is not whole is a mistake of ours', () => {
  expect(() => new Agenda().add(0.5 as Instant, 128, null, null)).toThrow(/whole number/)
  expect(() => new Agenda().add(Number.NaN as Instant, 128, null, null)).toThrow(/whole number/)
})
