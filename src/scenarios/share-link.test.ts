import { atSeconds, type Instant } from '#engine'
import { deflateSync, strToU8 } from 'fflate'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toBase64Url } from './base64-url.ts'
import { checkRunSource } from './check-run-source.ts'
import type { RunSource } from './run-source.ts'
import { LINK_CHARS_MAX, readShareLink, writeShareLink } from './share-link.ts'
import { readSaveFile, writeSaveFile } from './save-file.ts'

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
const node = fc.oneof(
  fc.record({
    kind: fc.constant('worker' as const),
    id: name,
    queue: name,
    prefetch: fc.integer({ min: 0, max: 65_535 }),
    ack: fc.constantFrom('automatic' as const, 'early' as const, 'late' as const),
    threads: fc.integer({ min: 1, max: 1_000 }),
    cpuMs: fc.integer({ min: 0, max: 600_000 }),
    waitMs: fc.integer({ min: 0, max: 600_000 }),
    spread: fc.constantFrom('constant' as const, 'exponential' as const),
    sendsMail: fc.boolean(),
    checksFirst: fc.boolean(),
    supervised: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('queue' as const), id: name, durable: fc.boolean() }),
)
const input = fc.oneof(
  fc.record({
    type: fc.constant('place-orders' as const),
    count: fc.integer({ min: 1, max: 10_000 }),
  }),
  fc.record({
    type: fc.constant('load' as const),
    requests: fc.integer({ min: 1_000, max: 10_000 }),
    concurrency: fc.integer({ min: 1, max: 1_000 }),
  }),
  fc.record({
    type: fc.constant('configure' as const),
    node: name,
    field: name,
    value: fc.oneof(fc.integer(), name, fc.boolean(), fc.constant(null)),
  }),
)
const sources: fc.Arbitrary<RunSource> = fc.record({
  definition: fc.record({
    version: fc.constant(1 as const),
    name,
    hopMs: fc.integer({ min: 0, max: 60_000 }),
    cores: fc.integer({ min: 1, max: 64 }),
    nodes: fc.uniqueArray(node, { maxLength: 8, selector: ({ id }) => id }),
    bindings: fc.constant([]),
  }),
  seed: fc.maxSafeNat(),
  inputs: fc
    .array(fc.record({ at: fc.nat(1e9) as fc.Arbitrary<Instant>, input }), { maxLength: 8 })
    .map((inputs) => inputs.sort((left, right) => left.at - right.at)),
  at: fc.nat(1e9) as fc.Arbitrary<Instant>,
})

const sample: RunSource = {
  definition: { version: 1, name: 'sample', hopMs: 1, cores: 1, nodes: [], bindings: [] },
  seed: 42,
  inputs: [{ at: atSeconds(1), input: { type: 'place-orders', count: 3 } }],
  at: atSeconds(2),
}

it('reads from a link the run that was written to it', () => {
  fc.assert(
    fc.property(sources, (source) => {
      const text = writeShareLink(source) ?? ''
      expect(text).toMatch(/^w1\.[\w-]+$/)
      expect(readShareLink(text)).toEqual({ ok: true, source })
    }),
    { seed: 1, numRuns: 300 },
  )
})

it('reads from a file the run that was written to it', () => {
  fc.assert(
    fc.property(sources, (source) => {
      expect(readSaveFile(writeSaveFile(source))).toEqual({ ok: true, source })
    }),
    { seed: 2, numRuns: 100 },
  )
})

it('reads from a corrupted link the same run or says why not', () => {
  const text = writeShareLink(sample) ?? ''
  const characters = fc.constantFrom(...Array.from('ABCXYZabcxyz0189-_.=% ї'))
  const corruption = fc.tuple(
    fc.nat(text.length),
    fc.nat(4),
    fc.array(characters, { maxLength: 4 }),
  )
  fc.assert(
    fc.property(corruption, ([from, removed, added]) => {
      const damaged = text.slice(0, from) + added.join('') + text.slice(from + removed)
      const read = readShareLink(damaged)
      if (read.ok) expect(read.source).toEqual(sample)
      else expect(read.reason).not.toBe('')
    }),
    { seed: 3, numRuns: 2_000 },
  )
})

it('answers every corruption of a file with a reason or with a valid run', () => {
  const text = writeSaveFile(sample)
  fc.assert(
    fc.property(
      fc.nat(text.length),
      fc.nat(6),
      fc.string({ maxLength: 3 }),
      (from, removed, added) => {
        const read = readSaveFile(text.slice(0, from) + added + text.slice(from + removed))
        expect(read.ok ? checkRunSource(read.source).ok : read.reason !== undefined).toBe(true)
      },
    ),
    { seed: 4, numRuns: 2_000 },
  )
})

it.each([
  { text: '', reason: 'not-a-link' },
  { text: 'hello', reason: 'not-a-link' },
  { text: 'w2.AAAA', reason: 'newer-version' },
  { text: 'w1.', reason: 'damaged' },
  { text: 'w1.AAAAAAAA', reason: 'damaged' },
  { text: `w1.${'A'.repeat(LINK_CHARS_MAX)}`, reason: 'too-large' },
])('says why a text is no run ($reason)', ({ text, reason }) => {
  expect(readShareLink(text)).toEqual({ ok: false, reason, problems: [] })
})

it('stops unpacking a small link that would fill the memory', () => {
  const packed = deflateSync(new Uint8Array(20_000_000), { level: 9 })
  const text = `w1.${toBase64Url(new Uint8Array([0, 0, 0, 0, ...packed]))}`
  expect(text.length).toBeLessThan(LINK_CHARS_MAX)
  expect(readShareLink(text)).toMatchObject({ ok: false, reason: 'too-large' })
})

it('names what is wrong with a whole file that is no run', () => {
  const file = JSON.parse(writeSaveFile(sample)) as { source: Record<string, unknown> }
  file.source['seed'] = -1
  expect(readSaveFile(JSON.stringify(file))).toMatchObject({
    reason: 'invalid',
    problems: [{ path: 'seed', key: 'out-of-range' }],
  })
})

it('refuses inputs that go back in time', () => {
  const inputs = [
    { at: 2, input: { type: 'place-orders', count: 1 } },
    { at: 1, input: { type: 'place-orders', count: 1 } },
  ]
  expect(checkRunSource({ ...sample, inputs })).toMatchObject({
    ok: false,
    problems: [{ path: 'inputs', key: 'out-of-order' }],
  })
})

it('refuses to write a link that would be too long', () => {
  const inputs = Array.from({ length: 5_000 }, (_, index) => ({
    at: (index * 1_000_003) as Instant,
    input: {
      type: 'configure',
      node: `n${(index * 7_919) % 4_999}`,
      field: 'cpuMs',
      value: (index * 31) % 977,
    },
  })) satisfies RunSource['inputs']
  expect(writeShareLink({ ...sample, inputs })).toBeNull()
  expect(strToU8(writeSaveFile({ ...sample, inputs })).length).toBeLessThan(4_000_000)
})
