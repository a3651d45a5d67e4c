import type { Instant } from '#engine'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTimers, firstInstant, plan, takeDue } from './timers.ts'

const SEED = 20_261_124

it('[A-11] timers come out by instant, those of one instant in the order they were planned', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (instants) => {
      const timers = createTimers()
      for (const [serial, at] of instants.entries()) {
        plan(timers, at as Instant, { type: 'head', queue: String(at), serial })
      }
      const expected = instants
        .map((at, serial) => ({ type: 'head', queue: String(at), serial }))
        .sort((one, other) => Number(one.queue) - Number(other.queue) || one.serial - other.serial)
      const found: unknown[] = []
      for (let next = firstInstant(timers); next !== null; next = firstInstant(timers)) {
        if (next > 0) expect(takeDue(timers, (next - 1) as Instant)).toBe(null)
        found.push(takeDue(timers, next))
      }
      expect(found).toEqual(expected)
    }),
    { seed: SEED, numRuns: 200 },
  )
})
