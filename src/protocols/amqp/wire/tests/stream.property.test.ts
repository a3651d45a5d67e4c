import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tableOf } from '../../state/table.ts'
import type { WireAnswer } from '../method.ts'
import { frameBytes, methodBytes, publishBytes, wireWorld } from './wire-world.ts'

const SEED = 20_261_121

const name = fc.constantFrom('', 'q', 'r', 'x', 'nosuch')

/** What a client may send on channel 1: good commands, and now and then a mistake. */
const piece: fc.Arbitrary<Uint8Array> = fc.oneof(
  name.map((queue) => methodBytes(1, { method: 'queue.declare', queue })),
  name.map((queue) => methodBytes(1, { method: 'basic.consume', queue, noAck: true })),
  fc.tuple(name, name).map(([queue, exchange]) => bind(queue, exchange)),
  fc.tuple(name, fc.nat(9_000)).map(([routingKey, size]) =>
    publishBytes(1, {
      routingKey,
      body: 'b'.repeat(size),
      mandatory: true,
      properties: { headers: tableOf({ size }) },
    }),
  ),
  name.map((queue) => methodBytes(1, { method: 'basic.get', queue, noAck: true })),
  fc.constant(methodBytes(1, { method: 'channel.close' })),
  fc.constant(methodBytes(1, { method: 'channel.close-ok' })),
  fc.constant(methodBytes(1, { method: 'channel.open' })),
  fc.constant(frameBytes(8, 0, new Uint8Array(0))),
  fc.uint8Array({ minLength: 4, maxLength: 20 }).map((payload) => frameBytes(1, 1, payload)),
)

function bind(queue: string, exchange: string): Uint8Array {
  const method: WireAnswer = { method: 'queue.bind', queue, exchange, routingKey: 'k' }
  return methodBytes(1, method)
}

it('[A-21] a client is answered alike, in whatever pieces its bytes arrive', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 15 }),
      fc.integer({ min: 1, max: 64 }),
      (all, size) => {
        const stream = new Uint8Array(
          Buffer.concat([methodBytes(1, { method: 'channel.open' }), ...all]),
        )
        expect(answers(stream, size)).toEqual(answers(stream, stream.length))
      },
    ),
    { seed: SEED, numRuns: 300 },
  )
})

/** What a client gets, and whether it is still there, when its bytes come in pieces of that size. */
function answers(stream: Uint8Array, pieceBytes: number): unknown {
  const client = wireWorld().connect({ pieceBytes, frameMax: 4_096 })
  client.raw(stream)
  return [client.read(), client.isEnded]
}
