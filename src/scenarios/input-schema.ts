import * as v from 'valibot'
import { bindingSchema, choice, nodeSchema, text, whole } from './definition-schema.ts'
import type { ShopInput } from './input.ts'
import { LOAD_CONCURRENCY_MAX, LOAD_REQUESTS_MAX } from './load-limits.ts'
import { sentence } from './schema-problem.ts'

const name = text(1)
const placeOrders = v.strictObject({ type: v.literal('place-orders'), count: whole(1, 100_000) })
const load = v.pipe(
  v.strictObject({
    type: v.literal('load'),
    requests: whole(1, LOAD_REQUESTS_MAX),
    concurrency: whole(1, LOAD_CONCURRENCY_MAX),
  }),
  v.forward(
    v.check(
      ({ requests, concurrency }) => concurrency <= requests,
      ({ input }) => sentence('out-of-range', { min: 1, max: input.requests }),
    ),
    ['concurrency'],
  ),
)
const configure = v.strictObject({
  type: v.literal('configure'),
  node: name,
  field: name,
  value: v.union(
    [v.pipe(v.number(), v.finite()), text(0), v.boolean(), v.null()],
    sentence('wrong-type', { expected: 'number' }),
  ),
})
const signal = v.strictObject({
  type: v.literal('signal'),
  process: name,
  signal: choice(['SIGTERM', 'SIGQUIT', 'SIGKILL', 'SIGSEGV']),
})
const start = v.strictObject({ type: v.literal('start'), process: name })
const disconnect = v.strictObject({ type: v.literal('disconnect'), process: name })
const restartBroker = v.strictObject({
  type: v.literal('restart-broker'),
  how: choice(['clean', 'killed']),
})
const memoryAlarm = v.strictObject({ type: v.literal('memory-alarm'), isOn: v.boolean() })
const changeOrder = v.strictObject({
  type: v.literal('change-order'),
  order: whole(1, Number.MAX_SAFE_INTEGER),
})
const add = v.strictObject({ type: v.literal('add'), node: nodeSchema })
const remove = v.strictObject({ type: v.literal('remove'), node: name })
const bind = v.strictObject({ type: v.literal('bind'), binding: bindingSchema })
const unbind = v.strictObject({ type: v.literal('unbind'), binding: name })

const inputSchemas: Readonly<Record<ShopInput['type'], v.GenericSchema<unknown, ShopInput>>> = {
  'place-orders': placeOrders,
  load,
  configure,
  signal,
  start,
  disconnect,
  'restart-broker': restartBroker,
  'memory-alarm': memoryAlarm,
  'change-order': changeOrder,
  add,
  remove,
  bind,
  unbind,
}

const typeSchema: v.GenericSchema = v.looseObject({
  type: choice(Object.keys(inputSchemas) as ShopInput['type'][]),
})

/** Anything a person can do, well-formed by itself; whether it fits the shop is not checked here. */
export const inputSchema: v.GenericSchema<unknown, ShopInput> = v.pipe(
  typeSchema,
  v.lazy((input) => inputSchemas[(input as ShopInput).type]),
)
