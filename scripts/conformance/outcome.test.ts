import { describe, expect, it } from 'vitest'
import { differenceOf, normalise } from './outcome.ts'

describe('normalise', () => {
  it("takes the case's prefix out of texts and keys", () => {
    const value = { 'cf-1-q': "no queue 'cf-1-q' in vhost '/'" }
    expect(normalise(value, 'cf-1-')).toEqual({ q: "no queue 'q' in vhost '/'" })
  })

  it('puts stands for names the server makes, and for nothing that only looks alike', () => {
    const names = [
      'amq.gen-abcdefghijklmnopqrstuv',
      'amq.ctag-ABCDEFGHIJKLMNOPQRST_-',
      'amq.gen-short',
    ]
    expect(normalise(names, 'cf-1-')).toEqual(['amq.gen-<22>', 'amq.ctag-<22>', 'amq.gen-short'])
    expect(normalise('amq.rabbitmq.reply-to.g1hkA+/=.b== left', 'cf-1-')).toBe(
      'amq.rabbitmq.reply-to.<opaque> left',
    )
  })

  it('puts a stand for instants of these days and keeps those a case sends', () => {
    const value = {
      made: { '!': 'timestamp', value: 1_700_000_000 },
      sent: { '!': 'timestamp', value: 5 },
    }
    expect(normalise(value, 'cf-1-')).toEqual({
      made: '<time>',
      sent: { '!': 'timestamp', value: 5 },
    })
  })

  it('tells an error by its text and code, a buffer by its text, and drops what is undefined', () => {
    const error = Object.assign(new Error('no queue cf-1-q'), { code: 404, stack: 'secret' })
    const value = { error, body: Buffer.from('text'), gone: undefined }
    expect(normalise(value, 'cf-1-')).toEqual({
      error: { error: 'no queue q', code: 404 },
      body: 'text',
    })
  })

  it('keeps the order of keys, so that a change of order is a difference', () => {
    expect(JSON.stringify(normalise({ b: 1, a: 2 }, 'cf-1-'))).toBe('{"b":1,"a":2}')
  })
})

describe('differenceOf', () => {
  it('shows the lines that differ, with what stands before them', () => {
    const lines = differenceOf(
      { result: ['1', '2', '3'], events: [] },
      { result: ['1', '3', '2'], events: [] },
    )
    expect(lines).toEqual([
      '   "result": [',
      '    "1",',
      '-   "2",',
      '-   "3"',
      '+   "3",',
      '+   "2"',
    ])
  })

  it('shows nothing for equal outcomes', () => {
    const outcome = { result: { a: [1] }, events: ['x'] }
    expect(differenceOf(outcome, { ...outcome })).toEqual([])
  })
})
