import type { FactId } from '#engine'
import { expect, it } from 'vitest'
import { deliveryKey, splitDeliveries } from './delivery-causes.ts'

const CONSUME_OK = frame(1, [0, 60, 0, 21, 9])
const HEADER = frame(2, [0, 60, 0, 0])
// A body that looks like a delivery is none.
const BODY = frame(3, [1, 0, 60, 0, 60, 0, 60, 0, 60])
const HEARTBEAT = frame(8, [])

function deliver(tag: number): readonly number[] {
  return frame(1, [0, 60, 0, 60, 2, 65, 66, 0, 0, 0, 0, 0, 0, 0, tag, 0])
}

function getOk(tag: number): readonly number[] {
  return frame(1, [0, 60, 0, 71, 0, 0, 0, 0, 0, 0, 0, tag, 0])
}

function frame(type: number, payload: readonly number[]): readonly number[] {
  return [type, 0, 3, 0, 0, 0, payload.length, ...payload, 0xce]
}

/** Splits frames of channel 3 whose deliveries have the tags and facts given. */
function split(frames: readonly (readonly number[])[], facts: readonly (readonly number[])[]) {
  const delivered = new Map(
    facts.map(([tag = 0, fact]) => [deliveryKey(3, tag), fact as FactId] as const),
  )
  const pieces = splitDeliveries(new Uint8Array(frames.flat()), delivered, 1 as FactId)
  return { pieces: pieces.map(({ bytes, cause }) => [[...bytes], cause]), left: [...delivered] }
}

it('each delivery is a piece with its fact; what comes before the first stays with it', () => {
  const first = [...CONSUME_OK, ...deliver(5), ...HEADER, ...BODY]
  const second = [...getOk(4), ...HEADER, ...BODY, ...HEARTBEAT]
  const { pieces, left } = split(
    [first, second],
    [
      [4, 70],
      [5, 80],
      [6, 90],
    ],
  )
  expect(pieces).toEqual([
    [first, 80],
    [second, 70],
  ])
  expect(left).toEqual([['3 6', 90]])
})

it('bytes without a delivery are one piece with the cause they were sent for', () => {
  expect(split([CONSUME_OK, HEARTBEAT], [[5, 80]])).toEqual({
    pieces: [[[...CONSUME_OK, ...HEARTBEAT], 1]],
    left: [['3 5', 80]],
  })
})
