import { expect, it } from 'vitest'
import type { FactId } from './fact.ts'
import type { Limits } from './simulation.ts'
import { causes, said, say, scriptRun, type Script, type ScriptRun } from './tests/script-run.ts'
import { at, textOf, toyRun } from './tests/toy-model.ts'
import { ms, type Duration } from './time.ts'

/** Says a word again and again without letting time pass, from the first input on. */
const spinning: Script = {
  on(event, engine) {
    say(event, engine)
    engine.schedule(0 as Duration, event)
  },
  input(word, engine) {
    engine.schedule(0 as Duration, word)
  },
}

function spinningRun(limits: Limits = { eventsAtOneInstant: 100 }): ScriptRun {
  return scriptRun(spinning, {
    inputs: [{ at: at(10), input: 'spin' }],
    limits,
    checkpointEvery: 7,
  })
}

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
    expect(limit === 'events' ? run.eventCount : run.factCount - 1).toBe(value)
    expect(last.cause).toBeNull()
  },
)

it('[E-11] events that never let time pass are stopped', () => {
  const run = spinningRun()
  run.runUntil(at(100))
  expect([run.stoppedBy, run.eventCount]).toEqual(['eventsAtOneInstant', 100])
  expect(run.trace.at((run.trace.length - 1) as FactId)).toBe(at(10))
})

it('[E-11] however many events there are, they may take their time', () => {
  const run = scriptRun(
    {
      start: (engine) => engine.schedule(ms(1), 'tick'),
      on: (event, engine) => engine.schedule(ms(1), event),
    },
    { limits: { eventsAtOneInstant: 2 } },
  )
  run.runUntil(at(500))
  expect([run.stoppedBy, run.eventCount]).toEqual([null, 500])
})

it('[E-11] inputs alone reach a limit too', () => {
  const inputs = Array.from({ length: 9 }, (_, index) => ({ at: at(index), input: 'a' }))
  const run = scriptRun({}, { inputs, limits: { facts: 4 } })
  run.runUntil(at(100))
  expect(said(run)).toEqual(['run.input', 'a', 'run.input', 'a', 'run.stopped'])
  expect([run.stoppedBy, run.trace.at(4 as FactId)]).toEqual(['facts', at(1)])
  expect(causes(run)).toEqual([null, 0, null, 2, null])
})

it('[E-11] a model ends the run with a limit of its own, and nothing happens afterwards', () => {
  const run = scriptRun(
    {
      start(engine) {
        for (const count of [1, 2, 3]) engine.schedule(ms(count), `${count}`)
      },
      on(event, engine) {
        const cause = say(event, engine)
        if (event === '2') engine.schedule(ms(0), 'more', { cause })
        if (event === '2') engine.stop('patience', 2)
        if (event === '2') engine.stop('another', 3)
      },
    },
    { inputs: [{ at: at(4), input: 'late' }] },
  )
  run.runUntil(at(10))
  run.input('later still')
  expect([run.now, run.step(), run.isIdle]).toEqual([at(10), false, true])
  expect(said(run)).toEqual(['1', '2', 'run.stopped'])
  expect(run.trace.fact(2 as FactId).fields).toEqual({ limit: 'patience', value: 2 })
  expect(run.trace.at(2 as FactId)).toBe(at(2))
})

it('[E-08] the end a model asks for follows from what it was doing', () => {
  const run = scriptRun({
    start(engine) {
      engine.schedule(ms(1), 'a', { cause: say('begun', engine) })
    },
    on(_, engine) {
      engine.stop('patience', 1)
    },
  })
  run.runToEnd()
  expect([said(run), causes(run)]).toEqual([
    ['begun', 'run.stopped'],
    [null, 0],
  ])
})

it('[E-11] a fact after the end is a mistake of ours', () => {
  const run = scriptRun({
    start: (engine) => engine.schedule(ms(1), 'a'),
    on(event, engine) {
      engine.stop('patience', 1)
      say(event, engine)
    },
  })
  expect(() => {
    run.runToEnd()
  }).toThrow(/after the end/)
})

it('[E-13] seeking into an instant counts the events it had before', () => {
  const run = spinningRun()
  run.runUntil(at(20))
  const text = textOf(run.trace)
  run.seek(at(10))
  expect([run.eventCount, textOf(run.trace)]).toEqual([100, text])
  run.seek(at(9))
  expect([run.stoppedBy, said(run)]).toEqual([null, []])
  run.runUntil(at(20))
  expect(textOf(run.trace)).toBe(text)
})

it('[E-14] a fork in the middle of an instant counts the events it had before', () => {
  const parent = spinningRun()
  expect([parent.runUntil(at(20), 30), parent.eventCount]).toEqual([false, 30])
  const child = parent.fork()
  for (const run of [child, parent]) expect(run.runUntil(at(20))).toBe(true)
  expect([child.eventCount, parent.eventCount]).toEqual([100, 100])
  expect(textOf(child.trace)).toBe(textOf(parent.trace))
})
