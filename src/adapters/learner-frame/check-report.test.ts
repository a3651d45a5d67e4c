import { describe, expect, it } from 'vitest'
import { checkReport } from './check-report.ts'

const heard = { facts: 3, words: 1, now: 10 }

const slice = {
  from: 3,
  wordsFrom: 1,
  words: ['orders'],
  kinds: Uint16Array.of(1, 2),
  ats: Float64Array.of(10, 20),
  causes: Int32Array.of(-1, 3),
  values: Float64Array.of(1),
}
const report = { slice, now: 20, isIdle: true, stoppedBy: null }

describe('checkReport', () => {
  it('takes a report that continues what was heard', () => {
    expect(checkReport(report, heard)).toEqual(report)
  })

  it('takes no field that a report does not have', () => {
    expect(checkReport({ ...report, passed: true }, heard)).toEqual(report)
  })

  it.each([
    ['nothing', null],
    ['a text', 'passed'],
    ['a report without facts', { ...report, slice: null }],
    ['facts that replace those already judged', { ...report, slice: { ...slice, from: 2 } }],
    ['words that replace earlier ones', { ...report, slice: { ...slice, wordsFrom: 0 } }],
    ['words that are none', { ...report, slice: { ...slice, words: [{}] } }],
    ['kinds in a list', { ...report, slice: { ...slice, kinds: [1, 2] } }],
    ['fewer instants than facts', { ...report, slice: { ...slice, ats: Float64Array.of(10) } }],
    ['a fact of the future', { ...report, slice: { ...slice, ats: Float64Array.of(10, 21) } }],
    ['a fact that causes itself', { ...report, slice: { ...slice, causes: Int32Array.of(-1, 4) } }],
    ['time that goes back', { ...report, now: 9 }],
    ['time that is none', { ...report, now: Number.NaN }],
    ['a stop that is no text', { ...report, stoppedBy: {} }],
  ])('refuses %s', (_name, value) => {
    expect(checkReport(value, heard)).toBe(null)
  })
})
