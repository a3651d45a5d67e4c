import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { goldenTraces } from './golden-text.ts'

// Goal: a change of behaviour is seen as a diff of text, read by a person (npm run golden).
it.each([...goldenTraces()])('the golden trace is as it was (%s)', (file, text) => {
  const path = new URL(`../golden/${file}`, import.meta.url)
  expect(text).toBe(readFileSync(path, 'utf8'))
})
