import amqp from 'amqplib'
import { database, type Order } from 'shop'
import { drawLabel } from './label.ts'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })
await channel.prefetch(1, true)

await channel.consume('orders', async (message) => {
  if (message === null) return
  const order: Order = JSON.parse(message.content.toString())
  console.log(drawLabel(order))
  await database.markDone(order)
  channel.ack(message)
})
