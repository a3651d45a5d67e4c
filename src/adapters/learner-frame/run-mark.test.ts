import { describe, expect, it } from 'vitest'
import { createRunMark } from './run-mark.ts'

function memory() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      kept.set(key, value)
    },
    removeItem: (key: string) => {
      kept.delete(key)
    },
  }
}

describe('createRunMark', () => {
  it('knows nothing of a run that ended', () => {
    const store = memory()
    const mark = createRunMark(() => store)
    mark.begin()
    mark.end()
    expect(createRunMark(() => store).wasCutOff).toBe(false)
  })

  it('says once that a run was cut off', () => {
    const store = memory()
    createRunMark(() => store).begin()
    expect(createRunMark(() => store).wasCutOff).toBe(true)
    expect(createRunMark(() => store).wasCutOff).toBe(false)
  })

  it('does without a store that refuses', () => {
    const refuse = () => {
      throw new Error('refused')
    }
    const mark = createRunMark(() => ({ getItem: refuse, setItem: refuse, removeItem: refuse }))
    mark.begin()
    mark.end()
    expect(mark.wasCutOff).toBe(false)
  })
})
