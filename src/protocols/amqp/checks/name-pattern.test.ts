import { expect, it } from 'vitest'
import { fitsPattern, patternProblem } from './name-pattern.ts'

it.each([
  ['q', 'a.q.b', true],
  ['^q\\.mail\\.\\d', 'q.mail.0', true],
  ['my\\-queue', 'my-queue', true],
  ['(?i)^Q', 'q', true],
  ['\\Aq\\z', 'q', true],
  ['\\Aq\\z', 'qq', false],
  ['^[[:alpha:]]+$', 'abc', true],
  ['^[[:alpha:]]+$', 'ab1', false],
  ['^(?!amq\\.).*', 'amq.gen-x', false],
  ['(', '(', false],
])('[A-68] patterns are RabbitMQ’s (%s, %s)', (pattern, name, fits) => {
  expect(fitsPattern(pattern, name)).toBe(fits)
})

it('[A-68] a text that is no pattern has a reason', () => {
  expect(patternProblem('(')).toContain('nterminated group')
  expect(patternProblem('^q')).toBe(null)
})
