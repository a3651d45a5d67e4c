import { expect, it } from 'vitest'
import { said, scriptRun } from './tests/script-run.ts'
import { at, expectSame, textOf, toyRun } from './tests/toy-model.ts'
import { ms, type Instant } from './time.ts'

it('[E-13] a seek back ends the trace there, and what lay after it happens again', () => {
  const inputs = [2, 4].map((when) => ({ at: at(when), input: `input ${when}` }))
  const run = scriptRun(
    {
      start(engine) {
        for (const count of [1, 3, 5]) engine.schedule(ms(count), `${count}`)
      },
    },
    { inputs },
  )
  run.runUntil(at(9))
  const all = said(run)
  run.seek(at(3))
  expect([run.now, said(run)]).toEqual([at(3), ['1', 'run.input', 'input 2', '3']])
  expect(run.inputs).toEqual(inputs)
  run.seek(at(9))
  expect([run.now, said(run)]).toEqual([at(9), all])
})

it('[E-13] a seek comes no further than it is told, a checkpoint just behind it or not', () => {
  const run = scriptRun(
    {
      start(engine) {
        for (const count of [1, 2, 3, 4]) engine.schedule(ms(count), `${count}`)
      },
    },
    { checkpointEvery: 1 },
  )
  run.runUntil(at(9))
  const seen = [3_001, 3_000, 2_999, 1_000, 999, 0].map((when) => {
    run.seek(when as Instant)
    return [run.now, said(run).join('')]
  })
  expect(seen).toEqual([
    [3_001, '123'],
    [3_000, '123'],
    [2_999, '12'],
    [1_000, '1'],
    [999, ''],
    [0, ''],
  ])
})

it('[E-13] a run without a trace counts its facts and cannot be rewound', () => {
  const run = toyRun({ trace: false })
  run.runUntil(at(500))
  const traced = toyRun()
  traced.runUntil(at(500))
  expect([run.factCount, run.trace.length]).toEqual([traced.factCount, 0])
  expect(() => {
    run.seek(at(100))
  }).toThrow(/keeps its trace/)
})

it('[E-14] a run without a trace forks like any other', () => {
  const parent = toyRun({ trace: false })
  parent.runUntil(at(500))
  const child = parent.fork()
  expect(child.factCount).toBe(parent.factCount)
  for (const run of [child, parent]) run.runUntil(at(900))
  expectSame(child, parent)
})

it('[E-14] a child that goes back and does otherwise leaves its parent and its sibling alone', () => {
  const parent = toyRun({ checkpointEvery: 5 })
  parent.runUntil(at(600))
  const [child, sibling] = [parent.fork(), parent.fork()]
  child.seek(at(100))
  child.input({ type: 'leave' })
  child.runUntil(at(900))
  expect([parent.inputs, sibling.inputs]).toEqual([[], []])
  const straight = toyRun()
  straight.runUntil(at(600))
  expectSame(parent, straight)
  for (const run of [parent, sibling]) {
    run.seek(at(200))
    run.seek(at(900))
  }
  straight.runUntil(at(900))
  for (const run of [parent, sibling]) expectSame(run, straight)
  expect(textOf(child.trace)).not.toBe(textOf(parent.trace))
})

it('[E-15] an input in the past begins another future', () => {
  const run = toyRun({ inputs: [{ at: at(500), input: { type: 'birth' } }] })
  run.runUntil(at(1_000))
  run.seek(at(200))
  run.input({ type: 'leave' })
  const inputs = [{ at: at(200), input: { type: 'leave' } as const }]
  expect(run.inputs).toEqual(inputs)
  run.runUntil(at(1_000))
  const straight = toyRun({ inputs })
  straight.runUntil(at(1_000))
  expectSame(run, straight)
})

it('[E-15] no seek in another future comes upon what was left of the first', () => {
  const run = toyRun({ checkpointEvery: 1 })
  run.runUntil(at(400))
  run.seek(at(200))
  run.input({ type: 'leave' })
  const inputs = run.inputs
  for (let when = 400; when >= 200; when -= 5) {
    const fork = run.fork()
    fork.runUntil(at(400))
    fork.seek(at(when))
    const straight = toyRun({ inputs })
    straight.runUntil(at(when))
    expectSame(fork, straight)
  }
})

it('[E-15] an input comes after the others of its instant and keeps them', () => {
  const inputs = ['one', 'two'].map((input) => ({ at: at(5), input }))
  const run = scriptRun(
    {
      start(engine) {
        for (const word of ['a', 'b']) engine.schedule(ms(5), word)
      },
    },
    { inputs: [...inputs, { at: at(6), input: 'dropped' }] },
  )
  // Interrupted before the inputs of that instant were given.
  expect(run.runUntil(at(5), 1)).toBe(false)
  run.input('three')
  run.runUntil(at(9))
  const words = said(run).filter((text) => text !== 'run.input')
  expect(words).toEqual(['a', 'b', 'one', 'two', 'three'])
  expect(run.inputs).toEqual([...inputs, { at: at(5), input: 'three' }])
})

it('[E-16] a long run keeps at most 32 checkpoints, further and further apart', () => {
  const ticks = 3_000
  let handled = 0
  const run = scriptRun(
    {
      start: (engine) => engine.schedule(ms(1), 'tick'),
      on(event, engine) {
        handled++
        engine.schedule(ms(1), event)
      },
    },
    { checkpointEvery: 1 },
  )
  run.runUntil(at(ticks))
  // A fork that seeks lives again what lies behind the last checkpoint: that tells where those are.
  const lived = Array.from({ length: ticks }, (_, tick) => {
    const fork = run.fork()
    handled = 0
    fork.seek(at(tick))
    return { from: tick - handled, count: handled }
  })
  const checkpoints = new Set(lived.map(({ from }) => from))
  expect(checkpoints.size).toBeLessThanOrEqual(32)
  expect(checkpoints.size).toBeGreaterThanOrEqual(16)
  expect(checkpoints).toContain(0)
  // No seek lives through more than an eighth of the run.
  expect(Math.max(...lived.map(({ count }) => count))).toBeLessThanOrEqual(ticks / 8)
})
