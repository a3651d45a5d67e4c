import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atSeconds, Simulation } from '#engine'
import { scenarioNames } from '../catalogue.ts'
import type { ShopInput } from '../input.ts'
import { shopModel } from '../world/model.ts'
import { runShop, shopLike, traceText } from './shop-run.ts'

function start(name: string, seed: number, checkpointEvery = 200) {
  return new Simulation(shopModel, { params: shopLike(name), seed, checkpointEvery })
}

it.each(scenarioNames)('the same seed gives the same bytes (%s)', (name) => {
  const [first, second] = [1, 2].map(() => runShop(shopLike(name), 60, { seed: 7 }).text())
  expect(first).toBe(second)
  expect(runShop(shopLike(name), 60, { seed: 8 }).text()).not.toBe(first)
})

const names = fc.constantFrom(...scenarioNames)
const instants = fc.integer({ min: 0, max: 20_000_000 })

it('seeking to any instant equals running to it', () => {
  fc.assert(
    fc.property(names, fc.nat(1_000), fc.array(instants, { maxLength: 5 }), (name, seed, seeks) => {
      const sought = start(name, seed)
      for (const at of seeks) sought.seek(at as never)
      const last = (seeks.at(-1) ?? 0) as never
      const straight = start(name, seed)
      straight.runUntil(last)
      expect(traceText(sought.trace)).toBe(traceText(straight.trace))
    }),
    { numRuns: 60, seed: 5 },
  )
})

const KILL: ShopInput = { type: 'signal', process: 'web', signal: 'SIGKILL' }

it('a forked run shares its past, and neither disturbs the other', () => {
  fc.assert(
    fc.property(names, fc.nat(1_000), instants, (name, seed, at) => {
      const parent = start(name, seed)
      parent.runUntil(at as never)
      const past = traceText(parent.trace)
      const child = parent.fork()
      child.input(KILL)
      child.runUntil(atSeconds(25))
      parent.runUntil(atSeconds(25))
      const straight = start(name, seed)
      straight.runUntil(atSeconds(25))
      expect(traceText(child.trace).startsWith(past)).toBe(true)
      expect(traceText(parent.trace)).toBe(traceText(straight.trace))
    }),
    { numRuns: 40, seed: 6 },
  )
})

it('inputs given live and inputs given in advance make the same run', () => {
  const live = start('pubsub', 3)
  live.runUntil(atSeconds(4))
  live.input(KILL)
  live.runUntil(atSeconds(10))
  const replayed = new Simulation(shopModel, {
    params: shopLike('pubsub'),
    seed: 3,
    inputs: [{ at: atSeconds(4), input: KILL }],
  })
  replayed.runUntil(atSeconds(10))
  expect(traceText(replayed.trace)).toBe(traceText(live.trace))
})
