import type { Fact, FactId, Trace } from '#engine'
import { scenarioNames } from '../catalogue.ts'
import { runShop, shopLike, type Doing } from './shop-run.ts'

/** How long a golden run is: long enough for a kill, a restart and the way back. */
const UNTIL_SECONDS = 6

/** What is done to every shop that has a worker, so that the golden traces show a death too. */
const DOINGS: readonly Doing[] = [
  [2, { type: 'signal', process: 'worker-1', signal: 'SIGKILL' }],
  [3, { type: 'start', process: 'worker-1' }],
]

/** The golden traces by file name: each named shop with a fixed seed, one fact a line. */
export function goldenTraces(): ReadonlyMap<string, string> {
  const traces = new Map<string, string>()
  for (const name of scenarioNames) {
    const definition = shopLike(name)
    const hasWorker = definition.nodes.some((node) => node.id === 'worker-1')
    const run = runShop(definition, UNTIL_SECONDS, { seed: 1, doings: hasWorker ? DOINGS : [] })
    traces.set(`${name}.txt`, describeTrace(run.trace))
  }
  return traces
}

function describeTrace(trace: Trace): string {
  const lines: string[] = []
  for (let id = 0; id < trace.length; id++) lines.push(describeFact(trace.fact(id as FactId)))
  return `${lines.join('\n')}\n`
}

/** `#12 0.439161 shop.order-placed order=1 <- 5`: short enough to read as a diff. */
function describeFact({ id, at, kind, fields, cause }: Fact): string {
  const told = Object.entries(fields).filter(([, value]) => value !== null)
  const text = told.map(([name, value]) => ` ${name}=${value}`).join('')
  return `#${id} ${(at / 1e6).toFixed(6)} ${kind}${text}${cause === null ? '' : ` <- ${cause}`}`
}
