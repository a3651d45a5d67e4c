import fc from 'fast-check'
import { atSeconds, Simulation, type Instant, type TimedInput } from '#engine'
import { scenarioNames } from '../catalogue.ts'
import type { ShopDefinition } from '../definition.ts'
import type { ShopInput } from '../input.ts'
import type { WorldEvent } from '../world/event.ts'
import { shopModel } from '../world/model.ts'
import type { WorldFacts } from '../world/world-facts.ts'
import type { World } from '../world/world.ts'
import { shopLike } from './shop-run.ts'

/** A shop, its luck, and what is done to it: everything that makes a run. */
export interface RandomRun {
  readonly definition: ShopDefinition
  readonly seed: number
  readonly inputs: readonly TimedInput<ShopInput>[]
  /** Where somebody looks at it. */
  readonly at: Instant
}

/** A run in memory, with the world it is about. */
export type RunningShop = Simulation<ShopDefinition, World, WorldEvent, ShopInput, WorldFacts>

/** A shop without customers: a process publishes by itself. */
const PRODUCER: ShopDefinition = shopLike('pubsub', {
  customers: {
    kind: 'producer',
    id: 'producer',
    exchange: '',
    routingKey: 'orders',
    persistent: true,
    mandatory: false,
  },
})

/** The last thing is done to a random run before this second. */
const UNTIL_SECONDS = 8

/** Lives a random run from its beginning to an instant. */
export function runTo(
  at: Instant,
  { definition, seed, inputs }: Omit<RandomRun, 'at'>,
): RunningShop {
  const run = new Simulation(shopModel, { params: definition, seed, inputs })
  run.runUntil(at)
  return run
}

/** Runs of all named shops, in which anything a person can do is done at any moment. */
export function randomRuns(): fc.Arbitrary<RandomRun> {
  return fc
    .constantFrom(...scenarioNames.map((name) => shopLike(name)), PRODUCER)
    .chain((definition) => {
      return fc.record({
        definition: fc.constantFrom(0.02, 30, 2_500).map((hopMs) => ({ ...definition, hopMs })),
        seed: fc.nat(1_000_000),
        inputs: fc.array(timedInput(definition), { maxLength: 10 }).map(inOrder),
        at: fc.integer({ min: 0, max: 1_000_000 * UNTIL_SECONDS }) as fc.Arbitrary<never>,
      })
    })
}

function timedInput(definition: ShopDefinition): fc.Arbitrary<TimedInput<ShopInput>> {
  return fc.record({
    at: fc.nat(1_000 * UNTIL_SECONDS).map((millis) => atSeconds(millis / 1_000)),
    input: anyInput(definition),
  })
}

function inOrder(timed: readonly TimedInput<ShopInput>[]): readonly TimedInput<ShopInput>[] {
  return timed.toSorted((one, other) => one.at - other.at)
}

function anyInput({ nodes, bindings }: ShopDefinition): fc.Arbitrary<ShopInput> {
  const node = fc.constantFrom(...nodes)
  const process = node.map(({ id }) => id)
  const signals = ['SIGTERM', 'SIGQUIT', 'SIGKILL', 'SIGSEGV'] as const
  const kinds: fc.Arbitrary<ShopInput>[] = [
    fc.record({ type: fc.constant('place-orders'), count: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ type: fc.constant('signal'), process, signal: fc.constantFrom(...signals) }),
    fc.record({ type: fc.constant('start'), process }),
    fc.record({ type: fc.constant('disconnect'), process }),
    fc.record({
      type: fc.constant('restart-broker'),
      how: fc.constantFrom('clean' as const, 'killed' as const),
    }),
    fc.record({
      type: fc.constant('load'),
      requests: fc.integer({ min: 3, max: 12 }),
      concurrency: fc.integer({ min: 1, max: 4 }),
    }),
    fc.record({ type: fc.constant('memory-alarm'), isOn: fc.boolean() }),
    fc.record({ type: fc.constant('change-order'), order: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ type: fc.constant('add'), node }),
    fc.record({ type: fc.constant('remove'), node: process }),
    fc.constantFrom(...CHANGES).chain(([field, ...values]) =>
      fc.record({
        type: fc.constant('configure'),
        node: process,
        field: fc.constant(field),
        value: fc.constantFrom(...values),
      }),
    ),
    ...bindings.flatMap((binding) => [
      fc.constant({ type: 'bind', binding } as const),
      fc.constant({ type: 'unbind', binding: binding.id } as const),
    ]),
  ] as fc.Arbitrary<ShopInput>[]
  return fc.oneof(...kinds)
}

/** Fields with values they may be set to; a node without the field refuses the change. */
const CHANGES = [
  ['prefetch', 0, 1, 5],
  ['ack', 'automatic', 'early', 'late'],
  ['threads', 1, 3],
  ['sendsMail', true, false],
  ['checksFirst', true, false],
  ['supervised', true, false],
  ['cpuMs', 0, 40],
  ['waitMs', 0, 400],
  ['persistent', true, false],
  ['mandatory', true, false],
  ['routingKey', 'orders', 'nowhere'],
  ['durable', true, false],
  ['failurePercent', 0, 60],
  ['isDown', true, false],
  ['intervalMs', 300, 2_000],
  ['then', 'store', 'mail', 'publish', 'memory'],
  ['exchange', '', 'shop'],
  ['poisonEvery', null, 1, 3],
  ['confirm', true, false],
  ['expirationMs', null, 0, 300],
  ['priority', 'none', 'express', 0, 3],
  ['headers', true, false],
  ['carries', 'id', 'copy'],
  ['memoryThreads', 1, 2],
  ['onFailure', 'requeue', 'reject', 'crash'],
  ['type', 'classic', 'quorum', 'fanout', 'headers'],
  ['messageTtlMs', null, 0, 400],
  ['maxLength', null, 0, 2],
  ['overflow', 'drop-head', 'reject-publish', 'reject-publish-dlx'],
  ['maxPriority', null, 9],
  ['deliveryLimit', null, 0, 2],
  ['deadLetterExchange', null, '', 'shop', 'dead'],
  ['deadLetterRoutingKey', null, 'orders', 'nowhere'],
  ['singleActiveConsumer', true, false],
  ['alternate', '', 'unrouted', 'nobody'],
  ['queue', 'orders', 'kitchen'],
] as const
