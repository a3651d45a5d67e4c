import amqp from 'amqplib'
import { setTimeout as wait } from 'node:timers/promises'
import { database, sendMail, type Order } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })
await channel.prefetch(1)

await channel.consume('orders', async (message) => {
  if (message === null) return
  channel.ack(message)
  const order: Order = JSON.parse(message.content.toString())
  await wait(2000) // Works on the order.
  await sendMail(order)
  await database.markDone(order)
})
