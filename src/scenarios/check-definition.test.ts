import { expect, it } from 'vitest'
import { findScenario, scenarioNames } from './catalogue.ts'
import { checkDefinition } from './check-definition.ts'
import type { ShopDefinition } from './definition.ts'

const shop = {
  version: 1,
  name: 'pubsub',
  hopMs: 1,
  cores: 2,
  nodes: [
    {
      kind: 'customers',
      id: 'customers',
      ordersPerSecond: 2,
      arrivals: 'poisson',
      ordersMax: null,
    },
    {
      kind: 'web',
      id: 'web',
      threads: 4,
      cpuMs: 5,
      then: 'publish',
      exchange: 'shop',
      routingKey: 'order.created',
      persistent: true,
      mandatory: false,
    },
    { kind: 'poller', id: 'poller', web: 'web', intervalMs: 2_000, threads: null, cpuMs: 1 },
    { kind: 'database', id: 'database', queryMs: 2 },
    { kind: 'exchange', id: 'shop', type: 'topic', durable: true },
    { kind: 'queue', id: 'orders', durable: true },
  ],
  bindings: [{ id: 'b1', exchange: 'shop', queue: 'orders', routingKey: 'order.*' }],
} as const satisfies ShopDefinition

type Change = Readonly<Record<string, unknown>>

function withNode(index: number, change: Change) {
  const nodes = shop.nodes.map((node, at) => (at === index ? { ...node, ...change } : node))
  return { ...shop, nodes }
}

function problemsOf(value: unknown) {
  const checked = checkDefinition(value)
  if (checked.ok) return []
  return checked.problems.map(({ path, key, params }) =>
    [path, key, ...Object.values(params)].join(' '),
  )
}

it('accepts a shop whose fields are in their ranges and whose names exist', () => {
  expect(checkDefinition(shop)).toEqual({ ok: true, definition: shop })
})

it.each<[string, unknown, string[]]>([
  ['a text for a number', withNode(1, { cpuMs: '5' }), ['nodes.1.cpuMs wrong-type number']],
  ['NaN', withNode(1, { cpuMs: Number.NaN }), ['nodes.1.cpuMs wrong-type number']],
  ['infinity', withNode(1, { cpuMs: 1 / 0 }), ['nodes.1.cpuMs out-of-range 0 600000']],
  ['a negative time', withNode(3, { queryMs: -1 }), ['nodes.3.queryMs out-of-range 0 600000']],
  ['half a thread', withNode(1, { threads: 1.5 }), ['nodes.1.threads not-whole 1 1000']],
  ['an empty id', withNode(5, { id: '' }), [expect.stringContaining('nodes.5.id text-length 1')]],
  [
    'a long id in letters of two bytes',
    withNode(3, { id: 'ї'.repeat(128) }),
    ['nodes.3.id text-length 1 255'],
  ],
  [
    'a word that is no choice',
    withNode(4, { type: 'x-random' }),
    ['nodes.4.type not-a-choice direct, fanout, topic, headers'],
  ],
  [
    'a field of another kind',
    withNode(5, { prefetch: 1 }),
    ['nodes.5.prefetch unknown-field prefetch'],
  ],
  ['a field left out', { ...shop, cores: undefined }, ['cores wrong-type number']],
  ['a field not there', withoutCores(), ['cores missing-field cores']],
  [
    'an unknown kind',
    withNode(0, { kind: 'robot' }),
    [expect.stringMatching(/^nodes.0.kind not-a-choice customers, /)],
  ],
  [
    'a node that is none',
    { ...shop, nodes: [7] },
    [expect.stringMatching(/^nodes.0 wrong-type object/)],
  ],
  ['no list', { ...shop, nodes: {} }, ['nodes wrong-type list']],
  ['another version', { ...shop, version: 2 }, ['version not-a-choice 1']],
  ['too many nodes', { ...shop, nodes: Array(201).fill(shop.nodes[3]) }, ['nodes too-many 200']],
  ['nothing', null, [' wrong-type object']],
])('says what is wrong with %s', (_, value, problems) => {
  expect(problemsOf(value)).toEqual(problems)
})

function withoutCores() {
  const { cores: _, ...rest } = shop
  return rest
}

it('refuses two things of one name', () => {
  expect(problemsOf(withNode(3, { id: 'web' }))).toEqual(['nodes.3.id duplicate-id web'])
})

it('refuses a second web process, for the others could not tell them apart', () => {
  const nodes = [...shop.nodes, { ...shop.nodes[1], id: 'web-2' }]
  expect(problemsOf({ ...shop, nodes })).toEqual(['nodes.6.kind one-of-kind web'])
})

it('refuses a poller without its web process', () => {
  expect(problemsOf(withNode(2, { web: 'shop' }))).toEqual([
    'nodes.2.web unknown-reference web shop',
  ])
})

it('[R-28] refuses a binding of the default exchange and of what is not there', () => {
  const bindings = [
    { ...shop.bindings[0], exchange: '' },
    { ...shop.bindings[0], id: 'b2', exchange: 'orders' },
    { ...shop.bindings[0], id: 'b3', queue: 'mails' },
  ]
  expect(problemsOf({ ...shop, bindings: bindings.slice(0, 1) })).toEqual([
    'bindings.0.exchange text-length 1 255',
  ])
  expect(problemsOf({ ...shop, bindings: bindings.slice(1) })).toEqual([
    'bindings.0.exchange unknown-reference exchange orders',
    'bindings.1.queue unknown-reference queue mails',
  ])
})

/** The shop with a queue and an exchange that use every new field. */
const rich = {
  ...shop,
  diskWriteMs: 5,
  nodes: [
    ...shop.nodes,
    { kind: 'exchange', id: 'all', type: 'headers', durable: true, alternate: 'nobody' },
    {
      kind: 'queue',
      id: 'express',
      durable: true,
      type: 'classic',
      messageTtlMs: 1_000,
      maxLength: 10,
      overflow: 'reject-publish-dlx',
      maxPriority: 9,
      deliveryLimit: null,
      deadLetterExchange: '',
      deadLetterRoutingKey: 'orders',
      singleActiveConsumer: true,
    },
  ],
  bindings: [
    ...shop.bindings,
    { id: 'b2', exchange: 'shop', destination: 'all', routingKey: '#', arguments: null },
    {
      id: 'b3',
      exchange: 'all',
      queue: 'express',
      routingKey: '',
      arguments: { 'x-match': 'any', city: 'kyiv', express: true, floor: 3 },
    },
  ],
} as const satisfies ShopDefinition

it('accepts every field that may be left out, and leaves out what was left out', () => {
  expect(checkDefinition(rich)).toEqual({ ok: true, definition: rich })
})

it.each<[string, number, Change, string]>([
  ['[R-136] a quorum queue that is not durable', 7, { durable: false }, 'nodes.7.durable'],
  ['[R-136] priorities in a quorum queue', 7, { maxPriority: 5 }, 'nodes.7.maxPriority'],
  ['[R-119] reject-publish-dlx in a quorum queue', 7, {}, 'nodes.7.overflow'],
])('refuses %s', (_, index, change, path) => {
  const quorum = { type: 'quorum', maxPriority: null, ...change }
  const nodes = rich.nodes.map((node, at) => (at === index ? { ...node, ...quorum } : node))
  expect(problemsOf({ ...rich, nodes })).toContainEqual(
    expect.stringMatching(`^${path} not-for-queue-type`),
  )
})

it('[R-56] refuses a dead letter key without an exchange', () => {
  const change = { deadLetterExchange: null, type: 'classic' }
  const nodes = rich.nodes.map((node) => (node.id === 'express' ? { ...node, ...change } : node))
  expect(problemsOf({ ...rich, nodes })).toEqual([
    'nodes.7.deadLetterRoutingKey key-without-exchange',
  ])
})

it.each<[string, Change, string]>([
  ['to nothing', { destination: null }, 'bindings.1 one-target'],
  ['to a queue and an exchange', { queue: 'express' }, 'bindings.1 one-target'],
  ['to an exchange that is missing', { destination: 'x' }, 'bindings.1.destination unknown-'],
  ['[R-36] by a match nobody knows', { arguments: { 'x-match': 'some' } }, 'unknown-x-match'],
  ['with a list as header', { arguments: { city: ['kyiv'] } }, 'wrong-type scalar'],
])('refuses a binding %s', (_, change, problem) => {
  const bindings = [rich.bindings[0], { ...rich.bindings[1], ...change }]
  expect(problemsOf({ ...rich, bindings }).join()).toContain(problem)
})

it.each(scenarioNames)('accepts every shop that has a name (%s)', (name) => {
  expect(problemsOf(findScenario(name))).toEqual([])
})
