import { strToU8 } from 'fflate'
import * as v from 'valibot'
import type {
  BindingDefinition,
  CustomersNode,
  DatabaseNode,
  ExchangeNode,
  MailNode,
  PollerNode,
  ProducerNode,
  QueueNode,
  ShopDefinition,
  ShopNode,
  WebNode,
  WorkerNode,
} from './definition.ts'
import { sentence } from './problem.ts'

const NODES_MAX = 200
const BINDINGS_MAX = 500

/** The longest time a field may hold: ten minutes. */
const MS_MAX = 600_000

/** A number from `min` to `max`, both included; fractions are welcome. */
function number(min: number, max: number): v.GenericSchema<unknown, number> {
  return v.pipe(
    v.number(),
    v.check((value) => value >= min && value <= max, sentence('out-of-range', { min, max })),
  )
}

/** A whole number from `min` to `max`, both included. */
export function whole(min: number, max: number): v.GenericSchema<unknown, number> {
  return v.pipe(
    v.number(),
    v.check((value) => value >= min && value <= max, sentence('out-of-range', { min, max })),
    v.check((value) => Number.isInteger(value), sentence('not-whole', { min, max })),
  )
}

/** Text of `min` to 255 bytes: what fits into one field of the protocol.. */
export function text(min: number): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.string(),
    v.check(
      (value) => {
        // The first test keeps a huge text from being encoded only to be refused.
        if (value.length > 255) return false
        const bytes = strToU8(value).length
        return bytes >= min && bytes <= 255
      },
      sentence('text-length', { min, max: 255 }),
    ),
  )
}

/** One of a few texts. */
export function choice<const Choices extends readonly string[]>(
  choices: Choices,
): v.GenericSchema<unknown, Choices[number]> {
  return v.picklist(choices, sentence('not-a-choice', { allowed: choices.join(', ') }))
}

const id = text(1)
const time = number(0, MS_MAX)
const flag = v.boolean()
const arrivals = choice(['poisson', 'regular'])
const spread = choice(['constant', 'exponential'])
const ordersPerSecond = number(0, 10_000)
const ordersMax = v.nullable(whole(0, 1_000_000))
const threads = whole(1, 1_000)
const publishing = { exchange: text(0), routingKey: text(0), persistent: flag, mandatory: flag }

const customers = {
  kind: v.literal('customers'),
  id,
  ordersPerSecond,
  arrivals,
  ordersMax,
}
const web = {
  kind: v.literal('web'),
  id,
  threads,
  cpuMs: time,
  then: choice(['store', 'mail', 'publish']),
  ...publishing,
}
const poller = {
  kind: v.literal('poller'),
  id,
  web: id,
  intervalMs: number(1, MS_MAX),
  threads: v.nullable(threads),
  cpuMs: time,
}
const database = { kind: v.literal('database'), id, queryMs: time }
const mail = {
  kind: v.literal('mail'),
  id,
  latencyMs: time,
  spread,
  failurePercent: whole(0, 100),
  isDown: flag,
}
const producer = {
  kind: v.literal('producer'),
  id,
  ordersPerSecond,
  arrivals,
  ordersMax,
  ...publishing,
}
const exchange = {
  kind: v.literal('exchange'),
  id,
  type: choice(['direct', 'fanout', 'topic']),
  durable: flag,
}
const queue = { kind: v.literal('queue'), id, durable: flag }
const worker = {
  kind: v.literal('worker'),
  id,
  queue: text(0),
  prefetch: whole(0, 65_535),
  ack: choice(['automatic', 'early', 'late']),
  threads,
  cpuMs: time,
  waitMs: time,
  spread,
  sendsMail: flag,
  checksFirst: flag,
  supervised: flag,
}

type Fields = Readonly<Record<string, v.GenericSchema>>

/** What each field of each kind of node may hold. */
export const nodeFields: Readonly<Record<ShopNode['kind'], Fields>> = {
  customers,
  web,
  poller,
  database,
  mail,
  producer,
  exchange,
  queue,
  worker,
}

const customersSchema: v.GenericSchema<unknown, CustomersNode> = v.strictObject(customers)
const webSchema: v.GenericSchema<unknown, WebNode> = v.strictObject(web)
const pollerSchema: v.GenericSchema<unknown, PollerNode> = v.strictObject(poller)
const databaseSchema: v.GenericSchema<unknown, DatabaseNode> = v.strictObject(database)
const mailSchema: v.GenericSchema<unknown, MailNode> = v.strictObject(mail)
const producerSchema: v.GenericSchema<unknown, ProducerNode> = v.strictObject(producer)
const exchangeSchema: v.GenericSchema<unknown, ExchangeNode> = v.strictObject(exchange)
const queueSchema: v.GenericSchema<unknown, QueueNode> = v.strictObject(queue)
const workerSchema: v.GenericSchema<unknown, WorkerNode> = v.strictObject(worker)

const nodeSchemas: Readonly<Record<ShopNode['kind'], v.GenericSchema<unknown, ShopNode>>> = {
  customers: customersSchema,
  web: webSchema,
  poller: pollerSchema,
  database: databaseSchema,
  mail: mailSchema,
  producer: producerSchema,
  exchange: exchangeSchema,
  queue: queueSchema,
  worker: workerSchema,
}

const kindSchema: v.GenericSchema = v.looseObject({
  kind: choice(Object.keys(nodeSchemas) as ShopNode['kind'][]),
})

/** A node of any kind, its kind's fields and nothing else. */
export const nodeSchema: v.GenericSchema<unknown, ShopNode> = v.pipe(
  kindSchema,
  v.lazy((node) => nodeSchemas[(node as ShopNode).kind]),
)

/** A binding with its fields and nothing else. */
export const bindingSchema: v.GenericSchema<unknown, BindingDefinition> = v.strictObject({
  id,
  exchange: id,
  queue: id,
  routingKey: text(0),
})

/** A whole shop. What one part says about another is not checked here. */
export const definitionSchema: v.GenericSchema<unknown, ShopDefinition> = v.strictObject({
  version: v.literal(1, sentence('not-a-choice', { allowed: '1' })),
  name: id,
  hopMs: number(0, 60_000),
  cores: whole(1, 64),
  nodes: list(nodeSchema, NODES_MAX),
  bindings: list(bindingSchema, BINDINGS_MAX),
})

/** A list of at most `max` items. Items beyond it are not looked at. */
export function list<Item>(
  item: v.GenericSchema<unknown, Item>,
  max: number,
): v.GenericSchema<unknown, Item[]> {
  return v.pipe(
    v.array(v.unknown()),
    v.maxLength(max, sentence('too-many', { max })),
    v.array(item),
  )
}
