import { describe, expect, it } from 'vitest'
import { world } from './broker-world.ts'

type Plain = Readonly<Record<string, unknown>>

/** The bindings of the vector, by what they are called there. */
const BINDINGS: Readonly<Record<string, Plain>> = {
  ALL: { 'x-match': 'all', a: 1, b: '2' },
  ANY: { 'x-match': 'any', a: 1, b: '2' },
  'ALL{}': { 'x-match': 'all' },
  'ANY{}': { 'x-match': 'any' },
  'ALL{x-foo}': { 'x-match': 'all', 'x-foo': '1', a: 1 },
  ALLX: { 'x-match': 'all-with-x', 'x-foo': '1', a: 1 },
  ANYX: { 'x-match': 'any-with-x', 'x-foo': '1', a: 1 },
  ANYXonly: { 'x-match': 'any', 'x-foo': '1' },
  S: { a: '1' },
  F: { a: 1.5 },
  B: { t: true },
  N: { a: null },
  none: {},
}

/** The bindings of the exchange a message with these headers is routed along. */
function reached(bindings: Readonly<Record<string, Plain>>, headers: Plain): string {
  const c = world().client('c')
  for (const [name, wanted] of Object.entries(bindings)) {
    c.queue(name)
    c.bindHeaders('amq.headers', name, wanted)
  }
  c.publish('amq.headers', 'whatever', { headers })
  return Object.keys(bindings)
    .filter((name) => c.get(name) === '1')
    .join(' ')
}

describe('[V-2] a headers exchange routes these headers along exactly these bindings', () => {
  // One row: the headers, then what matches besides the two that always do.
  it.each<[Plain, string]>([
    [{}, ''],
    [{ a: 1 }, 'ANY ALL{x-foo} ANYX N'],
    [{ a: '1' }, 'S N'],
    [{ b: '2' }, 'ANY'],
    [{ a: 1, b: '2' }, 'ALL ANY ALL{x-foo} ANYX N'],
    [{ a: 1, b: '3' }, 'ANY ALL{x-foo} ANYX N'],
    [{ 'x-foo': '1' }, 'ANYX'],
    [{ a: 1, 'x-foo': '1' }, 'ANY ALL{x-foo} ALLX ANYX N'],
    [{ a: 1.5 }, 'F N'],
    [{ t: true }, 'B'],
    [{ t: 'true' }, ''],
    [{ a: null }, 'N'],
  ])('(%j)', (headers, matches) => {
    const always = new Set(['ALL{}', 'none'])
    const found = reached(BINDINGS, headers).split(' ')
    expect(found.filter((name) => !always.has(name)).join(' ')).toBe(matches)
    expect(found.filter((name) => always.has(name))).toEqual([...always])
  })
})

it('[R-34] without x-match all headers have to be there, and the routing key does not matter', () => {
  const bindings = { both: { city: 'kyiv', dish: 'pizza' } }
  expect(reached(bindings, { city: 'kyiv', dish: 'pizza', more: 1 })).toBe('both')
  expect(reached(bindings, { city: 'kyiv' })).toBe('')
})

it('[R-34] whole numbers are compared by value, text and number never', () => {
  const long = { '!': 'int64', value: 300 }
  expect(reached({ n: { n: 300 } }, { n: long })).toBe('n')
  expect(reached({ n: { n: 300 } }, { n: '300' })).toBe('')
})

it('[R-34] a message without headers reaches only what wants none', () => {
  const c = world().client('c')
  for (const queue of ['all', 'some']) c.queue(queue)
  c.bindHeaders('amq.match', 'all', {})
  c.bindHeaders('amq.match', 'some', { 'x-match': 'any', a: 1 })
  c.publish('amq.match', '')
  expect([c.get('all'), c.get('some')]).toEqual(['1', 'empty'])
})

it.each(['all', 'any', 'all-with-x', 'any-with-x'])('[R-35] x-match may be %s', (mode) => {
  const c = world().client('c')
  c.queue('q')
  expect(c.bindHeaders('amq.headers', 'q', { 'x-match': mode })).toBe('b1')
})

it('[R-35] names that begin with x- are compared only with-x', () => {
  const headers = { 'x-speed': 'express' }
  const bindings = {
    all: { 'x-match': 'all', 'x-speed': 'slow' },
    any: { 'x-match': 'any', 'x-speed': 'express' },
    'all-with-x': { 'x-match': 'all-with-x', 'x-speed': 'slow' },
    'any-with-x': { 'x-match': 'any-with-x', 'x-speed': 'express' },
  }
  expect(reached(bindings, headers)).toBe('all any-with-x')
})

it('[R-36] any other x-match is 406', () => {
  const w = world()
  w.client('c').queue('q')
  const expected = 'expected all, any, all-with-x, or any-with-x'
  expect(w.client('a').bindHeaders('amq.headers', 'q', { 'x-match': 'some' })).toBe(
    `406 PRECONDITION_FAILED - Invalid x-match field value <<"some">>; ${expected}`,
  )
  expect(w.client('b').bindHeaders('amq.headers', 'q', { 'x-match': 1 })).toBe(
    '406 PRECONDITION_FAILED - Invalid x-match field type byte (value 1); expected longstr',
  )
  expect(w.client('b').bindHeaders('amq.direct', 'q', { 'x-match': 'some' })).toBe('b1')
})

it('[R-38] bindings with other arguments are others; the same arguments in another order are not', () => {
  const w = world()
  const c = w.client('c')
  c.queue('q')
  expect(c.bindHeaders('amq.headers', 'q', { a: 1, b: 2 })).toBe('b1')
  expect(c.bindHeaders('amq.headers', 'q', { b: 2, a: 1 })).toBe('b1')
  expect(c.bindHeaders('amq.headers', 'q', { a: 1 })).toBe('b2')
  c.unbind('amq.headers', 'q', '', { a: 1 })
  c.publish('amq.headers', '', { headers: { a: 1 } })
  c.publish('amq.headers', '', { headers: { a: 1, b: 2 } })
  expect(c.drain('q')).toBe('2')
  c.unbind('amq.headers', 'q', '', { a: 1, b: 2 })
  c.publish('amq.headers', '', { headers: { a: 1, b: 2 } })
  expect(c.drain('q')).toBe('')
})
