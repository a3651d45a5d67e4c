import { expect, it } from 'vitest'
import { plainOf, tableOf } from './table.ts'

it.each<[unknown, string]>([
  [1, 'byte'],
  [-128, 'byte'],
  [128, 'short'],
  [-129, 'short'],
  [32_768, 'signedint'],
  [2 ** 31, 'long'],
  [1.5, 'double'],
  ['1', 'longstr'],
  [true, 'bool'],
  [null, 'void'],
  [[1], 'array'],
  [{ a: 1 }, 'table'],
  [{ '!': 'timestamp', value: 5 }, 'timestamp'],
  [new Uint8Array([1]), 'binary'],
])('[A-18] %j has the type %s', (value, type) => {
  expect(tableOf({ value }).get('value')?.type).toBe(type)
})

it('[A-18] a value that is missing is left out, one without a type refused', () => {
  expect([...tableOf({ a: undefined, b: 1 }).keys()]).toEqual(['b'])
  expect(() => tableOf({ a: () => 1 })).toThrow('Unknown type to encode: function')
})

it('[A-18] what becomes a table becomes the same plain value again', () => {
  const plain = {
    text: 'text',
    numbers: [0, -1, 300, 2 ** 40, 0.25],
    nested: { flag: false, nothing: null, time: { '!': 'timestamp', value: 7 } },
  }
  expect(plainOf(tableOf(plain))).toEqual(plain)
})

it('[A-18] a header called like the prototype is a header', () => {
  const plain = plainOf(new Map([['__proto__', { type: 'longstr', value: 'x' }]]))
  expect(Object.keys(plain)).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(plain)).toBe(Object.prototype)
})
