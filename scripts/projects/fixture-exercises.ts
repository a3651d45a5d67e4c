import type { Exercise } from '#lessons'
import { findScenario, type ShopDefinition, type ShopNode } from '#scenarios'
import type { SourceFiles } from '#sandbox'
import { assert } from '#std'

/** An exercise with the code that is to leave the same ledger in both worlds. */
export interface ProjectCase {
  readonly name: string
  readonly exercise: Exercise
  readonly definition: ShopDefinition
  readonly seed: number
  readonly files: SourceFiles
}

const WEB = `import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()
await channel.assertQueue('orders', { durable: true })

onOrder(async (order) => {
  if (order.order === 2) throw new Error('order 2 is not to our taste')
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
  await channel.waitForConfirms()
})
`

const WORKER = `import amqp from 'amqplib'
import { handle } from './handle'

const connection = await amqp.connect('amqp://broker')
const channel = await connection.createChannel()
await channel.prefetch(1)
await channel.consume('orders', async (message) => {
  if (message === null) return
  await handle(JSON.parse(message.content.toString()))
  channel.ack(message)
})
`

const HANDLE = `import { database, sendMail, type Order } from 'shop'

export async function handle(order: Order): Promise<void> {
  await sendMail(order)
  await database.markDone(order)
}
`

const RETRYING_WORKER = `import amqp, { type ConsumeMessage } from 'amqplib'
import { handle } from './handle'

const connection = await amqp.connect({ hostname: 'rabbitmq' })
const channel = await connection.createChannel()
// What could not be handled waits a little and comes back by itself.
await channel.assertQueue('later', {
  durable: true,
  messageTtl: 900,
  deadLetterExchange: '',
  deadLetterRoutingKey: 'orders',
})
await channel.prefetch(5)

async function tryToHandle(message: ConsumeMessage): Promise<void> {
  try {
    await handle(JSON.parse(message.content.toString()))
  } catch {
    channel.sendToQueue('later', message.content, { persistent: true })
  }
  channel.ack(message)
}

await channel.consume('orders', (message) => {
  if (message !== null) void tryToHandle(message)
})
`

const FORGETFUL_WORKER = `import amqp from 'amqplib'
import { handle } from './handle'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.consume(
  'orders',
  async (message) => {
    if (message !== null) await handle(JSON.parse(message.content.toString()))
  },
  { noAck: true },
)
`

const FALLING_WORKER = `import amqp from 'amqplib'
import { handle } from './handle'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.prefetch(1)
await channel.consume('orders', async (message) => {
  if (message === null) return
  if (!message.fields.redelivered) throw new Error('nobody catches this')
  await handle(JSON.parse(message.content.toString()))
  channel.ack(message)
})
`

const POLLING_WORKER = `import { database } from 'shop'
import { handle } from './handle'

for (;;) {
  for (const order of await database.newOrders()) {
    await handle({ order, city: 'kyiv', dish: 'pizza', speed: 'normal' })
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000))
}
`

const PLAYERS = { web: 'web.ts', 'worker-1': 'worker.ts', 'worker-2': 'worker.ts' }

/**
 * Exercises in which orders come to every kind of end. What happens to them happens 100 ms away from
 * anything else, because a real machine is not exact.
 */
export function fixtureExercises(): readonly ProjectCase[] {
  return [
    caseOf('a worker is killed', WORKER, [
      // Both workers have one of them in hand as one of the workers dies.
      { at: 2.5, input: { type: 'place-orders', count: 2 } },
      { at: 2.6, input: { type: 'signal', process: 'worker-1', signal: 'SIGKILL' } },
      { at: 4, input: { type: 'signal', process: 'web', signal: 'SIGTERM' } },
      { at: 4.5, input: { type: 'place-orders', count: 2 } },
      { at: 5, input: { type: 'start', process: 'web' } },
      { at: 5.5, input: { type: 'load', requests: 12, concurrency: 3 } },
    ]),
    caseOf('e-mails fail and are sent again', RETRYING_WORKER, [
      { at: 0.1, input: { type: 'configure', node: 'mail', field: 'failurePercent', value: 50 } },
    ]),
    caseOf('workers die of new messages', FALLING_WORKER, []),
    caseOf('a loop asks the table of orders', POLLING_WORKER, [
      { at: 0.1, input: { type: 'signal', process: 'worker-1', signal: 'SIGQUIT' } },
    ]),
    caseOf('messages are not acknowledged', FORGETFUL_WORKER, [
      { at: 2.5, input: { type: 'place-orders', count: 6 } },
      { at: 2.6, input: { type: 'signal', process: 'worker-2', signal: 'SIGKILL' } },
    ]),
  ]
}

function caseOf(name: string, worker: string, inputs: Exercise['inputs']): ProjectCase {
  const files = { 'web.ts': WEB, 'worker.ts': worker, 'handle.ts': HANDLE }
  const rest = { players: PLAYERS, inputs, seconds: 15, variants: [] }
  const exercise = { files: Object.keys(files), ...rest }
  return { name, exercise, definition: shop(), seed: 1, files }
}

function shop(): ShopDefinition {
  const definition = findScenario('two-workers')
  assert(definition !== undefined && definition !== null, 'the catalogue has the shop')
  return { ...definition, nodes: definition.nodes.map(changed) }
}

function changed(node: ShopNode): ShopNode {
  if (node.kind === 'customers')
    return { ...node, ordersPerSecond: 2.5, arrivals: 'regular', ordersMax: 4 }
  if (node.kind === 'worker') return { ...node, supervised: node.id === 'worker-2' }
  return node.kind === 'mail' ? { ...node, latencyMs: 200, spread: 'constant' } : node
}
