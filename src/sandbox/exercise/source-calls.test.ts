import { expect, it } from 'vitest'
import { sourceCalls } from './source-calls.ts'

function callsOf(text: string) {
  return sourceCalls({ 'worker.ts': text })
}

it('a call is known by its last name, its line and the literals among its arguments', () => {
  const text = `const channel = await open()\n\nawait channel.prefetch(10, true)`
  expect(callsOf(text)).toContainEqual({
    file: 'worker.ts',
    line: 3,
    name: 'prefetch',
    literals: [10, true],
    options: {},
  })
})

it('options are found in object literals, also deeper; what is no literal is null', () => {
  const text = `channel.assertQueue('q', { durable: false, arguments: { 'x-max-length': -1, key } })`
  expect(callsOf(text)[0]?.options).toEqual({
    durable: false,
    arguments: null,
    'x-max-length': -1,
    key: null,
  })
})

it('a named import is called by its own name', () => {
  const text = `import { sendMail } from 'shop'\nawait sendMail(7)\nnew Map()`
  expect(callsOf(text).map(({ name }) => name)).toEqual(expect.arrayContaining(['sendMail', 'Map']))
})

it('comments and texts are no calls, and code that does not compile has none', () => {
  expect(callsOf(`// channel.ack(1)\nconst said = 'channel.ack(1)'`)).toEqual([])
  expect(callsOf(`channel.ack(`)).toEqual([])
})

it('deep nesting is walked through', () => {
  const deep = `${'('.repeat(500)}ack(1)${')'.repeat(500)}`
  expect(callsOf(deep).map(({ name }) => name)).toEqual(['ack'])
})
