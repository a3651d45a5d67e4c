import amqp from 'amqplib'
import { setTimeout as wait } from 'node:timers/promises'
import { database, sendMail, type Order } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.assertQueue('orders', { durable: true })
await channel.prefetch(1)

await channel.consume('orders', async (message) => {
  if (message === null) return
  const order: Order = JSON.parse(message.content.toString())
  if (!message.fields.redelivered) {
    await wait(1000) // Asks the kitchen how long it will take.
    await sendMail(order)
    await wait(1500) // Books the courier.
    await database.markDone(order)
  }
  channel.ack(message)
})
