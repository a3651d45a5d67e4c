import { atSeconds, Simulation, type Fact, type FactId, type Trace } from '#engine'
import { checkRun } from '../checkers/check-run.ts'
import type { ShopDefinition } from '../definition.ts'
import type { ShopInput } from '../input.ts'
import { findScenario } from '../catalogue.ts'
import { LedgerFold } from '../view/ledger-fold.ts'
import type { Ledger } from '../view/ledger-view.ts'
import { shopModel } from '../world/model.ts'

/** What a test does to a shop, and when. */
export type Doing = readonly [atSeconds: number, input: ShopInput]

/** A run that is over, with everything a test asks about it. */
export interface ShopRun {
  readonly trace: Trace
  readonly ledger: Ledger
  /** The facts of one kind, in order. */
  facts(kind: string): readonly Fact[]
  /** The whole trace as text. */
  text(): string
  /** What the checkers have to say; empty when the run keeps every rule. */
  violations(): readonly string[]
}

/** A named shop with some nodes' fields set to other values. */
export function shopLike(
  name: string,
  settings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
  overrides: Partial<ShopDefinition> = {},
): ShopDefinition {
  const found = findScenario(name)
  if (found === null) throw new Error(`no scenario is called ${name}`)
  const nodes = found.nodes.map((node) => ({ ...node, ...settings[node.id] }))
  return { ...found, nodes, ...overrides }
}

/** Runs a shop to an instant and gives back everything that happened. */
export function runShop(
  definition: ShopDefinition,
  until: number,
  { seed = 1, doings = [] }: { readonly seed?: number; readonly doings?: readonly Doing[] } = {},
): ShopRun {
  const inputs = doings.map(([seconds, input]) => ({ at: atSeconds(seconds), input }))
  const limits = { facts: 50_000_000 }
  const settings = { params: definition, seed, inputs, limits, checkpointEvery: 1e15 }
  const simulation = new Simulation(shopModel, settings)
  simulation.runUntil(atSeconds(until))
  return describeRun(definition, simulation.trace)
}

function describeRun(definition: ShopDefinition, trace: Trace): ShopRun {
  const fold = new LedgerFold(definition)
  fold.advance(trace, 0, trace.length)
  return {
    trace,
    ledger: fold.ledger(),
    facts(kind) {
      const found: Fact[] = []
      for (let id = 0; id < trace.length; id++) {
        if (trace.kind(id as FactId) === kind) found.push(trace.fact(id as FactId))
      }
      return found
    },
    text: () => traceText(trace),
    violations: () => checkRun(trace, fold.ledger()),
  }
}

/** A trace as JSON Lines. */
export function traceText(trace: Trace): string {
  return trace.lines().join('\n')
}
