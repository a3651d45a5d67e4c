import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Agenda, type TimerId } from './agenda.ts'
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

it('[E-02] a thousand entries of one instant keep their order', () => {
  const agenda = new Agenda<number>()
  const planned = Array.from({ length: 1_000 }, (_, index) => ({ index, priority: index % 7 }))
  for (const { index, priority } of planned) agenda.add(5 as Instant, priority, index, null)
  const expected = planned.toSorted((a, b) => a.priority - b.priority || a.index - b.index)
  expect(planned.map(() => agenda.pop()?.event)).toEqual(expected.map(({ index }) => index))
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
      const kept = planned
        .map((entry, index) => ({ ...entry, index }))
        .filter(({ isCancelled }) => !isCancelled)
        .toSorted((a, b) => a.at - b.at || a.priority - b.priority || a.index - b.index)
      expect(agenda.size).toBe(kept.length)
      const popped = kept.map(() => agenda.pop()?.event)
      expect(popped).toEqual(kept.map(({ index }) => index))
      expect([agenda.peek(), agenda.pop()]).toEqual([null, null])
    }),
    { seed: 2, numRuns: 200 },
  )
})

it('[E-02] [E-04] entries added, cancelled and taken in any order come like those of a sorted list', () => {
  const doings = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ at: fc.nat(9), priority: fc.nat(255) }) },
      { weight: 1, arbitrary: fc.record({ cancel: fc.nat(1_000) }) },
      { weight: 2, arbitrary: fc.constant('take' as const) },
    ),
    { maxLength: 300 },
  )
  fc.assert(
    fc.property(doings, (list) => {
      const agenda = new Agenda<null>()
      const sorted: { at: number; priority: number; timer: TimerId }[] = []
      for (const doing of list) {
        if (doing === 'take') {
          expect(agenda.peek()).toBe(sorted[0]?.at ?? null)
          expect(agenda.pop()?.timer).toBe(sorted.shift()?.timer)
        } else if ('cancel' in doing) {
          const [gone] = sorted.splice(doing.cancel % Math.max(1, sorted.length), 1)
          if (gone !== undefined) agenda.cancel(gone.timer)
        } else {
          const timer = agenda.add(doing.at as Instant, doing.priority, null, null)
          sorted.push({ ...doing, timer })
          sorted.sort((a, b) => a.at - b.at || a.priority - b.priority || a.timer - b.timer)
        }
        expect(agenda.size).toBe(sorted.length)
      }
    }),
    { seed: 3, numRuns: 200 },
  )
})

it('[E-04] thousands of cancelled timers leave the others as they were', () => {
  const agenda = new Agenda<number>()
  const kept: number[] = []
  for (let index = 0; index < 20_000; index++) {
    // 7919 is prime: the instants come in no order and each once.
    const at = (index * 7_919) % 20_000
    const timer = agenda.add(at as Instant, 128, at, null)
    if (index % 10 === 0) kept.push(at)
    else agenda.cancel(timer)
  }
  expect(agenda.size).toBe(2_000)
  expect(kept.map(() => agenda.pop()?.event)).toEqual(kept.toSorted((a, b) => a - b))
  expect(agenda.pop()).toBeNull()
})

it('[E-14] a copy of an agenda goes its own way', () => {
  const agenda = new Agenda<string>()
  const timer = agenda.add(1 as Instant, 128, 'first', null)
  agenda.add(2 as Instant, 128, 'second', null)
  const copy = agenda.copy()
  copy.cancel(timer)
  const [inCopy, inAgenda] = [copy, agenda].map((one) => one.add(3 as Instant, 128, 'third', null))
  expect(inCopy).toBe(inAgenda)
  agenda.add(0 as Instant, 128, 'new', null)
  const [ofCopy, ofAgenda] = [copy, agenda].map((one) =>
    [1, 2, 3, 4].map(() => one.pop()?.event ?? null),
  )
  expect(ofCopy).toEqual(['second', 'third', null, null])
  expect(ofAgenda).toEqual(['new', 'first', 'second', 'third'])
})

it('[E-01] an instant that is not whole is a mistake of ours', () => {
  expect(() => new Agenda().add(0.5 as Instant, 128, null, null)).toThrow(/whole number/)
  expect(() => new Agenda().add(Number.NaN as Instant, 128, null, null)).toThrow(/whole number/)
})
