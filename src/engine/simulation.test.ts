import { expect, it } from 'vitest'
import type { Model } from './engine.ts'
import type { FactId } from './fact.ts'
import { Simulation } from './simulation.ts'
import { at, expectSame, textOf, toyRun } from './tests/toy-model.ts'
import { ms, type Duration } from './time.ts'

const noteFacts = { 'note.made': { text: 'text' } } as const
type Note = { readonly text: string; readonly then?: readonly (readonly [number, Note])[] }

/** Does what its parameters plan: at so many milliseconds a note, and from each note further ones. */
const noteModel: Model<readonly (readonly [number, Note])[], null, Note, Note, typeof noteFacts> = {
  facts: noteFacts,
  start(plan, engine) {
    for (const [delay, note] of plan) engine.schedule(ms(delay), note)
    return null
  },
  handle(_, note, engine) {
    const cause = engine.record('note.made', { text: `${note.text} at ${engine.now / 1_000}` })
    for (const [delay, next] of note.then ?? []) engine.schedule(ms(delay), next, { cause })
  },
  apply(_, note, engine) {
    engine.record('note.made', { text: `asked for ${note.text}` })
    engine.schedule(0 as Duration, note)
  },
}

function notes(run: { readonly trace: Simulation<never, never, never, never, never>['trace'] }) {
  return Array.from({ length: run.trace.length }, (_, id) => {
    const { kind, fields } = run.trace.fact(id as FactId)
    return kind === 'note.made' ? fields['text'] : kind
  })
}

function noteRun(
  plan: readonly (readonly [number, Note])[],
  inputs: readonly [number, string][] = [],
) {
  return new Simulation(noteModel, {
    params: plan,
    seed: 1,
    inputs: inputs.map(([when, text]) => ({ at: at(when), input: { text } })),
  })
}

it('[E-01] time moves only as far as it is asked to', () => {
  const run = noteRun([[5, { text: 'a' }]])
  expect(run.now).toBe(0)
  run.runUntil(at(3))
  expect([run.now, run.trace.length]).toEqual([3_000, 0])
  run.runUntil(at(2))
  expect(run.now).toBe(3_000)
})

it('[E-03] the clock stands at each event, and a delay of 0 comes after what was planned', () => {
  const then = [[0, { text: 'again' }]] as const
  const run = noteRun([
    [2, { text: 'first', then }],
    [2, { text: 'second' }],
    [1, { text: 'early' }],
  ])
  run.runToEnd()
  expect(notes(run)).toEqual(['early at 1', 'first at 2', 'second at 2', 'again at 2'])
  expect(run.isIdle).toBe(true)
})

it('[E-03] a jump over ten events runs ten events', () => {
  const plan = Array.from({ length: 10 }, (_, index) => [index, { text: `${index}` }] as const)
  const run = noteRun(plan)
  run.runUntil(at(100))
  expect(run.trace.length).toBe(10)
  expect(run.eventCount).toBe(10)
})

it('[E-08] a fact names what it follows from', () => {
  const leaf = { text: 'c' }
  const run = noteRun(
    [[1, { text: 'a', then: [[1, { text: 'b', then: [[1, leaf]] }]] }]],
    [[9, 'd']],
  )
  run.runUntil(at(20))
  const causes = Array.from({ length: run.trace.length }, (_, id) => run.trace.cause(id as FactId))
  expect(notes(run)).toEqual(['a at 1', 'b at 2', 'c at 3', 'run.input', 'asked for d', 'd at 9'])
  expect(causes).toEqual([null, 0, 1, null, 3, 3])
})

it('[E-10] an input comes after everything due at its instant', () => {
  const run = noteRun([[4, { text: 'due' }]], [[4, 'input']])
  run.runUntil(at(4))
  expect(notes(run)).toEqual(['due at 4', 'run.input', 'asked for input', 'input at 4'])
})

it('[E-10] inputs out of order are a mistake of ours', () => {
  expect(() =>
    noteRun(
      [],
      [
        [4, 'late'],
        [3, 'early'],
      ],
    ),
  ).toThrow(/order of time/)
})

it.each([
  ['events', { events: 50 }, 50],
  ['facts', { facts: 40 }, 40],
] as const)(
  '[E-11] a limit ends the run with a fact that names it (%s)',
  (limit, limits, value) => {
    const run = toyRun({ limits })
    run.runUntil(at(1_000_000))
    const last = run.trace.fact((run.trace.length - 1) as FactId)
    expect(last.kind).toBe('run.stopped')
    expect(last.fields).toEqual({ limit, value })
    expect([run.stoppedBy, run.isIdle, run.step()]).toEqual([limit, true, false])
  },
)

it('[E-11] events that never let time pass are stopped', () => {
  const run = toyRun({
    limits: { eventsAtOneInstant: 1_000 },
    inputs: [{ at: at(10), input: { type: 'spin' } }],
  })
  run.runUntil(at(100))
  expect(run.stoppedBy).toBe('eventsAtOneInstant')
  expect(run.trace.at((run.trace.length - 1) as FactId)).toBe(at(10))
})

it('[E-12] the same settings give the same bytes, another seed others', () => {
  const [first, second, third] = [1, 1, 2].map((seed) => {
    const run = toyRun({ seed })
    run.runUntil(at(2_000))
    return textOf(run.trace)
  })
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

it('[E-15] an input in the past begins another future', () => {
  const run = toyRun({ inputs: [{ at: at(500), input: { type: 'birth' } }] })
  run.runUntil(at(1_000))
  run.seek(at(200))
  run.input({ type: 'leave' })
  run.runUntil(at(1_000))
  const straight = toyRun({ inputs: [{ at: at(200), input: { type: 'leave' } }] })
  straight.runUntil(at(1_000))
  expectSame(run, straight)
  expect(run.inputs).toHaveLength(1)
})

it('[E-16] a long run keeps few checkpoints and still goes anywhere', () => {
  const run = toyRun({ checkpointEvery: 1 })
  run.runUntil(at(3_000))
  expect(run.eventCount).toBeGreaterThan(200)
  run.seek(at(1))
  const straight = toyRun()
  straight.runUntil(at(1))
  expectSame(run, straight)
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
