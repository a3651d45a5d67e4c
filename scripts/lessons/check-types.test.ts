import { expect, it } from 'vitest'
import { EXERCISE_MODULES } from '#sandbox'
import { checkTypes } from './check-types.ts'

const WEB = `
import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createConfirmChannel()
await channel.assertQueue('orders', { durable: true })
connection.on('error', (error) => console.error(error.message))
onOrder(async (order) => {
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)), { persistent: true })
  await channel.waitForConfirms()
})
process.on('SIGTERM', () => process.exit(0))
`

const WORKER = `
import amqp, { type ConsumeMessage } from 'amqplib'
import { setTimeout as wait } from 'node:timers/promises'
import { handle } from './handle'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.prefetch(1)
await channel.consume('orders', async (message: ConsumeMessage | null) => {
  if (message === null) return
  await handle(JSON.parse(message.content.toString()))
  await wait(10)
  channel.ack(message)
})
`

const HANDLE = `
import { EventEmitter } from 'events'
import { database, sendMail, type Order } from 'shop'

export const handled = new EventEmitter()

export async function handle(order: Order): Promise<void> {
  const body = JSON.stringify({ order: order.order })
  const answer = await fetch('https://mail.example/send', { method: 'POST', body })
  if (!answer.ok) await sendMail(order)
  if (await database.markDone(order)) handled.emit('done', order.city.toUpperCase())
}
`

const FILES = { 'web.ts': WEB, 'worker.ts': WORKER, 'handle.ts': HANDLE }

it('files that use what the sandbox has are right', () => {
  expect(checkTypes(FILES)).toEqual([])
})

it.each([
  ["import { onOrder } from 'shop'\nonOrder((order) => order.price)", 2, "'price'"],
  ["import { sendEmail } from 'shop'", 1, "no exported member 'sendEmail'"],
  ["import { sendMail } from 'shop'\nsendMail('seven')", 2, "type 'string'"],
  ["import amqp from 'amqplib'\n\nawait amqp.conect('amqp://localhost')", 3, "'conect'"],
  ["import { handle } from './handel'", 1, "'./handel'"],
  ["import { readFileSync } from 'fs'", 1, "'fs'"],
  ['document.title', 1, "'document'"],
  ['new WebSocket("ws://localhost")', 1, "'WebSocket'"],
  ['process.stdin', 1, "'stdin'"],
  ['Buffer.from({ order: 1 })', 1, 'No overload'],
])('a mistake is told with its line: %s', (text, line, message) => {
  const problems = checkTypes({ ...FILES, 'mistake.ts': text })
  expect(problems).toMatchObject([{ file: 'mistake.ts', line }])
  expect(problems[0]?.message).toContain(message)
})

it.each(EXERCISE_MODULES)(
  '%s can be imported, with and without node: where that is its name',
  (name) => {
    const names = ['shop', 'amqplib', 'amqplib/callback_api'].includes(name)
      ? [name]
      : [name, `node:${name}`]
    const text = names.map((one, index) => `import * as module${index} from '${one}'`).join('\n')
    expect(checkTypes({ 'imports.ts': text })).toEqual([])
  },
)
