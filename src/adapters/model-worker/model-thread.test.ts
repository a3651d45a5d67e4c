import { after, ms, runFacts, Simulation, Trace, us, type Instant, type Model } from '#engine'
import type { RunSource, ShopInput } from '#scenarios'
import type { ModelReport } from '#ui'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FromModel, ToModel } from './messages.ts'
import { createModelThread } from './model-thread.ts'

/** A burst of `cores` facts at each millisecond, for `hopMs` milliseconds; an order adds to all of them. */
const burstFacts = { 'burst.fired': { burst: 'number', text: 'text' } } as const
interface BurstEvent {
  readonly burst: number
}
interface BurstState {
  size: number
  readonly bursts: number
}

const burstModel: Model<
  RunSource['definition'],
  BurstState,
  BurstEvent,
  ShopInput,
  typeof burstFacts
> = {
  facts: burstFacts,
  start({ cores, hopMs }, engine) {
    engine.schedule(ms(1), { burst: 1 })
    return { size: cores, bursts: hopMs }
  },
  handle(state, { burst }, engine) {
    if (burst === 0) {
      engine.record('burst.fired', { burst, text: `text-${engine.random('burst').below(50)}` })
      return
    }
    for (let index = 0; index < state.size; index++) engine.schedule(us(0), { burst: 0 })
    if (burst < state.bursts) engine.schedule(ms(1), { burst: burst + 1 })
  },
  apply(state, input) {
    if (input.type === 'place-orders') state.size += input.count
    else throw new Error('the burst is broken')
  },
}

function burstSource(size: number, bursts: number): RunSource {
  const definition = { version: 1, name: 'bursts', hopMs: bursts, cores: size } as const
  return { definition: { ...definition, nodes: [], bindings: [] }, seed: 3, inputs: [], at: at(0) }
}

function at(count: number): Instant {
  return (count * 1_000) as Instant
}

const one: ShopInput = { type: 'place-orders', count: 1 }

function createSimulation({ definition, seed, inputs }: RunSource) {
  const settings = { params: definition, seed, inputs, checkpointEvery: 100 }
  return new Simulation(burstModel, { ...settings, limits: { facts: 20_000 } })
}

/** A thread whose page is this test. Each look at its clock takes `lookMs`. */
function createRig(lookMs: number) {
  const deferred: (() => void)[] = []
  const messages: FromModel[] = []
  const trace = new Trace({ ...burstFacts, ...runFacts })
  let nowMs = 0
  const thread = createModelThread({
    createSimulation,
    post(message, transfer) {
      const copy = structuredClone(message, { transfer: [...transfer] })
      messages.push(copy)
      if (copy.type === 'report' && copy.report.slice !== null) trace.appendSlice(copy.report.slice)
    },
    defer: (callback) => {
      deferred.push(callback)
    },
    nowMs: () => (nowMs += lookMs),
  })
  return {
    trace,
    messages,
    send: (message: ToModel) => {
      thread.handle(message)
    },
    /** One turn of the thread; false when it rests. */
    turn() {
      const callback = deferred.shift()
      callback?.()
      return callback !== undefined
    },
    rest() {
      while (this.turn());
    },
    last(): ModelReport {
      const message = messages.at(-1)
      if (message?.type !== 'report') throw new Error('no report')
      return message.report
    },
    lines: () => trace.lines(),
  }
}

function livedAgain(source: RunSource, until: Instant): string[] {
  const run = createSimulation(source)
  run.runUntil(until)
  return run.trace.lines().slice(0, run.trace.countUntil(until))
}

it('runs to the instant it is told, in turns, and posts each fact once', () => {
  const rig = createRig(4)
  rig.send({ type: 'open', run: 1, source: burstSource(300, 10) })
  rig.send({ type: 'run-to', run: 1, at: at(5) })
  rig.rest()
  expect(rig.messages.length).toBeGreaterThan(3)
  expect(rig.last()).toMatchObject({ head: at(5), answered: 0, stoppedBy: null, isIdle: false })
  expect(rig.lines()).toEqual(livedAgain(burstSource(300, 10), at(5)))
})

it('reports an instant as reached only when all of it is recorded', () => {
  const rig = createRig(6)
  const source = burstSource(700, 3)
  rig.send({ type: 'open', run: 1, source })
  rig.send({ type: 'run-to', run: 1, at: at(3) })
  let unfinished = 0
  while (rig.turn()) {
    const { head } = rig.last()
    const known = rig.trace.countUntil(head)
    expect(rig.lines().slice(0, known)).toEqual(livedAgain(source, head))
    if (known < rig.trace.length) unfinished++
  }
  expect(unfinished).toBeGreaterThan(0)
})

it('hears a nearer order while it is on its way, and finishes the instant it is in', () => {
  const rig = createRig(6)
  const source = burstSource(150, 1_000)
  rig.send({ type: 'open', run: 1, source })
  rig.send({ type: 'run-to', run: 1, at: at(900) })
  rig.turn()
  rig.turn()
  rig.send({ type: 'run-to', run: 1, at: at(0) })
  rig.rest()
  expect(rig.last().head).toBe(at(3))
  expect(rig.lines()).toEqual(livedAgain(source, at(3)))
})

it('runs to the next instant at which something happens', () => {
  const rig = createRig(1)
  rig.send({ type: 'open', run: 1, source: burstSource(3, 2) })
  rig.send({ type: 'run-to-next', run: 1, after: at(0), limit: at(100) })
  rig.rest()
  expect(rig.last()).toMatchObject({ head: at(1) })
  rig.send({ type: 'run-to-next', run: 1, after: at(2), limit: at(100) })
  rig.rest()
  expect(rig.last()).toMatchObject({ head: at(2), isIdle: true })
})

it('looks for the next fact no further than the limit', () => {
  const rig = createRig(1)
  rig.send({ type: 'open', run: 1, source: burstSource(0, 1_000) })
  rig.send({ type: 'run-to-next', run: 1, after: at(0), limit: at(10) })
  rig.rest()
  expect(rig.last()).toMatchObject({ head: at(10), isIdle: false })
})

it('applies an input at once when the model is ahead by no more than the slack', () => {
  const rig = createRig(1)
  rig.send({ type: 'open', run: 1, source: burstSource(1, 10) })
  rig.send({ type: 'run-to', run: 1, at: at(5) })
  rig.rest()
  rig.send({ type: 'input', run: 1, at: at(4), input: one, slack: ms(1) })
  rig.rest()
  expect(rig.last()).toMatchObject({ answered: 1, inputs: [{ at: at(5), input: one }] })
  expect(rig.last().slice?.from).toBe(5)
})

it('goes back for an input in the past, and the slice starts where the futures part', () => {
  const rig = createRig(1)
  rig.send({ type: 'open', run: 1, source: burstSource(1, 10) })
  rig.send({ type: 'run-to', run: 1, at: at(8) })
  rig.rest()
  rig.send({ type: 'input', run: 1, at: at(3), input: one, slack: us(0) })
  rig.rest()
  expect(rig.last()).toMatchObject({ head: at(3), inputs: [{ at: at(3) }], slice: { from: 3 } })
  expect(rig.trace.length).toBe(4)
})

it('ends at a limit at the instant of its fact, and takes no inputs after it', () => {
  const rig = createRig(1)
  rig.send({ type: 'open', run: 1, source: burstSource(1_000, 1_000) })
  rig.send({ type: 'run-to', run: 1, at: at(900) })
  rig.rest()
  expect(rig.last()).toMatchObject({
    head: at(20),
    stoppedBy: { limit: 'facts', value: 20_000 },
    isIdle: true,
  })
  rig.send({ type: 'input', run: 1, at: at(20), input: one, slack: ms(1_000) })
  rig.rest()
  expect(rig.last()).toMatchObject({ answered: 1, slice: null, inputs: null })
})

it('ignores messages about a run that is over', () => {
  const rig = createRig(1)
  rig.send({ type: 'open', run: 1, source: burstSource(1, 10) })
  rig.send({ type: 'open', run: 2, source: burstSource(1, 10) })
  rig.send({ type: 'run-to', run: 1, at: at(9) })
  rig.rest()
  expect(rig.messages).toHaveLength(1)
  expect(rig.last().head).toBe(0)
  rig.send({ type: 'close', run: 2 })
  rig.send({ type: 'run-to', run: 2, at: at(9) })
  rig.rest()
  expect(rig.messages).toHaveLength(1)
})

it('says what broke, and says nothing more about that run', () => {
  const rig = createRig(1)
  const broken: ShopInput = { type: 'start', process: 'web' }
  rig.send({ type: 'open', run: 1, source: burstSource(1, 10) })
  rig.send({ type: 'input', run: 1, at: at(0), input: broken, slack: us(0) })
  rig.send({ type: 'run-to', run: 1, at: at(9) })
  rig.rest()
  expect(rig.messages).toEqual([
    { type: 'failed', run: 1, detail: expect.stringContaining('the burst is broken') as string },
  ])
})

it('has the page with the facts of a run of its own, whatever the order of messages', () => {
  const instants = fc.nat(20).map(at)
  const messages: fc.Arbitrary<ToModel | 'turn'> = fc.oneof(
    fc.constant('turn' as const),
    fc.record({ type: fc.constant('run-to' as const), run: fc.constant(1), at: instants }),
    instants.map((from) => ({
      type: 'run-to-next' as const,
      run: 1,
      after: from,
      limit: after(from, ms(5)),
    })),
    fc.record({
      type: fc.constant('input' as const),
      run: fc.constant(1),
      at: instants,
      input: fc.constant(one),
      slack: fc.constantFrom(us(0), ms(2)),
    }),
  )
  fc.assert(
    fc.property(fc.array(messages, { maxLength: 30 }), fc.constantFrom(1, 6), (sent, lookMs) => {
      const rig = createRig(lookMs)
      const source = burstSource(90, 20)
      rig.send({ type: 'open', run: 1, source })
      for (const message of sent) {
        if (message === 'turn') rig.turn()
        else rig.send(message)
      }
      rig.rest()
      const inputs = rig.messages.reduce<RunSource['inputs']>(
        (known, message) => (message.type === 'report' ? (message.report.inputs ?? known) : known),
        [],
      )
      expect(rig.lines()).toEqual(livedAgain({ ...source, inputs }, rig.last().head))
    }),
    { seed: 8, numRuns: 200 },
  )
})
