import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readerOf } from '../byte-reader.ts'
import { createWriter, written } from '../byte-writer.ts'
import { readTable, writeTable } from '../field-table.ts'
import { beginFrame, createInbox, endFrame, put, settle, takeFrame, writeBody } from '../frame.ts'
import { methodName, readMethod, writeMethod } from '../method.ts'
import { readProperties, writeProperties } from '../properties.ts'
import { readUtf8, utf8Bytes } from '../utf8.ts'
import { properties, table, wireMethod } from './arbitrary.ts'

const SEED = 20_261_121

describe('the codec', () => {
  it('[A-20] reads every method as it was written', () => {
    fc.assert(
      fc.property(wireMethod, (method) => {
        const writer = createWriter(8)
        writeMethod(writer, method)
        const reader = readerOf(written(writer))
        const view = reader.view
        const name = methodName(view.getUint16(0), view.getUint16(2))
        reader.at = 4
        expect(name).toBe(method.method)
        expect(name === null ? null : readMethod(reader, name)).toEqual(method)
      }),
      { seed: SEED, numRuns: 2_000 },
    )
  })

  it('[A-20] reads a table of any types as it was written, and writes the same bytes again', () => {
    fc.assert(
      fc.property(table, (value) => {
        const writer = createWriter(8)
        writeTable(writer, value)
        const bytes = written(writer)
        const reader = readerOf(bytes)
        const read = readTable(reader)
        expect([reader.isBroken, reader.at]).toEqual([false, bytes.length])
        expect(read).toEqual(value)
        const again = createWriter()
        writeTable(again, read)
        expect(written(again)).toEqual(bytes)
      }),
      { seed: SEED, numRuns: 2_000 },
    )
  })

  it('[A-20] reads properties as they were written, and only those', () => {
    fc.assert(
      fc.property(properties, (value) => {
        const writer = createWriter(8)
        writeProperties(writer, value)
        expect(readProperties(readerOf(written(writer)))).toEqual(value)
      }),
      { seed: SEED, numRuns: 1_000 },
    )
  })

  it('[A-20] any text survives UTF-8, and what is not UTF-8 is told from it', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(text))),
    )
    fc.assert(
      fc.property(any, (bytes) => {
        let expected: string | null = null
        try {
          expected = decoder.decode(bytes)
        } catch {
          // Not UTF-8.
        }
        expect(readUtf8(bytes, 0, bytes.length)).toBe(expected)
        if (expected !== null) expect(utf8Bytes(expected)).toEqual(bytes)
      }),
      { seed: SEED, numRuns: 20_000 },
    )
  })
})

describe('frames', () => {
  it('[A-21] come out alike, in whatever pieces they arrive', () => {
    const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 6 })
    const cuts = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(bodies, cuts, (payloads, sizes) => {
        const writer = createWriter(1)
        for (const [index, payload] of payloads.entries()) writeBody(writer, index, payload, 64)
        const at = beginFrame(writer, 8, 0)
        endFrame(writer, at)
        const stream = written(writer)
        expect(framesIn(stream, sizes)).toEqual(framesIn(stream, [stream.length]))
      }),
      { seed: SEED, numRuns: 500 },
    )
  })
})

/** The frames of a stream that arrives in pieces of the given sizes, over and over. */
function framesIn(stream: Uint8Array, sizes: readonly number[]): readonly unknown[] {
  const inbox = createInbox()
  const frames: unknown[] = []
  let at = 0
  for (let index = 0; at < stream.length; index++) {
    const size = sizes[index % sizes.length] ?? 1
    const piece = stream.slice(at, at + size)
    at += size
    put(inbox, piece)
    for (;;) {
      const frame = takeFrame(inbox, 131_072)
      if (frame === null) break
      if ('fault' in frame) throw new Error(`frame fault ${frame.fault}`)
      frames.push([frame.type, frame.channel, frame.bytes.slice(frame.start, frame.end)])
    }
    settle(inbox)
    piece.fill(0xff)
  }
  return frames
}
