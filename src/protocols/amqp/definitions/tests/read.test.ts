import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../state/table.ts'
import { parseJson } from '../json.ts'
import { readDefinitions } from '../read-definitions.ts'
import { writeJson } from '../write-json.ts'
import { REAL_EXPORT, refusal, server } from './server.ts'

/** A document with one thing wrong: the queue of a good one with some fields changed. */
function queueWith(fields: Readonly<Record<string, unknown>>): unknown {
  return { queues: [{ name: 'q', vhost: '/', durable: true, auto_delete: false, ...fields }] }
}

function bindingWith(fields: Readonly<Record<string, unknown>>): unknown {
  const ends = { source: 'e', destination: 'q', destination_type: 'queue', routing_key: '' }
  return {
    exchanges: [{ name: 'e', vhost: '/', type: 'headers', durable: true, auto_delete: false }],
    queues: [{ name: 'q', vhost: '/', durable: true, auto_delete: false }],
    bindings: [{ vhost: '/', ...ends, ...fields }],
  }
}

function policyWith(fields: Readonly<Record<string, unknown>>): unknown {
  const policy = { vhost: '/', name: 'p', pattern: '^q', definition: { 'max-length': 1 } }
  return { policies: [{ ...policy, ...fields }] }
}

/** What JSON makes of it; a real broker writes an empty list for an object that is empty. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) && value.length > 0 ? 'list' : typeof value
}

it('[A-60] the export of a real broker is read', () => {
  const read = readDefinitions(REAL_EXPORT)
  expect(read.ok && [read.definitions.queues.length, read.definitions.bindings.length]).toEqual([
    200, 301,
  ])
})

it('[A-60] whole numbers are long and exact, numbers with a fraction double', () => {
  const read = parseJson('[1, 1.0, 9007199254740993, 1e2, -0.5]')
  expect(read.ok && read.value).toEqual({
    type: 'array',
    value: [
      { type: 'long', value: 1 },
      { type: 'double', value: 1 },
      { type: 'long', value: 9_007_199_254_740_993n },
      { type: 'double', value: 100 },
      { type: 'double', value: -0.5 },
    ],
  })
  expect(read.ok && writeJson(read.value)).toBe('[1,1.0,9007199254740993,100.0,-0.5]')
})

it('[A-60] what is written as JSON is read as it was', () => {
  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }).map((value): FieldValue => ({ type: 'longstr', value })),
    fc.boolean().map((value): FieldValue => ({ type: 'bool', value })),
    fc.maxSafeInteger().map((value): FieldValue => ({ type: 'long', value })),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((value) => !Object.is(value, -0))
      .map((value): FieldValue => ({ type: 'double', value })),
    fc.constant<FieldValue>({ type: 'void' }),
  )
  const { value: any } = fc.letrec<{ value: FieldValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('value')).map((value): FieldValue => ({ type: 'array', value })),
      fc
        .array(fc.tuple(fc.string(), tie('value')))
        .map((members): FieldValue => ({ type: 'table', value: new Map(members) })),
    ),
  }))
  fc.assert(
    fc.property(any, (value) => {
      expect(parseJson(writeJson(value))).toEqual({ ok: true, value })
    }),
    { seed: 60, numRuns: 300 },
  )
})

describe('[A-61] a document that is cut off says where', () => {
  it('(in the middle of a field)', () => {
    expect(refusal('{"queues": [\n  {"name": "q", "durable": tr')).toEqual([
      'queues[0].durable is cut off at line 2, column 30: expected true.',
    ])
  })

  it('(between two items)', () => {
    expect(refusal('{"queues": [{"name": "q"}')).toEqual([
      'queues is cut off at line 1, column 26: expected "," or "]".',
    ])
  })

  it('(nothing at all)', () => {
    expect(refusal('')).toEqual(['the document is cut off at line 1, column 1: expected a value.'])
  })

  it('(a small one at every character)', () => {
    const text = JSON.stringify({
      ...(bindingWith({ arguments: { a: [-1, 0.5, 1e-9, 'x\n\u0001'] } }) as object),
    })
    for (let length = 0; length < text.length; length++) {
      expect(refusal(text.slice(0, length))).toEqual([
        expect.stringMatching(/ is cut off at line 1, column \d+: expected /u),
      ])
    }
    expect(refusal(text)).toEqual([])
  })

  it('(a real one at every 997th character)', () => {
    for (let length = 0; length < REAL_EXPORT.length - 2; length += 997) {
      expect(refusal(REAL_EXPORT.slice(0, length))).toEqual([expect.stringContaining('is cut off')])
    }
  })
})

it.each([
  ['{"queues": [1,]}', 'queues[1] is not JSON at line 1, column 15: found "]", expected a value.'],
  [
    '{"a": 1 "b": 2}',
    'the document is not JSON at line 1, column 9: found "\\"", expected "," or "}".',
  ],
  [
    '{"a": 1, "a": 2}',
    'a is not JSON at line 1, column 10: found "\\"", expected each field once.',
  ],
  [
    '{} x',
    'the document is not JSON at line 1, column 4: found "x", expected the end of the document.',
  ],
  [
    '{"a": "\\q"}',
    'a is not JSON at line 1, column 9: found "q", expected one of " \\ / b f n r t u.',
  ],
  [
    '{"a": 1e999}',
    'a is not JSON at line 1, column 7: found "1", expected a number that is not so large.',
  ],
  [
    '['.repeat(70),
    '[0]'.repeat(64) + ' is not JSON at line 1, column 65: found "[", expected less nesting.',
  ],
  ['[]', 'the document is []; expected an object with queues, exchanges, bindings, ….'],
])('[A-61] what is no JSON is told with its place (%s)', (text, sentence) => {
  expect(refusal(text)).toEqual([sentence])
})

it.each([
  [{ queues: 5 }, 'queues is 5; expected a list.'],
  [{ queues: ['q'] }, 'queues[0] is "q"; expected an object.'],
  [queueWith({ durable: 'yes' }), 'queues[0].durable is "yes"; expected true or false.'],
  [queueWith({ durable: undefined }), 'queues[0].durable is null; expected true or false.'],
  [queueWith({ name: 7 }), 'queues[0].name is 7; expected a text.'],
  [queueWith({ arguments: 'x' }), 'queues[0].arguments is "x"; expected an object.'],
  [
    queueWith({ arguments: { a: [{ b: null }] } }),
    'queues[0].arguments.a[0].b is null; expected a value.',
  ],
  [
    queueWith({ type: 'quorum' }),
    'queues[0].type is "quorum", but arguments.x-queue-type makes it "classic"; expected the same.',
  ],
  [
    queueWith({ type: 'lazy' }),
    'queues[0].type is "lazy"; expected one of classic, quorum, stream.',
  ],
  [
    {
      exchanges: [{ name: 'e', vhost: '/', type: 'x-delayed', durable: true, auto_delete: false }],
    },
    'exchanges[0].type is "x-delayed"; expected one of direct, fanout, topic, headers.',
  ],
  [
    bindingWith({ destination_type: 'topic' }),
    'bindings[0].destination_type is "topic"; expected one of queue, exchange.',
  ],
  [policyWith({ priority: '1' }), 'policies[0].priority is "1"; expected a whole number.'],
  [
    policyWith({ 'apply-to': 'bindings' }),
    'policies[0].apply-to is "bindings"; expected one of all, queues, exchanges.',
  ],
  [
    { users: [{ name: 'a', password_hash: 'x', tags: [] }] },
    'users[0].password_hash is "x"; expected base64.',
  ],
  [{ users: [{ name: 'a' }] }, 'users[0].password_hash is missing; expected a text.'],
  [
    { users: [{ name: 'a', password_hash: '', tags: [1] }] },
    'users[0].tags is [1]; expected a list of texts.',
  ],
])('[A-61] a field of the wrong type is named (%#)', (document, sentence) => {
  expect(refusal(document)).toEqual([sentence])
})

it('[A-61] a pattern that is none is named', () => {
  expect(refusal(policyWith({ pattern: '(' }))).toEqual([
    expect.stringMatching(
      /^policies\[0\]\.pattern is "\("; expected a regular expression \(.+\)\.$/u,
    ),
  ])
})

it.each([
  [
    queueWith({ arguments: { 'x-message-ttl': -1 } }),
    "queues[0].arguments.x-message-ttl is refused by the broker: PRECONDITION_FAILED - invalid arg 'x-message-ttl' for queue 'q' in vhost '/': {value_negative,-1}.",
  ],
  [
    `{"queues":[{"name":"q","vhost":"/","durable":true,"auto_delete":false,"arguments":{"x-expires":1.0}}]}`,
    `queues[0].arguments.x-expires is refused by the broker: PRECONDITION_FAILED - invalid arg 'x-expires' for queue 'q' in vhost '/': "expected integer, got double".`,
  ],
  [
    queueWith({ durable: false, arguments: { 'x-queue-type': 'quorum' } }),
    "queues[0] is refused by the broker: PRECONDITION_FAILED - invalid property 'non-durable' for queue 'q' in vhost '/'.",
  ],
  [
    bindingWith({ arguments: { 'x-match': 'some' } }),
    'bindings[0].arguments.x-match is refused by the broker: Invalid x-match field value <<"some">>; expected all, any, all-with-x, or any-with-x.',
  ],
  [
    policyWith({ definition: { 'max-length': -1 } }),
    'policies[0].definition.max-length is refused by the broker: -1 is not a valid maximum length.',
  ],
  [
    policyWith({ definition: { foo: 1, 'max-length': 1, bar: 'x' } }),
    'policies[0].definition is refused by the broker: [{<<"bar">>,<<"x">>},{<<"foo">>,1}] are not recognised policy settings.',
  ],
  [
    policyWith({ definition: {} }),
    'policies[0].definition is refused by the broker: no policy provided.',
  ],
])('[A-61] what the broker refuses is told in its words (%#)', (document, sentence) => {
  expect(refusal(document)).toEqual([sentence])
})

it('[A-61] everything that is wrong is told at once', () => {
  const queues = [{ name: 'a', vhost: '/', durable: 1, auto_delete: 0 }, { vhost: '/' }]
  expect(refusal({ queues, bindings: {} })).toHaveLength(6)
})

it('[A-61] two of one name are one too many', () => {
  const queue = { name: 'q', vhost: '/', durable: true, auto_delete: false }
  expect(refusal({ queues: [queue, { ...queue, durable: false }] })).toEqual([
    'queues[1] is there twice: queues[0] has the same names.',
  ])
})

it('[A-61] a field of a real document with a value of another type is named', () => {
  const wrong = [7, 'nonsense', true, null, ['x'], { x: 1 }]
  const document = JSON.parse(REAL_EXPORT) as Record<string, Record<string, unknown>[]>
  const checked = [
    'vhosts',
    'users',
    'permissions',
    'topic_permissions',
    'policies',
    'exchanges',
    'queues',
    'bindings',
  ] as const
  fc.assert(
    fc.property(
      fc.constantFrom(...checked),
      fc.nat(),
      fc.nat(),
      fc.constantFrom(...wrong),
      (list, itemSeed, fieldSeed, value) => {
        const items = document[list] ?? []
        const index = itemSeed % items.length
        const item = items[index] ?? {}
        const names = Object.keys(item)
        const field = names[fieldSeed % names.length] ?? ''
        const changed = items.map((one, at) => (at === index ? { ...one, [field]: value } : one))
        const sentences = refusal({ ...document, [list]: changed }, server())
        const place = `${list}[${String(index)}].${field}`
        // What is of the right type may still be a name that is nowhere: not what is proved here.
        if (kindOf(value) === kindOf(item[field])) return
        expect(sentences.length).toBeGreaterThan(0)
        expect(sentences[0]?.startsWith(place)).toBe(true)
      },
    ),
    { seed: 61, numRuns: 200 },
  )
}, 60_000)
