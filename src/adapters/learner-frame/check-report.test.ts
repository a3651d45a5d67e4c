import { describe, expect, it } from 'vitest'
import { runFacts } from '#engine'
import { exerciseFacts } from '#sandbox'
import { checkErrors, checkReport } from './check-report.ts'

const kindOf = (kind: string) => Object.keys({ ...exerciseFacts, ...runFacts }).indexOf(kind)
const PLACED = kindOf('shop.order-placed')
const STARTED = kindOf('sandbox.process-started')

const heard = { facts: 3, words: new Set(['known']), now: 10 }

/** An order, and a process that is started because of it, with its name (the second text) and pid. */
const slice = {
  from: 3,
  wordsFrom: 1,
  words: ['worker-1'],
  kinds: Uint16Array.of(PLACED, STARTED),
  ats: Float64Array.of(10, 20),
  causes: Int32Array.of(-1, 3),
  values: Float64Array.of(1, 0, 1, 5),
}
const waiting = [{ process: 'worker-1', what: 'acknowledgement', orders: [3] }]
const report = { slice, now: 20, isIdle: true, stoppedBy: null, waiting }

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
    ['words twice', { ...report, slice: { ...slice, words: ['worker-1', 'worker-1'] } }],
    ['words that are known', { ...report, slice: { ...slice, words: ['known'] } }],
    [
      'a word that is not there',
      { ...report, slice: { ...slice, values: Float64Array.of(1, 0, 2, 5) } },
    ],
    ['half a word', { ...report, slice: { ...slice, values: Float64Array.of(1, 0, 0.5, 5) } }],
    [
      'fields that are not there',
      { ...report, slice: { ...slice, values: Float64Array.of(1, 0, 1) } },
    ],
    [
      'fields of no fact',
      { ...report, slice: { ...slice, values: Float64Array.of(1, 0, 1, 5, 5) } },
    ],
    [
      'a kind that is none',
      { ...report, slice: { ...slice, kinds: Uint16Array.of(PLACED, 65_535) } },
    ],
    ['a fact of the past', { ...report, slice: { ...slice, ats: Float64Array.of(9, 20) } }],
    ['facts in another order', { ...report, slice: { ...slice, ats: Float64Array.of(20, 10) } }],
    ['a cause that is none', { ...report, slice: { ...slice, causes: Int32Array.of(-2, 3) } }],
    ['kinds in a list', { ...report, slice: { ...slice, kinds: [1, 2] } }],
    ['fewer instants than facts', { ...report, slice: { ...slice, ats: Float64Array.of(10) } }],
    ['a fact of the future', { ...report, slice: { ...slice, ats: Float64Array.of(10, 21) } }],
    ['a fact that causes itself', { ...report, slice: { ...slice, causes: Int32Array.of(-1, 4) } }],
    ['time that goes back', { ...report, now: 9 }],
    ['time that is none', { ...report, now: Number.NaN }],
    ['waiting that is no list', { ...report, waiting: { length: 1 } }],
    [
      'waiting for nobody knows what',
      { ...report, waiting: [{ ...waiting[0], what: 'toString' }] },
    ],
    ['waiting of nobody', { ...report, waiting: [{ ...waiting[0], process: {} }] }],
    ['orders that are none', { ...report, waiting: [{ ...waiting[0], orders: [{}] }] }],
    ['a list with holes', { ...report, waiting: Object.assign([], { length: 3 }) }],
    [
      'more waiting than a shop has room for',
      { ...report, waiting: Array.from({ length: 1_001 }, () => waiting[0]) },
    ],
    ['a stop that is no text', { ...report, stoppedBy: {} }],
  ])('refuses %s', (_name, value) => {
    expect(checkReport(value, heard)).toBe(null)
  })
})

describe('checkErrors', () => {
  const error = { file: 'web.ts', line: 3, message: 'Unexpected token' }
  const files = ['web.ts', 'worker.ts']

  it('takes errors about the files that were sent', () => {
    const errors = [error, { ...error, line: null }]
    expect(checkErrors(errors, files)).toEqual(errors)
  })

  it('cuts a message that is too long', () => {
    const [one] = checkErrors([{ ...error, message: 'x'.repeat(1e6) }], files) ?? []
    expect(one?.message).toHaveLength(2_000)
  })

  it.each([
    ['nothing', []],
    ['no list', error],
    ['another file', [{ ...error, file: 'honest.ts' }]],
    ['a line that is none', [{ ...error, line: 1.5 }]],
    ['a message that is no text', [{ ...error, message: null }]],
    ['more than anybody reads', Array.from({ length: 101 }, () => error)],
  ])('refuses %s', (_name, value) => {
    expect(checkErrors(value, files)).toBe(null)
  })
})
