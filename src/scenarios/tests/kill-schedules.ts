import fc from 'fast-check'
import type { ShopDefinition } from '../definition.ts'
import type { Signal } from '../input.ts'
import { runShop, shopLike, type Doing } from './shop-run.ts'

/** What a checker found wrong in one of the random runs. */
class BrokenRun extends Error {
  override readonly name = 'BrokenRun'
}

const NO_MORE_ORDERS: Doing = [
  10,
  { type: 'configure', node: 'customers', field: 'ordersPerSecond', value: 0 },
]

const SIGNALS: readonly Signal[] = ['SIGTERM', 'SIGKILL', 'SIGQUIT', 'SIGSEGV']

const killing = fc.record({
  at: fc.integer({ min: 0, max: 9_000 }),
  process: fc.constantFrom('worker-1', 'worker-2', 'web'),
  what: fc.constantFrom(
    ...SIGNALS,
    'start',
    'start',
    'disconnect',
    'restart-clean',
    'restart-killed',
  ),
})

const shopOptions = fc.record({
  ack: fc.constantFrom('automatic' as const, 'early' as const, 'late' as const),
  prefetch: fc.integer({ min: 0, max: 5 }),
  threads: fc.integer({ min: 1, max: 3 }),
  checksFirst: fc.boolean(),
  supervised: fc.boolean(),
  durable: fc.boolean(),
  persistent: fc.boolean(),
  hopMs: fc.constantFrom(0.02, 10, 120),
  failurePercent: fc.constantFrom(0, 10),
})

/**
 * The property behind every kill schedule: shops drawn at random, things done to them at random,
 * and every message and every order in exactly one state at the end.
 */
export function killSchedules(): fc.IProperty<unknown> {
  const killings = fc.array(killing, { maxLength: 8 })
  return fc.property(shopOptions, killings, fc.nat(1_000_000), (options, schedule, seed) => {
    const doings = schedule.map(toDoing).sort((a, b) => a[0] - b[0])
    const run = runShop(shopOf(options), 20, { seed, doings: [...doings, NO_MORE_ORDERS] })
    const violations = run.violations()
    if (violations.length > 0) throw new BrokenRun(`seed=${seed}: ${violations.join('; ')}`)
  }) as fc.IProperty<unknown>
}

type ShopOptions = typeof shopOptions extends fc.Arbitrary<infer Options> ? Options : never

function shopOf(options: ShopOptions): ShopDefinition {
  const { ack, prefetch, threads, checksFirst, supervised } = options
  const worker = { ack, prefetch, threads, checksFirst, supervised }
  return shopLike(
    'two-workers',
    {
      'worker-1': worker,
      'worker-2': worker,
      web: { persistent: options.persistent },
      orders: { durable: options.durable },
      mail: { failurePercent: options.failurePercent },
    },
    { hopMs: options.hopMs },
  )
}

function toDoing({ at, process, what }: { at: number; process: string; what: string }): Doing {
  const seconds = at / 1_000
  if (what === 'start') return [seconds, { type: 'start', process }]
  if (what === 'disconnect') return [seconds, { type: 'disconnect', process }]
  if (what === 'restart-clean') return [seconds, { type: 'restart-broker', how: 'clean' }]
  if (what === 'restart-killed') return [seconds, { type: 'restart-broker', how: 'killed' }]
  return [seconds, { type: 'signal', process, signal: what as Signal }]
}
