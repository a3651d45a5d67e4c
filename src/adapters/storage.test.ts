import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createStorage, type KeyValueStore, type StoredKind } from './storage.ts'

interface Progress {
  readonly done: readonly string[]
}

const progress: StoredKind<Progress> = {
  name: 'progress',
  version: 2,
  read(value, version) {
    if (version === 1) return Array.isArray(value) ? { done: value as string[] } : null
    const done = (value as Partial<Progress> | null)?.done
    return Array.isArray(done) ? { done } : null
  },
}

function createStore(charsMax = 1_000) {
  const entries = new Map<string, string>()
  const store: KeyValueStore = {
    getItem: (key) => entries.get(key) ?? null,
    setItem(key, text) {
      const others = [...entries].filter(([other]) => other !== key)
      const size = others.reduce((sum, [, other]) => sum + other.length, text.length)
      if (size > charsMax) throw new DOMException('no room', 'QuotaExceededError')
      entries.set(key, text)
    },
    removeItem(key) {
      entries.delete(key)
    },
  }
  return { entries, storage: createStorage(() => store) }
}

function refuse(): never {
  throw new DOMException('not allowed', 'SecurityError')
}

it('reads what was written, and null before that', () => {
  const { storage, entries } = createStore()
  expect(storage.read(progress)).toEqual({ ok: true, value: null })
  expect(storage.write(progress, { done: ['polling'] })).toEqual({ ok: true })
  expect(storage.read(progress)).toEqual({ ok: true, value: { done: ['polling'] } })
  expect([...entries.keys()]).toEqual(['queue-workshop/progress'])
})

it('reads the form of an older version', () => {
  const { storage, entries } = createStore()
  entries.set('queue-workshop/progress', '{"version":1,"value":["polling"]}')
  expect(storage.read(progress)).toEqual({ ok: true, value: { done: ['polling'] } })
})

it.each([
  ['damaged', '{"version":2,"val'],
  ['damaged', 'null'],
  ['damaged', '{"version":2,"value":{"done":7}}'],
  ['newer-version', '{"version":3,"value":{"seen":[]}}'],
])('keeps unreadable text under a backup key and says so (%s)', (reason, text) => {
  const { storage, entries } = createStore()
  entries.set('queue-workshop/progress', text)
  const backupKey = 'queue-workshop/backup/progress/1'
  expect(storage.read(progress)).toEqual({ ok: false, reason, backupKey })
  storage.read(progress)
  storage.write(progress, { done: [] })
  expect(entries.get(backupKey)).toBe(text)
  expect(entries.size).toBe(2)
})

it('writes over unreadable text only when there is room to keep it', () => {
  const { storage, entries } = createStore(60)
  const text = 'x'.repeat(50)
  entries.set('queue-workshop/progress', text)
  expect(storage.read(progress)).toEqual({ ok: false, reason: 'damaged', backupKey: null })
  expect(storage.write(progress, { done: [] })).toEqual({ ok: false, reason: 'full' })
  expect(entries.get('queue-workshop/progress')).toBe(text)
})

it('says when there is no room and keeps the document before', () => {
  const { storage } = createStore(60)
  storage.write(progress, { done: ['a'] })
  expect(storage.write(progress, { done: ['a'.repeat(100)] })).toEqual({
    ok: false,
    reason: 'full',
  })
  expect(storage.read(progress)).toEqual({ ok: true, value: { done: ['a'] } })
})

it('says when the browser refuses storage, at whichever step', () => {
  const blocked: KeyValueStore = { getItem: () => null, setItem: refuse, removeItem: refuse }
  expect(createStorage(refuse).read(progress)).toEqual({ ok: false, reason: 'refused' })
  expect(createStorage(refuse).write(progress, { done: [] }).ok).toBe(false)
  const storage = createStorage(() => blocked)
  expect(storage.write(progress, { done: [] })).toEqual({ ok: false, reason: 'refused' })
  expect(storage.remove(progress)).toEqual({ ok: false, reason: 'refused' })
})

it('never throws and never loses a text, whatever is stored', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), fc.nat(200), (text, room) => {
      const { storage, entries } = createStore(room)
      entries.set('queue-workshop/progress', text)
      const read = storage.read(progress)
      const write = storage.write(progress, { done: [] })
      if (!read.ok || !write.ok) expect([...entries.values()]).toContain(text)
    }),
    { seed: 6, numRuns: 500 },
  )
})
