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
