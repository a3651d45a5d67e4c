import fc from 'fast-check'
import { expect, it } from 'vitest'
import { curveBetween, pathOf, pointOn, type Box } from './curve.ts'

const boxes: fc.Arbitrary<Box> = fc.record({
  x: fc.integer({ min: -500, max: 1_500 }),
  y: fc.integer({ min: -500, max: 1_500 }),
  width: fc.integer({ min: 60, max: 260 }),
  height: fc.integer({ min: 60, max: 260 }),
  isService: fc.boolean(),
})

it('a line leaves the one box at its edge and ends at the edge of the other', () => {
  fc.assert(
    fc.property(boxes, boxes, (from, to) => {
      const [start, , , end] = curveBetween(from, to, 0)
      for (const [point, box] of [
        [start, from],
        [end, to],
      ] as const) {
        expect(point.x).toBeGreaterThanOrEqual(box.x)
        expect(point.x).toBeLessThanOrEqual(box.x + box.width)
        expect(point.y).toBeGreaterThanOrEqual(box.y)
        expect(point.y).toBeLessThanOrEqual(box.y + box.height)
      }
    }),
    { seed: 1 },
  )
})

it('what goes back takes the same way', () => {
  fc.assert(
    fc.property(boxes, boxes, fc.double({ min: 0, max: 1, noNaN: true }), (from, to, fraction) => {
      fc.pre(from.x + from.width / 2 !== to.x + to.width / 2)
      const there = pointOn(curveBetween(from, to, 0), fraction)
      const back = pointOn(curveBetween(to, from, 0), 1 - fraction)
      expect(back.x).toBeCloseTo(there.x, 6)
      expect(back.y).toBeCloseTo(there.y, 6)
    }),
    { seed: 2 },
  )
})

it('a service below is reached from the lower edge, a queue beside from the side', () => {
  const worker = { x: 500, y: 0, width: 200, height: 180, isService: false }
  const database = { x: 200, y: 220, width: 160, height: 110, isService: true }
  const queue = { x: 200, y: 0, width: 200, height: 200, isService: false }
  expect(curveBetween(worker, database, 0)[0]).toEqual({ x: 600, y: 180 })
  expect(curveBetween(queue, worker, 0)[0]).toEqual({ x: 400, y: 100 })
})

it('a path is written with one decimal', () => {
  const box = { x: 0.123, y: 0, width: 10, height: 10, isService: false }
  expect(pathOf(curveBetween(box, { ...box, x: 100.456 }, 0))).toMatch(
    /^M [\d.-]+ [\d.-]+ C [\d.-]+ [\d.-]+, [\d.-]+ [\d.-]+, [\d.-]+ [\d.-]+$/,
  )
})
