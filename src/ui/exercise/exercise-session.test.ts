import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Exercise, Lesson, LessonStep } from '#lessons'
import type { SourceFiles } from '#sandbox'
import type { Player } from '../player/player.ts'
import type { CodeOutcome } from './code-runner.ts'
import type { CodeRead, KeptCode } from './exercise-ports.ts'
import { ExerciseSession } from './exercise-session.ts'

const START: SourceFiles = { 'web.ts': '// start', 'given.ts': '// given' }
const EXERCISE: Exercise = {
  files: ['web.ts', 'given.ts'],
  given: ['given.ts'],
  players: { web: 'web.ts' },
  inputs: [],
  seconds: 1,
  variants: [],
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A session with ports that note what they are told; runs end when the test says so. */
function openSession(read: CodeRead = { code: null, problem: null }) {
  const kept: KeptCode[] = []
  const ends: ((outcome: CodeOutcome) => void)[] = []
  const session = new ExerciseSession({
    lesson: { id: 'lesson', shops: { shop: {} } } as unknown as Lesson,
    step: { id: 'step', shop: 'shop', seed: 1, speed: 1 } as LessonStep,
    exercise: EXERCISE,
    start: START,
    player: {} as Player,
    ports: {
      runner: {
        wasCutOff: false,
        prepare: () => undefined,
        run: () => new Promise((resolve) => ends.push(resolve)),
      },
      library: {
        start: () => Promise.resolve(START),
        solution: () => Promise.reject(new Error('no network')),
      },
      keeper: {
        read: () => read,
        write(_lesson, _step, code) {
          kept.push(code)
          return null
        },
      },
      save: () => undefined,
    },
  })
  return { session, kept, ends }
}

function keptText(files: SourceFiles, start: SourceFiles): CodeRead {
  return { code: { files, start, attempts: 2 }, problem: null }
}

it('keeps the text a moment after the last key, and before it runs', () => {
  const { session, kept } = openSession()
  session.edit('web.ts', '// one')
  expect(kept).toEqual([])
  vi.advanceTimersByTime(300)
  expect(kept.at(-1)?.files['web.ts']).toBe('// one')
  session.edit('web.ts', '// two')
  void session.run()
  expect(kept.at(-1)).toMatchObject({ files: { 'web.ts': '// two' }, attempts: 1 })
})

it('counts one attempt for one run, and none for the start', async () => {
  const { session, ends } = openSession()
  const first = session.run()
  ends[0]?.({ type: 'refused', errors: [] })
  await first
  expect(session.store.getState().attempts).toBe(0)
  session.edit('web.ts', '// mine')
  const second = session.run()
  await session.run()
  ends[1]?.({ type: 'refused', errors: [] })
  await second
  expect(session.store.getState()).toMatchObject({ attempts: 1, phase: 'refused', runs: 2 })
  expect(ends).toHaveLength(2)
})

it('writes nothing once it is over, when a run of it ends late', async () => {
  const { session, kept, ends } = openSession()
  session.edit('web.ts', '// mine')
  const run = session.run()
  session.dispose()
  const before = kept.length
  ends[0]?.({ type: 'ended', reason: 'no-answer', detail: '' })
  await run
  expect(kept).toHaveLength(before)
})

it('asks about another start only who has written something', () => {
  const old = { ...START, 'web.ts': '// old start' }
  const { session: untouched } = openSession(keptText(old, old))
  expect(untouched.store.getState()).toMatchObject({
    hasNewStart: false,
    files: START,
    attempts: 2,
  })
  const { session: same } = openSession(keptText(START, old))
  expect(same.store.getState().hasNewStart).toBe(false)
  const { session, kept } = openSession(keptText({ ...old, 'web.ts': '// mine' }, old))
  expect(session.store.getState()).toMatchObject({
    hasNewStart: true,
    files: { 'web.ts': '// mine' },
  })
  session.chooseStart('new')
  expect(session.store.getState()).toMatchObject({ hasNewStart: false, files: START })
  session.undoReset()
  expect(kept.at(-1)).toMatchObject({ files: { 'web.ts': '// mine' }, start: START })
})

it('takes the new start for the old one when everything is reset', () => {
  const old = { ...START, 'web.ts': '// old start' }
  const { session, kept } = openSession(keptText({ ...old, 'web.ts': '// mine' }, old))
  session.reset(null)
  expect(session.store.getState().hasNewStart).toBe(false)
  expect(kept.at(-1)).toMatchObject({ files: START, start: START })
})

it('says that the solution cannot be loaded, and goes on', async () => {
  const { session } = openSession()
  await session.runSolution()
  expect(session.store.getState()).toMatchObject({ hasNoSolution: true, phase: 'ready' })
})
