import { expect, it } from 'vitest'
import { checkInput } from './check-input.ts'
import { checkField } from './field-problem.ts'
import type { ShopDefinition, WorkerNode } from './definition.ts'

const worker: WorkerNode = {
  kind: 'worker',
  id: 'worker-1',
  queue: 'orders',
  prefetch: 1,
  ack: 'late',
  threads: 1,
  cpuMs: 10,
  waitMs: 0,
  spread: 'constant',
  sendsMail: false,
  checksFirst: false,
  supervised: false,
}

const shop: ShopDefinition = {
  version: 1,
  name: 'small',
  hopMs: 1,
  cores: 1,
  nodes: [
    { kind: 'exchange', id: 'shop', type: 'direct', durable: true },
    { kind: 'queue', id: 'orders', durable: true },
    worker,
  ],
  bindings: [{ id: 'b1', exchange: 'shop', queue: 'orders', routingKey: '' }],
}

function problemsOf(input: unknown) {
  const checked = checkInput(shop, input)
  return checked.ok ? [] : checked.problems.map(({ path, key }) => `${path} ${key}`)
}

it.each<[unknown, string[]]>([
  [{ type: 'configure', node: 'worker-1', field: 'prefetch', value: 0 }, []],
  [{ type: 'load', requests: 200, concurrency: 20 }, []],
  [{ type: 'load', requests: 10, concurrency: 11 }, ['concurrency out-of-range']],
  [{ type: 'load', requests: 10_001, concurrency: 1 }, ['requests out-of-range']],
  [{ type: 'load', requests: 10_000, concurrency: 1_001 }, ['concurrency out-of-range']],
  [{ type: 'load', requests: 0, concurrency: 1 }, ['requests out-of-range']],
  [{ type: 'load', requests: 5 }, ['concurrency missing-field']],
  [
    { type: 'configure', node: 'worker-1', field: 'prefetch', value: 65_536 },
    ['value out-of-range'],
  ],
  [{ type: 'configure', node: 'worker-1', field: 'prefetch', value: -1 }, ['value out-of-range']],
  [
    { type: 'configure', node: 'worker-1', field: 'prefetch', value: Number.NaN },
    ['value wrong-type'],
  ],
  [
    { type: 'configure', node: 'worker-1', field: 'prefetch', value: 1e308 },
    ['value out-of-range'],
  ],
  [{ type: 'configure', node: 'worker-1', field: 'prefetch', value: null }, ['value wrong-type']],
  [
    { type: 'configure', node: 'worker-1', field: 'ack', value: 'sometimes' },
    ['value not-a-choice'],
  ],
  [{ type: 'configure', node: 'worker-1', field: 'id', value: 'w' }, ['field fixed-field']],
  [
    { type: 'configure', node: 'worker-1', field: 'constructor', value: 1 },
    ['field unknown-field'],
  ],
  [{ type: 'configure', node: 'worker-9', field: 'cpuMs', value: 1 }, ['node unknown-reference']],
  [{ type: 'place-orders', count: 100_000 }, []],
  [{ type: 'place-orders', count: 0 }, ['count out-of-range']],
  [{ type: 'signal', process: 'worker-1', signal: 'SIGKILL' }, []],
  [{ type: 'signal', process: 'orders', signal: 'SIGKILL' }, ['process unknown-reference']],
  [{ type: 'signal', process: 'worker-1', signal: 'SIGHUP' }, ['signal not-a-choice']],
  [{ type: 'add', node: { ...worker, id: 'worker-2' } }, []],
  [{ type: 'add', node: worker }, ['node.id duplicate-id']],
  [{ type: 'remove', node: 'orders' }, []],
  [{ type: 'remove', node: 'mails' }, ['node unknown-reference']],
  [{ type: 'bind', binding: { ...shop.bindings[0], id: 'b2' } }, []],
  [{ type: 'bind', binding: shop.bindings[0] }, ['binding.id duplicate-id']],
  [{ type: 'unbind', binding: 'b2' }, ['binding unknown-reference']],
  [{ type: 'restart-broker', how: 'killed', hard: true }, ['hard unknown-field']],
  [{ type: 'explode' }, ['type not-a-choice']],
])('checks an input against the shop as it stands (%j)', (input, problems) => {
  expect(problemsOf(input)).toEqual(problems)
})

it('names the range of a field, so that a form can say it', () => {
  expect(checkField(worker, 'threads', 0)).toEqual([
    { path: 'value', key: 'out-of-range', params: { min: 1, max: 1_000 } },
  ])
})
