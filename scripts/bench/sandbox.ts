import { createNodeRealm, runSource } from '#adapters'
import { atSeconds, type FactId, type Trace } from '#engine'
import type { CreateLibraries } from '#sandbox'

/** What the real amqplib costs in virtual time. */
export interface SandboxCost {
  /** Questions to the broker, one after the other: each waits for its answer. */
  readonly roundTripsPerSecond: number
  /** Messages published, confirmed, delivered one by one and acknowledged. */
  readonly messagesPerSecond: number
  /** Milliseconds until a process has its libraries and is connected. */
  readonly startMs: number
}

const ROUND_TRIPS = 2_000
const MESSAGES = 5_000

const asking = `
const connection = await require('amqplib').connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders')
for (let trip = 0; trip < ${ROUND_TRIPS}; trip++) await channel.checkQueue('orders')
await connection.close()
`

const working = `
const connection = await require('amqplib').connect('amqp://localhost')
const channel = await connection.createConfirmChannel()
await channel.assertQueue('orders')
for (let order = 0; order < ${MESSAGES}; order++) channel.sendToQueue('orders', Buffer.alloc(200))
await channel.waitForConfirms()
await channel.prefetch(20)
let handled = 0
await channel.consume('orders', async (message) => {
  channel.ack(message)
  if (++handled === ${MESSAGES}) await channel.close().then(() => connection.close())
})
`

const connecting = `await (await require('amqplib').connect('amqp://localhost')).close()`

/** Measures a broker's round trip, a message's whole way and a start, in the sandbox on Node. */
export async function sandboxCost(libraries: CreateLibraries): Promise<SandboxCost> {
  // The first run pays for the compiler.
  await seconds(connecting, libraries)
  const startMs = (await seconds(connecting, libraries)) * 1_000
  return {
    startMs,
    roundTripsPerSecond: ROUND_TRIPS / (await seconds(asking, libraries)),
    messagesPerSecond: MESSAGES / (await seconds(working, libraries)),
  }
}

async function seconds(program: string, libraries: CreateLibraries): Promise<number> {
  const begin = performance.now()
  const source = { programs: { program }, started: ['program'], seed: 1, inputs: [] }
  const run = runSource(source, createNodeRealm(), libraries)
  await run.runUntil(atSeconds(600))
  run.close()
  const elapsed = performance.now() - begin
  if (!endedWell(run.trace)) {
    throw new Error('Failed to measure the sandbox: the program did not end by itself.')
  }
  return elapsed / 1_000
}

function endedWell(trace: Trace): boolean {
  for (let id = (trace.length - 1) as FactId; id >= 0; id = (id - 1) as FactId) {
    if (trace.kind(id) === 'sandbox.process-ended') return trace.number(id, 'code') === 0
  }
  return false
}

/** The costs as a line of text. */
export function sandboxLine({
  roundTripsPerSecond,
  messagesPerSecond,
  startMs,
}: SandboxCost): string {
  const trips = Math.round(roundTripsPerSecond).toLocaleString('en')
  const messages = Math.round(messagesPerSecond).toLocaleString('en')
  return (
    `amqplib in the sandbox, on Node: ${trips} broker round trips/s, ` +
    `${messages} messages/s (publish, confirm, deliver, ack), ${startMs.toFixed(1)} ms until a process is connected and gone`
  )
}
