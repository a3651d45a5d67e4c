import { expect, it } from 'vitest'
import type { FactId } from './fact.ts'
import { causes, said, say, scriptRun } from './tests/script-run.ts'
import { at, textOf, toyRun } from './tests/toy-model.ts'
import { ms, us, type Duration, type Instant } from './time.ts'

const NOW = 0 as Duration

it('[E-01] time moves only as far as it is asked to', () => {
  const run = scriptRun({ start: (engine) => engine.schedule(ms(5), 'a') })
  expect(run.now).toBe(0)
  run.runUntil(at(3))
  expect([run.now, said(run)]).toEqual([3_000, []])
  run.runUntil(at(2))
  expect(run.now).toBe(3_000)
  run.runUntil(at(5))
  expect([run.now, said(run)]).toEqual([5_000, ['a']])
})

it('[E-01] an instant that is not a whole number from 0 on is a mistake of ours', () => {
  for (const when of [0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => scriptRun({}).runUntil(when as Instant)).toThrow(/whole number/)
  }
  for (const when of [0.5, -1, Number.NaN]) {
    const inputs = [{ at: when as Instant, input: 'a' }]
    expect(() => scriptRun({}, { inputs })).toThrow(/whole number|before the start/)
  }
  for (const delay of [-1, 0.5, Number.NaN, 2 ** 53]) {
    const start = () => scriptRun({ start: (engine) => engine.schedule(delay as Duration, 'a') })
    expect(start).toThrow(/future|whole number/)
  }
})

it('[E-01] a seed that is not a whole number from 0 on is a mistake of ours', () => {
  for (const seed of [-1, 0.5, 2 ** 53]) {
    expect(() => scriptRun({}, { seed })).toThrow(/seed/)
  }
})

it('[E-01] runNext does one thing and leaves the clock there', () => {
  const inputs = [{ at: at(1), input: 'input' }]
  const run = scriptRun(
    {
      start(engine) {
        engine.schedule(ms(1), 'a')
        engine.schedule(ms(1), 'b')
        engine.schedule(ms(2), 'c')
      },
    },
    { inputs },
  )
  const steps = ['b', 'input', 'c'].map(() => [run.runNext(at(5)), run.now, said(run).length])
  expect(steps).toEqual([
    [true, 1_000, 1],
    [true, 1_000, 2],
    [true, 1_000, 4],
  ])
  expect([run.runNext(at(1)), run.now]).toEqual([false, 1_000])
  expect([run.runNext(at(5)), run.runNext(at(5)), run.now]).toEqual([true, false, 2_000])
})

it('[E-01] a planned input happens when the run goes on; others of its instant stay', () => {
  const run = scriptRun({}, { inputs: [{ at: at(3), input: 'dropped' }] })
  run.runUntil(at(2))
  run.plan('one')
  run.plan('two')
  expect(said(run)).toEqual([])
  run.runUntil(at(5))
  expect(said(run)).toEqual(['run.input', 'one', 'run.input', 'two'])
})

it('[E-02] at one instant the smaller priority is first, 128 unless said, then the earlier planned', () => {
  const run = scriptRun({
    start(engine) {
      engine.schedule(ms(1), '129', { priority: 129 })
      engine.schedule(ms(1), 'unsaid')
      engine.schedule(ms(1), '128', { priority: 128 })
      engine.schedule(ms(1), '127', { priority: 127 })
      engine.schedule(ms(1), '255', { priority: 255 })
      engine.schedule(ms(1), '0', { priority: 0 })
      engine.schedule(us(999), 'earlier', { priority: 255 })
    },
  })
  run.runToEnd()
  expect(said(run)).toEqual(['earlier', '0', '127', 'unsaid', '128', '129', '255'])
})

it('[E-03] the clock stands at each event, and a delay of 0 comes after what was planned', () => {
  const run = scriptRun({
    start(engine) {
      engine.schedule(ms(2), 'first')
      engine.schedule(ms(2), 'second')
      engine.schedule(ms(1), 'early')
    },
    on(event, engine) {
      say(`${event} at ${engine.now}`, engine)
      if (event === 'first') engine.schedule(NOW, 'again')
    },
  })
  run.runToEnd()
  expect(said(run)).toEqual(['early at 1000', 'first at 2000', 'second at 2000', 'again at 2000'])
  expect(run.isIdle).toBe(true)
})

it('[E-03] a jump over ten events runs ten events, a step those of one instant', () => {
  const run = scriptRun({
    start(engine) {
      for (let index = 0; index < 10; index++) engine.schedule(ms(index >> 1), `${index}`)
    },
  })
  const stepped = run.fork()
  run.runUntil(at(100))
  expect([run.eventCount, said(run).join('')]).toEqual([10, '0123456789'])
  expect([stepped.step(), stepped.step(), said(stepped).join('')]).toEqual([true, true, '0123'])
  expect([stepped.now, stepped.isIdle]).toEqual([1_000, false])
  stepped.runToEnd()
  expect([stepped.now, stepped.isIdle, stepped.step()]).toEqual([4_000, true, false])
})

it('[E-04] a model takes an event off the agenda, at its own instant too', () => {
  const run = scriptRun({
    start(engine) {
      const later = engine.schedule(ms(2), 'later')
      engine.schedule(ms(1), `${engine.schedule(ms(1), 'same instant')}`, { priority: 0 })
      engine.cancel(later)
    },
    on(event, engine) {
      if (event === 'same instant') say(event, engine)
      else engine.cancel(Number(event) as ReturnType<typeof engine.schedule>)
    },
  })
  expect(run.isIdle).toBe(false)
  run.runToEnd()
  expect([said(run), run.eventCount, run.now]).toEqual([[], 1, 1_000])
})

it('[E-05] a purpose has one stream, asked for once or at every draw', () => {
  const [kept, asked] = [true, false].map((keeps) => {
    const drawn: number[] = []
    scriptRun({
      start(engine) {
        const stream = engine.random('a')
        for (let index = 0; index < 5; index++) {
          drawn.push((keeps ? stream : engine.random('a')).uint32())
        }
      },
    })
    return drawn
  })
  expect(kept).toEqual(asked)
  expect(new Set(kept).size).toBe(5)
})

it('[E-08] a fact names what it follows from', () => {
  const run = scriptRun(
    {
      start(engine) {
        const begun = say('begun', engine)
        engine.schedule(ms(1), 'a', { cause: begun })
        engine.schedule(ms(3), 'uncaused')
      },
      on(event, engine) {
        const fact = say(event, engine)
        // Said nothing, an event follows from what led to this one, not from the fact just recorded.
        if (event === 'a') engine.schedule(ms(1), 'sibling')
        if (event === 'a') engine.schedule(ms(1), 'child', { cause: fact })
        if (event === 'a') engine.schedule(ms(1), 'stranger', { cause: null })
        if (event === 'child') engine.record('script.said', { text: 'of a' }, 1 as FactId)
        if (event === 'child') engine.record('script.said', { text: 'of nothing' }, null)
      },
    },
    { inputs: [{ at: at(9), input: 'asked' }] },
  )
  run.runUntil(at(20))
  const facts = said(run).map((text, id) => `${id} ${text} < ${causes(run)[id]}`)
  expect(facts).toEqual([
    '0 begun < null',
    '1 a < 0',
    '2 sibling < 0',
    '3 child < 1',
    '4 of a < 1',
    '5 of nothing < null',
    '6 stranger < null',
    '7 uncaused < null',
    '8 run.input < null',
    '9 asked < 8',
  ])
})

it('[E-10] an input comes after everything due at its instant, one after the other', () => {
  const run = scriptRun(
    {
      start(engine) {
        engine.schedule(ms(4), 'due', { priority: 255 })
        engine.schedule(ms(5), 'later', { priority: 0 })
      },
      on(event, engine) {
        say(event, engine)
        if (event === 'due') engine.schedule(NOW, 'due too')
      },
      input(word, engine) {
        say(word, engine)
        engine.schedule(NOW, `of ${word}`)
      },
    },
    { inputs: ['one', 'two'].map((input) => ({ at: at(4), input })) },
  )
  run.runUntil(at(5))
  expect(said(run)).toEqual([
    ...['due', 'due too', 'run.input', 'one', 'of one', 'run.input', 'two', 'of two'],
    'later',
  ])
})

it('[E-10] a live input comes at once, but after what is left of an interrupted instant', () => {
  const run = scriptRun({
    start(engine) {
      for (const word of ['a', 'b', 'c']) engine.schedule(ms(1), word)
      engine.schedule(ms(2), 'later')
    },
  })
  expect(run.runUntil(at(9), 1)).toBe(false)
  expect([run.now, said(run)]).toEqual([1_000, ['a']])
  run.input('asked')
  expect([run.now, said(run)]).toEqual([1_000, ['a', 'b', 'c', 'run.input', 'asked']])
})

it('[E-10] an input is a step of its own, and the run is not idle before it', () => {
  const inputs = [1, 3].map((when) => ({ at: at(when), input: `input ${when}` }))
  const run = scriptRun({ start: (engine) => engine.schedule(ms(2), 'event') }, { inputs })
  const steps: unknown[] = []
  while (!run.isIdle) steps.push([run.step(), run.now, said(run).at(-1)])
  expect(steps).toEqual([
    [true, 1_000, 'input 1'],
    [true, 2_000, 'event'],
    [true, 3_000, 'input 3'],
  ])
  expect(run.step()).toBe(false)
})

it('[E-10] the fact of an input tells its number and its type', () => {
  const inputs = [1, 2].map((when) => ({ at: at(when), input: { type: 'birth' } as const }))
  const run = toyRun({ params: { rabbits: 0 }, inputs })
  run.runUntil(at(2))
  const told = [0, 1, 2, 3].map((id) => run.trace.fact(id as FactId))
  const ofInputs = told.filter(({ kind }) => kind === 'run.input')
  expect(ofInputs.map(({ fields }) => fields)).toEqual([
    { input: 0, action: 'birth' },
    { input: 1, action: 'birth' },
  ])
  expect(ofInputs.map((fact) => fact.at)).toEqual([1_000, 2_000])
})

it('[E-10] inputs out of order are a mistake of ours', () => {
  const inputs = [4, 3].map((when) => ({ at: at(when), input: 'a' }))
  expect(() => scriptRun({}, { inputs })).toThrow(/order of time/)
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

it('[E-12] the bytes of a run are these, everywhere and for ever', () => {
  const run = toyRun({ inputs: [{ at: at(700), input: { type: 'leave' } }] })
  run.runUntil(at(2_000))
  const lines = textOf(run.trace).split('\n')
  expect([lines.length, checksum(lines.join('\n')), lines.at(-1)]).toMatchInlineSnapshot(`
    [
      357,
      "139cb22d",
      "{"id":356,"at":1997393,"kind":"toy.hopped","rabbit":8,"length":29,"cause":345}",
    ]
  `)
})

it('[E-12] the kernel asks the machine for nothing: no clock, no chance, no rounding of its own', () => {
  const foreign =
    /\bDate\b|\bperformance\b|\bcrypto\b|\bIntl\b|[tT]oLocale|localeCompare|\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bPromise\b|\basync\b|\bprocess\b|\bwindow\b|\bglobalThis\b|Math\.(?!(?:abs|clz32|floor|imul|max|min|round)\b)\w+/g
  const files = import.meta.glob<string>(['./*.ts', '../std/*.ts', '!**/*.test.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const found = Object.entries(files).flatMap(([file, text]) =>
    [...text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').matchAll(foreign)].map(
      ([word]) => `${file}: ${word}`,
    ),
  )
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['./random.ts', '../std/clone.ts']))
  expect(found).toEqual([])
})

/** FNV-1a of the text's code units, as hexadecimal digits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(16)
}
