import { expect, it } from 'vitest'
import { readHeaders } from './read-headers.ts'

it.each([
  ['', null],
  [' , ', null],
  ['city=kyiv', { city: 'kyiv' }],
  ['x-match = any, express=true, floor=3', { 'x-match': 'any', express: true, floor: 3 }],
  [`floor='3', ok="true"`, { floor: '3', ok: 'true' }],
  ['note=a=b', { note: 'a=b' }],
  ['alone', { alone: '' }],
])('[R-34] reads headers with their types (%s)', (text, headers) => {
  expect(readHeaders(text)).toEqual(headers)
})
