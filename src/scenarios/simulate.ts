import { atSeconds, Simulation, type TimedInput, type Trace } from '#engine'
import type { ShopDefinition } from './definition.ts'
import type { ShopInput } from './input.ts'
import { LedgerFold } from './view/ledger-fold.ts'
import type { Ledger } from './view/ledger-view.ts'
import { shopModel } from './world/model.ts'

/** A run that is not looked at: from its beginning to an instant, as fast as the machine can. */
export interface SimulateRequest {
  readonly definition: ShopDefinition
  readonly seed: number
  /** Seconds of virtual time, from 0 on. */
  readonly untilSeconds: number
  /** In order of time. @defaultValue none */
  readonly inputs?: readonly TimedInput<ShopInput>[]
}

/** What came of it. */
export interface SimulateResult {
  readonly trace: Trace
  readonly ledger: Ledger
  /** The limit that ended the run early, or null. */
  readonly stoppedBy: string | null
}

/** Facts a run may have that nobody watches: about 60 bytes of memory each. */
const FACTS_MAX = 20_000_000

/** Runs a shop; the same request gives the same trace, byte for byte. */
export function simulate(request: SimulateRequest): SimulateResult {
  const { definition, seed, untilSeconds, inputs = [] } = request
  const simulation = new Simulation(shopModel, {
    params: definition,
    seed,
    inputs,
    limits: { facts: FACTS_MAX },
    checkpointEvery: Number.MAX_SAFE_INTEGER,
  })
  simulation.runUntil(atSeconds(untilSeconds))
  const fold = new LedgerFold(definition)
  fold.advance(simulation.trace, 0, simulation.trace.length)
  return { trace: simulation.trace, ledger: fold.ledger(), stoppedBy: simulation.stoppedBy }
}
