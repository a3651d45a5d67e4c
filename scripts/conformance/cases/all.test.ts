import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DIVERGENCES } from '../divergences.ts'
import { CASES } from './all.ts'

/** Rules no client of one broker can observe: what each one is about instead. */
const NOT_OBSERVABLE: Readonly<Record<string, string>> = {
  'R-70': 'times of one machine',
  'R-141': 'a cluster of several nodes',
  'R-159': 'a conclusion from other rules',
  'R-160': 'a crash of 3.10.8 that is not reproduced',
}

it('every case has an id of its own, and there are at least 150', () => {
  const ids = CASES.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThanOrEqual(150)
})

it('every rule a client can observe has a case', () => {
  const observed = new Set(CASES.flatMap(({ rules }) => rules))
  const missing: string[] = []
  for (let number = 1; number <= 161; number++) {
    const rule = `R-${String(number).padStart(2, '0')}`
    if (!observed.has(rule) && NOT_OBSERVABLE[rule] === undefined) missing.push(rule)
  }
  expect(missing).toEqual([])
})

it('every case is recorded, and nothing else is', () => {
  const file = new URL('../recorded-3.10.8.json', import.meta.url)
  const recorded = Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)
  expect(recorded).toEqual(CASES.map(({ id }) => id))
})

it('at most five divergences are declared, each for cases there are', () => {
  const ids = CASES.map(({ id }) => id)
  expect(DIVERGENCES.length).toBeLessThanOrEqual(5)
  for (const { cases } of DIVERGENCES) expect(ids).toEqual(expect.arrayContaining([...cases]))
})
