import { expect, it } from 'vitest'
import { readTextFile } from './files.ts'

it('reads a file no larger than allowed, and says why it does not', async () => {
  const file = { name: 'run.json', size: 2, text: () => Promise.resolve('{}') }
  expect(await readTextFile(file, 2)).toEqual({ ok: true, name: 'run.json', text: '{}' })
  expect(await readTextFile(file, 1)).toEqual({ ok: false, reason: 'too-large' })
  const moved = { ...file, text: () => Promise.reject(new Error('gone')) }
  expect(await readTextFile(moved, 2)).toEqual({ ok: false, reason: 'unreadable' })
})
