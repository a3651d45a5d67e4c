import { expect, it } from 'vitest'
import { START } from '#engine'
import { checkDefinition } from './check-definition.ts'
import { createNode, emptyShop, freeName, paletteKinds, shopAfter } from './palette.ts'
import type { RunSource } from './run-source.ts'

function sourceWith(inputs: RunSource['inputs'] = []): RunSource {
  return { definition: emptyShop('mine'), seed: 1, inputs, at: START }
}

it('every part of the palette fits into a shop that has the parts before it', () => {
  let shop = emptyShop('mine')
  for (const kind of paletteKinds)
    shop = { ...shop, nodes: [...shop.nodes, createNode(kind, shop)] }
  expect(checkDefinition(shop)).toMatchObject({ ok: true })
})

it('a name is free when nothing has it', () => {
  expect(freeName('queue', ['queue-1', 'queue-3'])).toBe('queue-2')
})

it('what was asked for a moment ago counts, what was removed does not', () => {
  const first = createNode('worker', emptyShop('mine'))
  const add = { at: START, input: { type: 'add', node: first } } as const
  const remove = { at: START, input: { type: 'remove', node: first.id } } as const
  expect(createNode('worker', shopAfter(sourceWith([add]))).id).toBe('worker-2')
  expect(createNode('worker', shopAfter(sourceWith([add, remove]))).id).toBe('worker-1')
})
