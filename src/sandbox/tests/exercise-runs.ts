import { createNodeRealm } from '#adapters'
import { atSeconds, type Fact, type FactId, type Limits, type TimedInput } from '#engine'
import {
  findScenario,
  ShopViews,
  type ShopDefinition,
  type ShopInput,
  type ShopNode,
} from '#scenarios'
import { compileFiles, createExerciseRun, type Respond, type SourceFiles } from '#sandbox'
import { createLibraries } from 'virtual:client-libraries'
import { HANDLE, WEB, WORKER } from './exercise-files.ts'

export { HANDLE, WEB, WORKER }

interface Settings {
  readonly files?: SourceFiles
  readonly players?: Readonly<Record<string, string>>
  readonly inputs?: readonly (readonly [second: number, input: ShopInput])[]
  readonly seed?: number
  readonly orders?: number
  readonly workers?: number
  readonly limits?: Limits
  readonly respond?: Respond
}

const FILES = { 'web.ts': WEB, 'worker.ts': WORKER, 'handle.ts': HANDLE }

/** Plays the shop of one queue with files, to its end or a minute, and gives what came of it. */
export async function runExercise(settings: Settings = {}) {
  const { players = { web: 'web.ts', 'worker-1': 'worker.ts' }, seed = 1, inputs = [] } = settings
  const compiled = compileFiles({ ...FILES, ...settings.files })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors))
  const definition = shopOf(settings)
  const run = createExerciseRun({
    realm: createNodeRealm(),
    createLibraries,
    epochMs: Date.UTC(2026, 0, 1),
    definition,
    seed,
    inputs: inputs.map(([second, input]): TimedInput<ShopInput> => ({
      at: atSeconds(second),
      input,
    })),
    files: compiled.files,
    players,
    limits: settings.limits ?? {},
    ...(settings.respond === undefined ? {} : { respond: settings.respond }),
  })
  const end = await run.runToEnd(atSeconds(60))
  run.close()
  const { trace } = run
  const facts = Array.from({ length: trace.length }, (_, id) => trace.fact(id as FactId))
  const views = new ShopViews(trace, definition)
  views.advance(trace.length)
  const of = (kind: string): readonly Fact[] => facts.filter((fact) => fact.kind === kind)
  return {
    trace,
    facts,
    of,
    end,
    lines: trace.lines(),
    ledger: views.ledger(),
    stage: views.view(),
    printed: of('sandbox.line-printed').map(({ fields }) => String(fields['line'])),
  }
}

function shopOf({ orders = 5, workers = 1 }: Settings): ShopDefinition {
  const name = workers === 2 ? 'two-workers' : 'pubsub'
  const shop = findScenario(name)
  if (shop === null || shop === undefined) throw new Error('the catalogue has the shop')
  const changed = (node: ShopNode): ShopNode =>
    node.kind === 'customers' ? { ...node, ordersMax: orders } : node
  return { ...shop, nodes: shop.nodes.map(changed) }
}
