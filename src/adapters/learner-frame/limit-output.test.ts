import { expect, it } from 'vitest'
import { limitOutput } from './limit-output.ts'

it.each([
  ['lines', { lines: 2, lineChars: 100 }, ['a', 'b'], 'c'],
  ['characters', { lines: 100, lineChars: 4 }, ['ab', 'cd'], 'e'],
])('output ends when there are too many %s, and that is told once', (_name, limits, fits, over) => {
  let told = 0
  const mayPrint = limitOutput(limits, () => told++)
  expect(fits.map(mayPrint)).toEqual([true, true])
  expect([over, over, 'a'].map(mayPrint)).toEqual([false, false, false])
  expect(told).toBe(1)
})
