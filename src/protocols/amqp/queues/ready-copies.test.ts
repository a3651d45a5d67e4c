import type { FactId } from '#engine'
import { clone } from '#std'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  appendCopy,
  createReadyCopies,
  returnCopy,
  takeAllCopies,
  takeCopy,
  type Copy,
} from './ready-copies.ts'

const SEED = 20_261_121

function copyAt(position: number): Copy {
  const message = Object.freeze({
    id: position,
    exchange: '',
    routingKey: 'q',
    extraKeys: null,
    persistent: true,
    bodyBytes: 1,
    ttl: null,
    payload: null,
    properties: {},
  })
  const state = { level: 0, isRedelivered: false, returns: 0, expiresAt: null }
  return Object.freeze({ ...state, message, position, cause: 0 as FactId })
}

it('[R-95] the first copy in order is taken, whatever was given back in between', () => {
  // Steps: put so many, take so many, give back one of those taken.
  const step = fc.tuple(fc.nat(900), fc.nat(700), fc.nat())
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const ready = createReadyCopies()
      const inside: number[] = []
      const outside: Copy[] = []
      let position = 1
      for (const [puts, takes, back] of steps) {
        for (let count = 0; count < puts; count++) {
          inside.push(position)
          appendCopy(ready, copyAt(position++))
        }
        for (let count = 0; count < takes && ready.count > 0; count++) {
          const copy = takeCopy(ready)
          expect(copy.position).toBe(inside.shift())
          outside.push(copy)
        }
        const [returned] = outside.splice(back % Math.max(outside.length, 1), 1)
        if (returned === undefined) continue
        returnCopy(ready, returned)
        inside.push(returned.position)
        inside.sort((one, other) => one - other)
      }
      expect(ready.count).toBe(inside.length)
      expect(takeAllCopies(ready).map((copy) => copy.position)).toEqual(inside)
      expect([ready.count, ready.bytes]).toEqual([0, 0])
    }),
    { seed: SEED, numRuns: 100 },
  )
})

it('[A-06] a copy of a long line shares all but its ends', () => {
  const copies = Array.from({ length: 5_000 }, (_, index) => copyAt(index + 1))
  const ready = createReadyCopies(1, copies)
  takeCopy(ready)
  const twin = clone(ready)
  const mine = ready.lines[0]?.chunks ?? []
  const its = twin.lines[0]?.chunks ?? []
  expect(its.filter((chunk, index) => chunk === mine[index])).toHaveLength(its.length - 1)
  appendCopy(ready, copyAt(5_001))
  expect([ready.count, twin.count]).toEqual([5_000, 4_999])
})
