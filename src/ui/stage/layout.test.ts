import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { completeShop, findScenario, scenarioNames, type ShopDefinition } from '#scenarios'
import { layOut, NODE_WIDTH } from './layout.ts'
import { wiresOf } from './wires.ts'

/** Lower than the lowest card, so that what overlaps by this measure overlaps on the stage. */
const CARD_HEIGHT_MIN = 90

const lessonShops = readdirSync('lessons', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => {
    const lesson = JSON.parse(readFileSync(`lessons/${name}/lesson.json`, 'utf8')) as {
      readonly shops: Readonly<Record<string, ShopDefinition>>
    }
    return Object.entries(lesson.shops).map(([shop, definition]) => ({
      name: `${name}/${shop}`,
      definition,
    }))
  })
const catalogue = scenarioNames.flatMap((name) => {
  const definition = findScenario(name)
  return definition === null ? [] : [{ name, definition }]
})

describe.each([...catalogue, ...lessonShops])('the stage of $name', ({ definition: document }) => {
  const definition = completeShop(document)
  const positions = layOut(definition)
  const shown = definition.nodes.filter((node) => node.kind !== 'poller')

  it('has a place for every card', () => {
    expect([...positions.keys()].toSorted()).toEqual(shown.map(({ id }) => id).toSorted())
  })

  it('has no card on another', () => {
    const boxes = shown.map(({ id, kind }) => ({
      id,
      width: NODE_WIDTH[kind],
      ...(positions.get(id) ?? { x: 0, y: 0 }),
    }))
    const overlaps = boxes.flatMap((one, index) =>
      boxes
        .slice(index + 1)
        .filter(
          (other) =>
            one.x < other.x + other.width &&
            other.x < one.x + one.width &&
            Math.abs(one.y - other.y) < CARD_HEIGHT_MIN,
        )
        .map((other) => `${one.id} on ${other.id}`),
    )
    expect(overlaps).toEqual([])
  })

  it('has lines only between cards that are there', () => {
    for (const { from, to } of wiresOf(definition)) {
      expect([positions.has(from), positions.has(to)]).toEqual([true, true])
    }
  })
})

it('two bindings between one exchange and one queue are two lines that lie apart', () => {
  const routing = findScenario('routing')
  const bindings =
    routing === null ? [] : wiresOf(completeShop(routing)).filter((wire) => wire.kind === 'binding')
  const pair = bindings.filter((wire) => wire.to === 'kitchen')
  expect(pair).toHaveLength(2)
  expect(pair[0]?.bend).not.toBe(pair[1]?.bend)
})

/** The wires of a named shop that are of one kind, as `from to label`. */
function wiresIn(name: string, kind: string): readonly string[] {
  const found = findScenario(name)
  const wires = found === null ? [] : wiresOf(completeShop(found))
  return wires
    .filter((wire) => wire.kind === kind)
    .map(({ from, to, label }) => `${from} ${to} ${label}`.trim())
}

it('dead letters, alternate exchanges and bindings between exchanges have lines of their own', () => {
  expect(wiresIn('dead-letters', 'dead-letter')).toEqual(['orders dead'])
  expect(wiresIn('exchanges', 'alternate')).toEqual(['shop unrouted'])
  expect(wiresIn('exchanges', 'binding')).toContain('shop by-header order.kyiv.#')
  expect(wiresIn('exchanges', 'binding')).toContain(
    'by-header couriers any: dish=sushi, express=true',
  )
})

it('a dead letter through the default exchange goes straight to the queue its key names', () => {
  const found = findScenario('dead-letters')
  const straight = { deadLetterExchange: '', deadLetterRoutingKey: 'parking' }
  const nodes = (found?.nodes ?? []).map((node) =>
    node.id === 'orders' ? { ...node, ...straight } : node,
  )
  const shop = found === null ? null : completeShop({ ...found, nodes })
  const wires = shop === null ? [] : wiresOf(shop)
  expect(wires.find(({ kind }) => kind === 'dead-letter')).toMatchObject({
    from: 'orders',
    to: 'parking',
  })
})

it('an exchange stands right of the one that hands on to it', () => {
  const found = findScenario('exchanges')
  const positions = found === null ? new Map() : layOut(completeShop(found))
  const x = (id: string) => positions.get(id)?.x ?? 0
  expect(x('by-header')).toBeGreaterThan(x('shop'))
  expect(x('unrouted')).toBe(x('by-header'))
  expect(x('kitchen')).toBeGreaterThan(x('by-header'))
})
