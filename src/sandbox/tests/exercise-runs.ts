import { createNodeRealm } from '#adapters'
import { atSeconds, type Fact, type FactId, type Limits, type TimedInput } from '#engine'
import {
  findScenario,
  ShopViews,
  type ShopDefinition,
  type ShopInput,
  type ShopNode,
} from '#scenarios'
import { compileFiles, createExerciseRun, type SourceFiles } from '#sandbox'
import { createLibraries } from 'virtual:client-libraries'

/** A web process that publishes each order and answers at once. */
export const WEB = `
import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })
onOrder((order) => {
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
})
`

/** A worker that handles an order and then acknowledges it. */
export const WORKER = `
import amqp, { type ConsumeMessage } from 'amqplib'
import { handle } from './handle'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })
await channel.prefetch(1)
await channel.consume('orders', async (message: ConsumeMessage | null) => {
  if (message === null) return
  await handle(JSON.parse(message.content.toString()))
  channel.ack(message)
})
`

/** What a worker does about an order. */
export const HANDLE = `
import { database, sendMail, type Order } from 'shop'

export async function handle(order: Order): Promise<void> {
  await sendMail(order)
  await database.markDone(order)
}
`

interface Settings {
  readonly files?: SourceFiles
  readonly players?: Readonly<Record<string, string>>
  readonly inputs?: readonly (readonly [second: number, input: ShopInput])[]
  readonly seed?: number
  readonly orders?: number
  readonly workers?: number
  readonly limits?: Limits
}

const FILES = { 'web.ts': WEB, 'worker.ts': WORKER, 'handle.ts': HANDLE }

/** Plays the shop of one queue with files, to its end or a minute, and gives what came of it. */
export async function runExercise(settings: Settings = {}) {
  const { players = { web: 'web.ts', 'worker-1': 'worker.ts' }, seed = 1, inputs = [] } = settings
  const compiled = compileFiles({ ...FILES, ...settings.files })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors))
  const definition = shopOf(settings)
  const run = createExerciseRun({
    realm: createNodeRealm(),
    createLibraries,
    epochMs: Date.UTC(2026, 0, 1),
    definition,
    seed,
    inputs: inputs.map(([second, input]): TimedInput<ShopInput> => ({
      at: atSeconds(second),
      input,
    })),
    files: compiled.files,
    players,
    limits: settings.limits ?? {},
  })
  const end = await run.runToEnd(atSeconds(60))
  run.close()
  const { trace } = run
  const facts = Array.from({ length: trace.length }, (_, id) => trace.fact(id as FactId))
  const views = new ShopViews(trace, definition)
  views.advance(trace.length)
  const of = (kind: string): readonly Fact[] => facts.filter((fact) => fact.kind === kind)
  return {
    trace,
    facts,
    of,
    end,
    lines: trace.lines(),
    ledger: views.ledger(),
    stage: views.view(),
    printed: of('sandbox.line-printed').map(({ fields }) => String(fields['line'])),
  }
}

function shopOf({ orders = 5, workers = 1 }: Settings): ShopDefinition {
  const name = workers === 2 ? 'two-workers' : 'pubsub'
  const shop = findScenario(name)
  if (shop === null || shop === undefined) throw new Error('the catalogue has the shop')
  const changed = (node: ShopNode): ShopNode =>
    node.kind === 'customers' ? { ...node, ordersMax: orders } : node
  return { ...shop, nodes: shop.nodes.map(changed) }
}
