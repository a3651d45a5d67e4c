import { expect, it } from 'vitest'
import { atSeconds, Simulation, type Trace } from '#engine'
import { findScenario, shopModel } from '#scenarios'
import { assert } from '#std'
import { loadFigure } from './load-figure.ts'

const METRICS = ['loadMean', 'loadP95', 'loadFailed', 'loadRate'] as const

/** A load at 1 s, and one at 10 s that the web process does not outlive; each e-mail takes 500 ms. */
function traceUntil(seconds: number): Trace {
  const found = findScenario('mail-in-request')
  assert(found !== null, 'the catalogue has mail-in-request')
  const nodes = found.nodes.map((node) => {
    if (node.kind === 'customers') return { ...node, ordersPerSecond: 0 }
    if (node.kind === 'web') return { ...node, cpuMs: 0 }
    if (node.kind === 'database') return { ...node, queryMs: 0 }
    return node.kind === 'mail' ? { ...node, spread: 'constant' as const } : node
  })
  const load = { type: 'load', requests: 8, concurrency: 4 } as const
  const kill = { type: 'signal', process: 'web', signal: 'SIGKILL' } as const
  const inputs = [
    { at: atSeconds(1), input: load },
    { at: atSeconds(10), input: load },
    { at: atSeconds(10.2), input: kill },
  ]
  const run = new Simulation(shopModel, { params: { ...found, hopMs: 0, nodes }, seed: 1, inputs })
  run.runUntil(atSeconds(seconds))
  return run.trace
}

it('is that of the last load, in seconds', () => {
  const trace = traceUntil(5)
  const values = METRICS.map((metric) => loadFigure(metric, trace, trace.length).value)
  expect(values).toEqual([0.5, 0.5, 0, 8])
})

it('is shown by the fact that ends the load, or by a request that failed', () => {
  const trace = traceUntil(20)
  const [mean, failed] = (['loadMean', 'loadFailed'] as const).map((metric) =>
    loadFigure(metric, trace, trace.length),
  )
  expect(mean?.value).toBeNull()
  expect(mean?.fact === null ? null : trace.kind(mean?.fact ?? (0 as never))).toBe('load.finished')
  expect(failed?.value).toBe(8)
  expect(trace.kind(failed?.fact ?? (0 as never))).toBe('shop.order-refused')
})

it('is none without a load, and while the last one runs', () => {
  for (const seconds of [0.5, 10.1]) {
    const trace = traceUntil(seconds)
    for (const metric of METRICS) {
      expect(loadFigure(metric, trace, trace.length)).toEqual({ value: null, fact: null })
    }
  }
})
