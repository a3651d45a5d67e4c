import { describe, expect, it } from 'vitest'
import type { ShopInput } from '../input.ts'
import { runShop, shopLike, traceText } from './shop-run.ts'

const definition = shopLike('routing')
const [queue, exchange, binding] = [
  { kind: 'queue', id: 'spare', durable: true },
  { kind: 'exchange', id: 'other', type: 'fanout', durable: true },
  { id: 'more', exchange: 'shop', queue: 'kitchen', routingKey: 'all' },
] as const
const twice = { kind: 'mail', id: 'mail', latencyMs: 1, spread: 'constant' } as const

/** Does one thing to the shop at 2 s, after others at 1 s, and says why it was refused. */
function refusal(input: ShopInput, before: readonly ShopInput[] = []): unknown {
  const doings = [...before.map((one) => [1, one] as const), [2, input] as const]
  const run = runShop(definition, 2, { seed: 4, doings })
  const refused = run.facts('shop.input-refused').map(({ at, fields }) => [at, fields['reason']])
  return refused.map(([at, reason]) => (at === 2_000_000 ? reason : 'too early')).join()
}

describe('an input that makes no sense', () => {
  it.each<[string, ShopInput]>([
    ['no-such-process', { type: 'signal', process: 'kitchen', signal: 'SIGKILL' }],
    ['already-running', { type: 'start', process: 'web' }],
    ['no-such-node', { type: 'remove', node: 'nothing' }],
    ['name-taken', { type: 'add', node: { ...twice, failurePercent: 0, isDown: false } }],
    ['no-such-binding', { type: 'unbind', binding: 'nothing' }],
    ['unknown-reference', { type: 'bind', binding: { ...binding, queue: 'nothing' } }],
    ['one-target', { type: 'bind', binding: { ...binding, destination: 'shop' } }],
    ['no-such-order', { type: 'change-order', order: 1_000 }],
    ['no-change', { type: 'memory-alarm', isOn: false }],
    [
      'key-without-exchange',
      { type: 'configure', node: 'kitchen', field: 'deadLetterRoutingKey', value: 'x' },
    ],
    ['unknown-reference', { type: 'configure', node: 'nothing', field: 'threads', value: 1 }],
    ['not-a-number', { type: 'place-orders', count: 0 }],
  ])('[S-15] is refused with its reason (%s)', (reason, input) => {
    expect(refusal(input)).toBe(reason)
  })

  it.each<[string, ShopInput]>([
    ['restart-broker', { type: 'restart-broker', how: 'killed' }],
    ['add a queue', { type: 'add', node: queue }],
    ['add an exchange', { type: 'add', node: exchange }],
    ['remove a queue', { type: 'remove', node: 'kitchen' }],
    ['remove an exchange', { type: 'remove', node: 'shop' }],
    ['configure a queue', { type: 'configure', node: 'kitchen', field: 'durable', value: false }],
    ['bind', { type: 'bind', binding }],
    ['unbind', { type: 'unbind', binding: 'kitchen-all' }],
  ])('[S-15] a broker that is away cannot be changed (%s)', (_, input) => {
    expect(refusal(input)).toBe('')
    expect(refusal(input, [{ type: 'restart-broker', how: 'clean' }])).toBe('broker-down')
  })

  it('[S-15] changes nothing', () => {
    const nonsense: ShopInput = { type: 'start', process: 'web' }
    const [without, refused] = [[], [[2, nonsense] as const]].map((doings) => {
      const run = runShop(definition, 20, { seed: 4, doings })
      return traceText(run.trace).split('\n')
    })
    const happened = (refused ?? []).filter((line) => !/"run\.input"|"shop\.input-/.test(line))
    const bare = (lines: readonly string[] = []) =>
      lines.map((line) => line.replaceAll(/"(id|cause|after)":[^,}]+/g, ''))
    expect(bare(happened)).toEqual(bare(without))
  })
})
