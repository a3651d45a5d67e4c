import { expect, it } from 'vitest'
import { planConnection } from './connect.ts'
import type { ShopDefinition, ShopNode } from './definition.ts'
import { createNode, emptyShop, paletteKinds } from './palette.ts'
import { checkDefinition } from './check-definition.ts'

/** A shop with one node of each kind. */
function fullShop(): ShopDefinition {
  let shop = emptyShop('test')
  const order: ShopNode['kind'][] = ['web', ...paletteKinds.filter((kind) => kind !== 'web')]
  for (const kind of order) shop = { ...shop, nodes: [...shop.nodes, createNode(kind, shop)] }
  return shop
}

it('every palette node makes a valid shop', () => {
  expect(checkDefinition(fullShop())).toMatchObject({ ok: true })
})

it('a producer drawn to an exchange publishes there', () => {
  expect(
    planConnection(fullShop(), 'producer-1', 'exchange-1', { routingKey: 'order.created' }),
  ).toEqual({
    ok: true,
    inputs: [
      { type: 'configure', node: 'producer-1', field: 'exchange', value: 'exchange-1' },
      { type: 'configure', node: 'producer-1', field: 'routingKey', value: 'order.created' },
    ],
  })
})

it('[R-28] a producer drawn to a queue publishes to the default exchange under its name', () => {
  expect(planConnection(fullShop(), 'producer-1', 'queue-1', { routingKey: 'ignored' })).toEqual({
    ok: true,
    inputs: [
      { type: 'configure', node: 'producer-1', field: 'exchange', value: '' },
      { type: 'configure', node: 'producer-1', field: 'routingKey', value: 'queue-1' },
    ],
  })
})

it('two lines between one exchange and one queue are two bindings', () => {
  const shop = fullShop()
  const first = { id: 'binding-1', exchange: 'exchange-1', queue: 'queue-1', routingKey: 'a' }
  const bound = { ...shop, bindings: [first] }
  expect(planConnection(bound, 'exchange-1', 'queue-1', { routingKey: 'b' })).toEqual({
    ok: true,
    inputs: [{ type: 'bind', binding: { ...first, id: 'binding-2', routingKey: 'b' } }],
  })
})

it('a line from an exchange to another is a binding between them, with its headers', () => {
  const shop = fullShop()
  const other = { kind: 'exchange', id: 'other', type: 'fanout', durable: true } as const
  const wider = { ...shop, nodes: [...shop.nodes, other] }
  const headers = { 'x-match': 'any', city: 'lviv' }
  expect(planConnection(wider, 'exchange-1', 'other', { routingKey: 'a', headers })).toEqual({
    ok: true,
    inputs: [
      {
        type: 'bind',
        binding: {
          id: 'binding-1',
          exchange: 'exchange-1',
          destination: 'other',
          routingKey: 'a',
          arguments: headers,
        },
      },
    ],
  })
})

it('a line from a queue to an exchange makes that its dead letter exchange', () => {
  expect(planConnection(fullShop(), 'queue-1', 'exchange-1', { routingKey: '' })).toEqual({
    ok: true,
    inputs: [
      { type: 'configure', node: 'queue-1', field: 'deadLetterExchange', value: 'exchange-1' },
    ],
  })
})

it('[R-122] a line from a queue to a queue gives dead letters straight to it', () => {
  const shop = fullShop()
  const parking = { kind: 'queue', id: 'parking', durable: true } as const
  const wider = { ...shop, nodes: [...shop.nodes, parking] }
  expect(planConnection(wider, 'queue-1', 'parking', { routingKey: 'ignored' })).toEqual({
    ok: true,
    inputs: [
      { type: 'configure', node: 'queue-1', field: 'deadLetterExchange', value: '' },
      { type: 'configure', node: 'queue-1', field: 'deadLetterRoutingKey', value: 'parking' },
    ],
  })
})

it.each([
  ['exchange-1', 'worker-1', 'exchange-needs-target'],
  ['queue-1', 'mail', 'queue-needs-worker'],
  ['producer-1', 'worker-1', 'producer-needs-exchange'],
  ['mail', 'queue-1', 'not-connectable'],
  ['queue-1', 'queue-1', 'same-node'],
  ['queue-1', 'nowhere', 'unknown-node'],
])('a line from %s to %s is refused (%s)', (from, to, reason) => {
  expect(planConnection(fullShop(), from, to, { routingKey: '' })).toEqual({ ok: false, reason })
})
