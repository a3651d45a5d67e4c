import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileFiles } from '#sandbox'
import { changedPart } from './changed-part.ts'
import { CODE_CHARS_MAX } from './code-file.ts'
import { movedProblems } from './moved-problems.ts'

const TEXT = 'one\ntwo\nthree\nfour\n'

function linesAfter(after: string, lines: readonly number[] = [1, 2, 3, 4]): (number | null)[] {
  const problems = lines.map((line) => ({ file: 'web.ts', line, message: `${line}` }))
  return movedProblems(problems, 'web.ts', TEXT, after).map(({ line }) => line)
}

describe('a problem of a run', () => {
  it('is settled when its line changes', () => {
    expect(linesAfter('one\ntwo!\nthree\nfour\n')).toEqual([1, 3, 4])
  })

  it('goes with its line when lines above it come or go', () => {
    expect(linesAfter('zero\none\ntwo\nthree\nfour\n')).toEqual([2, 3, 4, 5])
    expect(linesAfter('one\nthree\nfour\n')).toEqual([1, 2, 3])
    expect(linesAfter('one\n\n\ntwo\nthree\nfour\n')).toEqual([1, 4, 5, 6])
  })

  it('is settled when its line is parted', () => {
    expect(linesAfter('one\nt\nwo\nthree\nfour\n')).toEqual([1, 4, 5])
  })

  it('of a whole file is settled by any change of that file', () => {
    const problems = [{ file: 'web.ts', line: null, message: 'too long' }]
    expect(movedProblems(problems, 'web.ts', TEXT, '')).toEqual([])
    expect(movedProblems(problems, 'worker.ts', TEXT, '')).toEqual(problems)
  })
})

it('outside of the changed part two texts are the same', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const part = changedPart(before, after) ?? { start: 0, end: 0, endAfter: 0 }
      const inserted = after.slice(part.start, part.endAfter)
      expect(before.slice(0, part.start) + inserted + before.slice(part.end)).toBe(after)
    }),
    { seed: 7 },
  )
})

it('the editor takes files that are as long as those that are compiled', () => {
  const fileOf = (chars: number) => ({ 'web.ts': ' '.repeat(chars) })
  expect(compileFiles(fileOf(CODE_CHARS_MAX)).ok).toBe(true)
  expect(compileFiles(fileOf(CODE_CHARS_MAX + 1)).ok).toBe(false)
})
